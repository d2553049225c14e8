internal import Foundation
internal import Platform

/// `openssl s_server` on 127.0.0.1 with a certificate made for the test, which signed itself.
public final class TLSServer {
  /// Whether the openssl tool is there.
  public static let isAvailable = FileManager.default.isExecutableFile(atPath: tool)

  /// The certificate's file, for clients that are to trust it.
  public let certificate: String
  /// Where it listens.
  public let port: Int
  /// `https://127.0.0.1:PORT/`.
  public var url: String { "https://127.0.0.1:\(port)/" }

  private static let tool = "/usr/bin/openssl"
  private let directory: URL
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var seen: [UInt8] = []

  struct Failure: Error {}

  /// Starts one.
  ///
  /// - Parameters:
  ///   - names: whom the certificate is for, such as `DNS:localhost,IP:127.0.0.1`.
  ///   - valid: from when to when, as `YYYYMMDDHHMMSSZ`; nil for two days from now.
  ///   - isIssued: whether the certificate is signed by an intermediate one, which is kept back, and that by the one that
  ///     clients trust.
  ///   - talks: whether the test itself speaks, by `send` and `receive`; else a page is served.
  ///   - options: further options of `s_server`, such as `-tls1_1`.
  public init(
    names: String, valid: (from: String, to: String)? = nil, isIssued: Bool = false, talks: Bool = false,
    options: [String] = []
  ) throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "lipflight-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let key = directory.appending(path: "key.pem").path
    let own = directory.appending(path: "certificate.pem").path
    certificate = isIssued ? directory.appending(path: "root.pem").path : own
    let request = [
      "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=test",
    ]
    if isIssued {
      try Self.issue(in: directory, key, own, request, names)
    } else if let valid {
      try Self.sign(in: directory, key, own, request, names, valid)
    } else {
      try Self.openssl(
        ["req", "-x509", "-days", "2"] + request
          + ["-addext", "subjectAltName=\(names)", "-keyout", key, "-out", own])
    }
    process.executableURL = URL(filePath: Self.tool)
    process.arguments =
      ["s_server", "-accept", "127.0.0.1:0", "-cert", own, "-key", key]
      + (talks ? [] : ["-www"]) + options
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = input
    try process.run()
    var text = ""
    var found: Int?
    while found == nil {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { throw Failure() }
      text += String(decoding: data, as: UTF8.self)
      found = text.firstMatch(of: /ACCEPT [^\n]*:(\d+)\n/).flatMap { Int($0.1) }
    }
    port = found ?? 0
    self.seen = []
  }

  /// Says something on the connection.
  public func send(_ bytes: [UInt8]) { input.fileHandleForWriting.write(Data(bytes)) }

  /// Waits until the client has said something; false where the server ends before.
  public func receives(_ text: String) -> Bool {
    while seen.firstRange(of: Array(text.utf8)) == nil {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { return false }
      seen += data
    }
    return true
  }

  /// Ends it and removes its files.
  public func stop() {
    // A child of one of Swift's threads inherits their blocked signals: only this one reaches it.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: directory)
  }

  /// A root, an intermediate certificate that it signs, and one for the server, signed by that.
  private static func issue(
    in directory: URL, _ key: String, _ certificate: String, _ request: [String], _ names: String
  ) throws {
    func path(_ name: String) -> String { directory.appending(path: name).path }
    let authority = ["-addext", "basicConstraints=critical,CA:TRUE"]
    func subject(_ name: String) -> [String] { request.map { $0 == "/CN=test" ? "/CN=\(name)" : $0 } }
    try openssl(
      ["req", "-x509", "-days", "2"] + subject("root") + authority
        + ["-keyout", path("root.key"), "-out", path("root.pem")])
    func sign(_ name: String, by signer: String, _ extra: [String], keyout: String, out: String) throws {
      try openssl(
        ["req", "-x509", "-days", "2"] + subject(name) + extra
          + ["-CA", path(signer + ".pem"), "-CAkey", path(signer + ".key"), "-keyout", keyout, "-out", out])
    }
    try sign("middle", by: "root", authority, keyout: path("middle.key"), out: path("middle.pem"))
    try sign(
      "test", by: "middle", ["-addext", "subjectAltName=\(names)", "-addext", "basicConstraints=CA:FALSE"],
      keyout: key, out: certificate)
  }

  /// Signs with dates of one's own, which `openssl ca` alone does in all versions.
  private static func sign(
    in directory: URL, _ key: String, _ certificate: String, _ request: [String], _ names: String,
    _ valid: (from: String, to: String)
  ) throws {
    func path(_ name: String) -> String { directory.appending(path: name).path }
    try Data().write(to: directory.appending(path: "index"))
    let settings = """
      [ca]
      default_ca = a
      [a]
      database = \(path("index"))
      new_certs_dir = \(directory.path)
      rand_serial = yes
      default_md = sha256
      policy = p
      x509_extensions = x
      [p]
      commonName = supplied
      [x]
      subjectAltName = \(names)
      """
    try Data(settings.utf8).write(to: directory.appending(path: "settings"))
    try openssl(["req", "-new"] + request + ["-keyout", key, "-out", path("request.pem")])
    try openssl([
      "ca", "-batch", "-selfsign", "-notext", "-config", path("settings"), "-keyfile", key, "-in",
      path("request.pem"), "-out", certificate, "-startdate", valid.from, "-enddate", valid.to,
    ])
  }

  private static func openssl(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure() }
  }
}
