import Foundation
import LipSync
import Testing

@testable import lipflight

@Suite("A command for each event")
struct EventHandlerTests {
  private let message = WebhookMessage(id: "evt_1", name: "e", body: Array("{}".utf8))

  /// As every command does: a handler that does not read its input is no reason to end.
  init() { signal(SIGPIPE, SIG_IGN) }

  @Test("What takes too long is ended with all that it started", .timeLimit(.minutes(1)))
  func group() async throws {
    try await withTemporaryDirectory { directory in
      let pipe = directory + "/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      // The end is read once nobody holds the pipe any more.
      async let held = Tool.run(program: "/bin/cat", [pipe])
      let handler = EventHandler(command: "sleep 600 > '\(pipe)' & wait", timeout: .milliseconds(300))
      let answer = await handler.handle(message)
      #expect(answer == .untaken("the command was not done after 0.3 s, and was ended"))
      let ending = try await held
      #expect(ending.status == 0)
    }
  }

  @Test("What it left running is ended, and how it ended is told")
  func endings() async throws {
    for (command, answer) in [
      ("exit 0", WebhookAnswer.taken), ("exit 3", .untaken("the command ended with exit code 3")),
      ("kill -9 $$", .untaken("the command was ended by signal 9 (killed)")),
      ("sleep 600 & exit 0", .taken),
    ] {
      #expect(await EventHandler(command: command, timeout: .seconds(60)).handle(message) == answer)
    }
  }

  @Test("A cancelled attempt says nothing of the event")
  func cancelled() async {
    let handler = EventHandler(command: "sleep 600", timeout: .seconds(600))
    let attempt = Task { await handler.handle(message) }
    attempt.cancel()
    #expect(await attempt.value == .interrupted)
  }
}
