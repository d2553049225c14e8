import Foundation
import LipSync
import LipSyncMedia
import Testing

/// The built tool, run as a person or a script runs it.
enum Tool {
  /// What a run of the tool left behind.
  struct Outcome: Sendable {
    var status: Int32
    var out: String
    var err: String

    /// Standard output as exactly one JSON document.
    func document() throws -> Document { try Document(out) }
  }

  /// The project's own directory.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let clip = root.appendingPathComponent("samples/talking.mp4").path
  static let speech = root.appendingPathComponent("samples/speech.m4a").path
  static let page = root.appendingPathComponent("samples/page.mp4").path

  /// The tool lies beside the test bundle, wherever the build's scratch directory is.
  static let path: String = {
    if let named = ProcessInfo.processInfo.environment["LIPFLIGHT_TOOL"] { return named }
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("lipflight").path
      var isDirectory: ObjCBool = false
      if FileManager.default.fileExists(atPath: candidate, isDirectory: &isDirectory), !isDirectory.boolValue
      {
        return candidate
      }
    }
    return root.appendingPathComponent(".build/debug/lipflight").path
  }()

  /// The program that reads media for it, which lies beside it.
  static let worker = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent(
    WorkerProgram.name
  ).path

  /// Runs the tool to its end.
  static func run(
    _ arguments: String..., environment: [String: String] = [:], in directory: String? = nil
  ) async throws -> Outcome {
    let outcome = try await run(program: path, arguments, environment: environment, in: directory)
    let loss = PrintedDocuments.loss(arguments, outcome.out)
    #expect(loss == nil, "\(arguments): what was printed is not what the library reads")
    return outcome
  }

  /// Runs any program to its end. Its output goes to files, so that a full pipe cannot stop it.
  static func run(
    program: String, _ arguments: [String], environment: [String: String] = [:], in directory: String? = nil
  ) async throws -> Outcome {
    try await withTemporaryDirectory { scratch in
      let (out, err) = (scratch + "/out", scratch + "/err")
      for file in [out, err] { try Data().write(to: URL(fileURLWithPath: file)) }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = arguments
      process.environment = clean(environment)
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: out))
      process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: err))
      if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
      let status = try await withCheckedThrowingContinuation { continuation in
        process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
        do { try process.run() } catch { continuation.resume(throwing: error) }
      }
      return Outcome(
        status: status, out: try String(contentsOfFile: out, encoding: .utf8),
        err: try String(contentsOfFile: err, encoding: .utf8))
    }
  }

  private static let state = FileManager.default.temporaryDirectory.appendingPathComponent(
    "lipflight-test-state-\(getpid())")

  /// This process's environment without what would change the tool's ways.
  static func clean(_ more: [String: String]) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    for name in ["JOGG_API_KEY", "JOGG_BASE_URL", "JOGG_API_PREFIX", "NO_COLOR"] { environment[name] = nil }
    // A journal of this run's own, unless the test names one: no run knows of another's payments.
    // Nor what this user has configured.
    environment["XDG_CONFIG_HOME"] = state.path + "/config"
    // Nor the networks that are installed: what is seen of faces is another document.
    environment["XDG_DATA_HOME"] = state.path + "/data"
    environment["XDG_STATE_HOME"] = state.path + "/" + UUID().uuidString
    return environment.merging(more) { $1 }
  }
}

/// A directory of this test's own, removed afterwards.
func withTemporaryDirectory<T>(_ body: (String) async throws -> T) async throws -> T {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent(
    "lipflight-test-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: url) }
  return try await body(url.path)
}

/// A JSON document whose values are reached by a path such as `playback.options.0.note`.
struct Document {
  private let root: Any

  /// Reads a document of the tool's, and holds it against the schema that it names, or against that of its kind where it
  /// has no head.
  init(_ text: String, of kind: DocumentKind? = nil) throws {
    try Contract.hold(text, to: kind)
    try self.init(foreign: text)
  }

  /// Reads JSON that is no document of the tool's.
  init(foreign text: String) throws {
    // One document and its line end: a second one, or a stray word, does not parse.
    root = try JSONSerialization.jsonObject(with: Data(text.utf8), options: [])
  }

  /// The value at a path; nil where there is none. `null` is `NSNull`.
  subscript(path: String) -> Any? {
    var value: Any? = root
    for step in path.split(separator: ".") {
      if let index = Int(step), let list = value as? [Any] {
        value = list.indices.contains(index) ? list[index] : nil
      } else {
        value = (value as? [String: Any])?[String(step)]
      }
    }
    return value
  }

  func string(_ path: String) -> String? { self[path] as? String }
  func number(_ path: String) -> Double? { (self[path] as? NSNumber)?.doubleValue }
  func isNull(_ path: String) -> Bool { self[path] is NSNull }
  func count(_ path: String) -> Int? { (self[path] as? [Any])?.count }

  /// The rules of the findings at a path.
  func rules(_ path: String) -> [String] {
    (self[path] as? [[String: Any]])?.compactMap { $0["rule"] as? String } ?? []
  }
}
