import Foundation
import LipSync

/// `lipflight mcp` as a process of its own, spoken to in lines.
final class AgentSession: Sendable {
  private let process: Process
  private let input: FileHandle
  private let lines: AsyncStream<String>
  private let exit: AsyncStream<Int32>

  init(_ arguments: [String] = [], in directory: String, environment: [String: String] = [:]) throws {
    process = Process()
    process.executableURL = URL(fileURLWithPath: Tool.path)
    process.arguments = ["mcp"] + arguments
    process.environment = Tool.clean(environment)
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    let (given, printed) = (Pipe(), Pipe())
    process.standardInput = given
    process.standardOutput = printed
    process.standardError = FileHandle.nullDevice
    input = given.fileHandleForWriting
    let (exit, leave) = AsyncStream.makeStream(of: Int32.self)
    self.exit = exit
    process.terminationHandler = {
      leave.yield($0.terminationStatus)
      leave.finish()
    }
    let (lines, arrive) = AsyncStream.makeStream(of: String.self)
    self.lines = lines
    try process.run()
    let reader = printed.fileHandleForReading
    Thread {
      var rest = Data()
      // Not `read(upToCount:)`, which waits until it has so many.
      while case let bytes = reader.availableData, !bytes.isEmpty {
        rest += bytes
        while let end = rest.firstIndex(of: 0x0a) {
          arrive.yield(String(decoding: rest[..<end], as: UTF8.self))
          rest = Data(rest[rest.index(after: end)...])
        }
      }
      arrive.finish()
    }.start()
  }

  func send(_ line: String) throws { try input.write(contentsOf: Data((line + "\n").utf8)) }

  /// The next message that satisfies a condition; nil where the server ends before.
  func next(_ isWanted: (JSON) -> Bool = { _ in true }) async -> JSON? {
    for await line in lines {
      guard let json = JSON(parsing: line.utf8) else { return nil }
      if isWanted(json) { return json }
    }
    return nil
  }

  /// The answer to a request.
  func answer(to id: Int64, _ line: String) async throws -> JSON? {
    try send(line)
    return await next { $0["id"]?.intValue == id && $0["method"] == nil }
  }

  /// A call of a tool, in a session.
  func call(_ id: Int64, _ tool: String, _ arguments: String) async throws -> JSON? {
    try await answer(
      to: id,
      #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"\#(tool)","arguments":\#(arguments)}}"#
    )?["result"]
  }

  func begin(capabilities: String = "{}") async throws -> JSON? {
    let answer = try await answer(
      to: 1,
      #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":\#(capabilities),"clientInfo":{"name":"test","version":"1"}}}"#
    )
    try send(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)
    return answer?["result"]
  }

  /// Closes its input and gives its exit code.
  func close() async -> Int32 {
    try? input.close()
    for await status in exit { return status }
    return -1
  }
}
