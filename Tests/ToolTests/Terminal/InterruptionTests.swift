import Foundation
import Testing

@testable import LipSync
@testable import lipflight

@Suite("An interrupted command", .timeLimit(.minutes(2)))
struct InterruptionTests {
  @Test(
    "Ends in 130 while sources are looked at, and judges nothing", arguments: ["probe", "check", "estimate"])
  func looking(_ command: String) async throws {
    let host = try SilentHost()
    let url = "http://127.0.0.1:\(host.port)/clip.mp4"
    let more = command == "probe" ? [] : [Tool.speech]
    let outcome = try await Tool.interrupted(
      [command, url] + more + ["--allow-private"], onceConnectedTo: host)
    #expect(outcome.status == ExitStatus.interrupted.rawValue, "\(outcome.out)\(outcome.err)")
    #expect(outcome.err.contains("Interrupted."))
    #expect(!outcome.out.contains("link."), "\(outcome.out)")
  }

  @Test("Ends in 130 while a job's sources are checked; nothing is submitted")
  func checking() async throws {
    try await withSandbox { baseURL in
      let host = try SilentHost()
      let outcome = try await Tool.interrupted(
        ["submit", "http://127.0.0.1:\(host.port)/clip.mp4", Tool.speech, "--allow-private", "--json"],
        environment: ["JOGG_BASE_URL": baseURL, "JOGG_API_KEY": "any"], onceConnectedTo: host)
      #expect(outcome.status == ExitStatus.interrupted.rawValue, "\(outcome.out)\(outcome.err)")
      let document = try outcome.document()
      #expect(document.string("verdict") == "fail")
      #expect(document.isNull("task.task_id"))
      #expect(!outcome.err.contains("created"))
    }
  }

  @Test("Names the paid task and cleans up where the work does not heed the signal")
  func unheeded() async throws {
    let result = await #expect(
      processExitsWith: .exitCode(130),
      observing: [\.standardOutputContent, \.standardErrorContent]
    ) {
      try await Deaf.start()
    }
    let words = try #require(result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) })
    #expect(words.contains("Interrupted; task task-4711 continues at the service."), "\(words)")
    #expect(words.contains("lipflight fetch task-4711 -o DIR"))
    let said = try #require(result.map { String(decoding: $0.standardOutputContent, as: UTF8.self) })
    let scratch = said.split(separator: "\n").first { $0.contains("/lipflight-") }
    #expect(!FileManager.default.fileExists(atPath: String(try #require(scratch))))
  }

  @Test("The document tells of the task as it was last seen, and whether it was new")
  func document() {
    let task = LipSyncTask(id: "task-1", status: .processing, createdAt: 1_700_000_000)
    let failure = Failure(
      CancellationError(), interrupted: true,
      currentTask: CurrentTask(id: "task-1", task: task, isReused: true))
    let document = TaskDocument.json(failure, taskID: nil)["task"]
    #expect(document?["status"]?.stringValue == "processing")
    #expect(document?["created_at"]?.intValue == 1_700_000_000)
    #expect(document?["reused"]?.text == "true")
    #expect(failure.status == .interrupted)
  }

  @Test("How a paid task is taken up again is said once", arguments: ServiceError.Code.allCases)
  func resuming(code: ServiceError.Code) {
    let cause = ServiceError(
      code, operation: .wait, subject: "t-1", message: "m.", remedy: "R.", taskID: "t-1")
    let report = JobReport(task: LipSyncTask(id: "t-1", status: .processing))
    let failure = Failure(JobInterruption(report: report, cause: cause), interrupted: false)
    #expect(failure.remedy?.ranges(of: "lipflight fetch t-1 -o DIR").count == 1, "\(failure.remedy ?? "")")
    #expect(failure.remedy?.hasPrefix("R.") == true && failure.taskID == "t-1")
  }

  @Test("Interrupted, a create alone keeps its own words", arguments: ServiceError.Operation.allCases)
  func ownWords(operation: ServiceError.Operation) {
    let error = ServiceError(.cancelled, operation: operation, subject: "s", message: "m.", remedy: "R.")
    let failure = Failure(error, interrupted: true)
    #expect(failure.status == .interrupted)
    #expect((failure.message == "s: m." && failure.remedy == "R.") == (operation == .create))
  }

  @Test("A job that was cancelled after its payment says how to resume, and ends in 130")
  func paidJob() {
    let task = LipSyncTask(id: "task-1", status: .processing)
    for isSignal in [true, false] {
      let failure = Failure(
        JobInterruption(report: JobReport(task: task), cause: CancellationError()), interrupted: isSignal)
      #expect(failure.status == .interrupted && failure.task == task)
      #expect(failure.message.hasPrefix("Interrupted"))
      #expect(failure.remedy?.contains("lipflight fetch task-1 -o DIR") == true)
    }
  }

  @Test("Another task's state is not taken for the failed one's")
  func otherTask() {
    let error = ServiceError(
      .gaveUp, operation: .wait, subject: "b", message: "late", remedy: "wait", taskID: "b")
    let failure = Failure(
      error, interrupted: false,
      currentTask: CurrentTask(id: "a", task: LipSyncTask(id: "a", status: .success)))
    #expect(failure.taskID == "b")
    #expect(failure.task == nil)
  }
}

/// A host that takes connections and never answers.
final class SilentHost: Sendable {
  let port: UInt16
  /// One element for each connection.
  let connections: AsyncStream<Int32>
  private let descriptor: Int32

  init() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, length) == 0 && listen(descriptor, 8) == 0
          ? getsockname(descriptor, address, &length) : -1
      }
    }
    try #require(result == 0)
    port = UInt16(bigEndian: address.sin_port)
    self.descriptor = descriptor
    let (connections, arrive) = AsyncStream.makeStream(of: Int32.self)
    self.connections = connections
    Thread {
      var taken: [Int32] = []
      while case let connection = accept(descriptor, nil, nil), connection >= 0 {
        taken.append(connection)
        arrive.yield(connection)
      }
      for connection in taken { close(connection) }
    }.start()
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }
}

extension Tool {
  /// Runs the tool and interrupts it once it has connected to a host.
  static func interrupted(
    _ arguments: [String], environment: [String: String] = [:], onceConnectedTo host: SilentHost
  ) async throws -> Outcome {
    try await withTemporaryDirectory { directory in
      async let outcome = run(
        program: "/bin/bash",
        ["-c", "\"$0\" \"$@\" & echo $! > part; mv part pid; wait $!", path] + arguments,
        environment: environment, in: directory)
      for await _ in host.connections { break }
      // The name is there before the tool has connected anywhere, or a moment after.
      while !FileManager.default.fileExists(atPath: directory + "/pid") { await Task.yield() }
      let text = try String(contentsOfFile: directory + "/pid", encoding: .utf8)
      kill(try #require(pid_t(text.trimmingCharacters(in: .newlines))), SIGINT)
      return try await outcome
    }
  }
}
