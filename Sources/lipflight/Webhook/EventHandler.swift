internal import Dispatch
internal import Foundation
internal import LipSync
internal import Synchronization

/// A command that is run for each event, with its body on standard input.
struct EventHandler: Sendable {
  /// What `/bin/sh` runs.
  let command: String
  /// How long it may take.
  let timeout: Duration

  /// Runs it for one event: exit code 0 means that the event is done with.
  func handle(_ message: WebhookMessage) async -> WebhookAnswer {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    var environment = ProcessInfo.processInfo.environment
    // What is signed with is none of its business.
    environment[SecretOptions.variable] = nil
    (environment["LIPFLIGHT_EVENT"], environment["LIPFLIGHT_EVENT_ID"]) = (message.name, message.id)
    process.environment = environment
    let input = Pipe()
    process.standardInput = input
    process.standardOutput = FileHandle.standardError
    let (ends, end) = AsyncStream.makeStream(of: WebhookAnswer.self, bufferingPolicy: .bufferingOldest(1))
    process.terminationHandler = { end.yield(Self.answer($0)) }
    do { try process.run() } catch { return .untaken("/bin/sh could not be run: \(error)") }
    let limit = Task { [timeout] in
      try await Task.sleep(for: timeout)
      end.yield(.untaken("the command was not done after \(timeout.inSeconds) s, and was ended"))
    }
    feed(Data(message.body), to: input.fileHandleForWriting)
    let answer = await withTaskCancellationHandler {
      for await first in ends { return first }
      return WebhookAnswer.interrupted
    } onCancel: {
      end.finish()
    }
    limit.cancel()
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    return answer
  }

  /// On a thread of its own: a command need not read what it is given.
  private func feed(_ body: Data, to handle: FileHandle) {
    DispatchQueue.global().async {
      try? handle.write(contentsOf: body)
      try? handle.close()
    }
  }

  private static func answer(_ process: Process) -> WebhookAnswer {
    guard process.terminationReason == .exit else {
      return .untaken("the command was ended by signal \(process.terminationStatus)")
    }
    let code = process.terminationStatus
    return code == 0 ? .taken : .untaken("the command ended with exit code \(code)")
  }
}

/// A value that one thread leaves for another.
final class Box<Value: Sendable>: Sendable {
  private let content = Mutex<Value?>(nil)
  var value: Value? { content.withLock { $0 } }
  func set(_ value: Value) { content.withLock { $0 = value } }
}
