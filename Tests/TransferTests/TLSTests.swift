import Foundation
import TestSupport
import Testing

@testable import Transfer

/// Certificates made for the test, a server of the openssl tool, and a client that believes nobody without proof.
@Suite(.enabled(if: TLSServer.isAvailable, "the openssl tool is not installed"))
struct TLSTests {
  @Test func anUntrustedCertificateIsRefused() async throws {
    let server = try TLSServer(names: "DNS:localhost,IP:127.0.0.1")
    defer { server.stop() }
    let client = HTTPClient(policy: .privateAllowed)
    let error = await failure { () throws(TransferError) in try await client.send(Request(url: server.url)) }
    #expect(error?.code == .tls)
    #expect(error?.message.contains("certificate") == true)
    #expect(error?.neverSent == true)
  }

  @Test func aTrustedOneIsAccepted() async throws {
    let server = try TLSServer(names: "DNS:localhost,IP:127.0.0.1")
    defer { server.stop() }
    let client = HTTPClient(policy: .privateAllowed, certificates: server.certificate, judgesNames: true)
    let response = try await client.send(Request(url: server.url))
    #expect(response.status == 200)
  }

  @Test func anotherNamesCertificateIsRefused() async throws {
    let server = try TLSServer(names: "DNS:other.example")
    defer { server.stop() }
    let client = HTTPClient(policy: .privateAllowed, certificates: server.certificate, judgesNames: true)
    let error = await failure { () throws(TransferError) in try await client.send(Request(url: server.url)) }
    #expect(error?.code == .tls)
  }

  @Test func aPlainServerIsNotTLS() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let url = "https://127.0.0.1:\(bench.origin.port)/"
    let error = await failure { () throws(TransferError) in try await bench.client.send(Request(url: url)) }
    #expect(error?.code == .tls)
  }

  @Test func certificatesThatCannotBeReadAreAFailureOfTLS() async throws {
    let server = try TLSServer(names: "IP:127.0.0.1")
    defer { server.stop() }
    let client = HTTPClient(policy: .privateAllowed, certificates: "/nowhere.pem", judgesNames: true)
    let error = await failure { () throws(TransferError) in try await client.send(Request(url: server.url)) }
    #expect(error?.code == .tls)
  }
}

/// `openssl s_server` with a certificate that signed itself.
final class TLSServer {
  static let isAvailable = FileManager.default.isExecutableFile(atPath: tool)

  let certificate: String
  let url: String

  private static let tool = "/usr/bin/openssl"
  private let directory: URL
  private let process = Process()

  struct Failure: Error {}

  init(names: String) throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "lipflight-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let key = directory.appending(path: "key.pem").path
    certificate = directory.appending(path: "certificate.pem").path
    let make = Process()
    make.executableURL = URL(filePath: Self.tool)
    make.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
      "-subj",
      "/CN=test", "-addext", "subjectAltName=\(names)", "-keyout", key, "-out", certificate,
    ]
    make.standardError = FileHandle.nullDevice
    try make.run()
    make.waitUntilExit()
    guard make.terminationStatus == 0 else { throw Failure() }
    process.executableURL = URL(filePath: Self.tool)
    process.arguments = ["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    var text = ""
    var port: Substring?
    while port == nil {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { throw Failure() }
      text += String(decoding: data, as: UTF8.self)
      port = text.firstMatch(of: /ACCEPT [^\n]*:(\d+)\n/)?.1
    }
    url = "https://127.0.0.1:\(port ?? "")/"
  }

  func stop() {
    // A child of one of Swift's threads inherits their blocked signals: only this one reaches it.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: directory)
  }
}
