import Foundation
import Testing

/// `lipflight sandbox --json --port 0` as a process of its own.
final class RunningSandbox: Sendable {
  let baseURL: String
  private let process: Process
  private let exit: AsyncStream<Int32>

  /// Starts it and waits for the line that tells its address; what it says on standard error goes to `log`.
  ///
  /// - Parameter faultOfWorkers: what is to go wrong in its workers.
  static func start(
    _ arguments: [String], log: String? = nil, faultOfWorkers: String? = nil
  ) async throws -> RunningSandbox {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Tool.path)
    process.arguments = ["sandbox", "--json", "--port", "0"] + arguments
    process.environment = Tool.clean(faultOfWorkers.map { ["LIPFLIGHT_TEST_FAULT": $0] } ?? [:])
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    if let log {
      try Data().write(to: URL(fileURLWithPath: log))
      process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    }
    let pipe = Pipe()
    process.standardOutput = pipe
    let (exit, leave) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = {
      leave.yield($0.terminationStatus)
      leave.finish()
    }
    try process.run()
    let line = try await firstLine(of: pipe.fileHandleForReading)
    let baseURL = try #require(try Document(line).string("base_url"))
    return RunningSandbox(baseURL: baseURL, process: process, exit: exit)
  }

  private init(baseURL: String, process: Process, exit: AsyncStream<Int32>) {
    self.baseURL = baseURL
    self.process = process
    self.exit = exit
  }

  /// What the process holds in memory now; 0 where the system does not tell.
  var residentKilobytes: Int {
    let status =
      (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
    return Int(line.filter(\.isNumber)) ?? 0
  }

  /// Sends a signal and gives the exit code.
  func stop(_ signal: Int32 = SIGTERM) async -> Int32 {
    kill(process.processIdentifier, signal)
    for await status in exit { return status }
    return -1
  }

  static func firstLine(of handle: FileHandle) async throws -> String {
    let (lines, arrive) = AsyncStream.makeStream(of: String.self)
    let thread = Thread {
      var text = Data()
      while let byte = try? handle.read(upToCount: 1), !byte.isEmpty {
        if byte.first == UInt8(ascii: "\n") { break }
        text.append(byte)
      }
      arrive.yield(String(decoding: text, as: UTF8.self))
      arrive.finish()
    }
    thread.start()
    for await line in lines { return line }
    return ""
  }
}

/// Lends a sandbox's address; it is stopped afterwards, however the body ends.
func withSandbox<T>(_ arguments: String..., body: (String) async throws -> T) async throws -> T {
  try await withSandbox(arguments, body: body)
}

/// The same with a list.
func withSandbox<T>(_ arguments: [String], body: (String) async throws -> T) async throws -> T {
  let sandbox = try await RunningSandbox.start(arguments)
  do {
    let value = try await body(sandbox.baseURL)
    _ = await sandbox.stop()
    return value
  } catch {
    _ = await sandbox.stop()
    throw error
  }
}
