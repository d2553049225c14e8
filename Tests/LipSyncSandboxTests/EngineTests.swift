import LipSyncMedia
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox

/// Another program in place of the sandbox's renderer.
@Suite(.timeLimit(.minutes(20))) struct EngineTests {
  private static func job(
    _ command: String, timeout: Duration = .seconds(600),
    _ body: (SandboxFixture, LipSyncTask) async throws -> Void
  ) async throws {
    try await SandboxFixture.run {
      $0.engine = Engine(command: command, timeout: timeout)
    } _: { sandbox in
      let pair = try await sandbox.uploadPair(speech: MediaTime(2))
      let created = try await sandbox.service.create(
        videoURL: pair.video, audioURL: pair.audio, playbackType: .normalReverse)
      try await body(sandbox, try await sandbox.wait(created.id))
    }
  }

  private static let loop =
    #"f() { ffmpeg -v error -y -stream_loop -1 -i "$1" -i "$2" -map 0:v -map 1:a -t "$T" -preset ultrafast "$3"; }; f"#

  @Test("Its output is the result; the plan is at hand")
  func output() async throws {
    let command =
      #"T=2; grep -q '"playback_type":"normal_reverse","output_seconds":2,' "$4" || exit 9; "# + Self.loop
    try await Self.job(command) { sandbox, task in
      #expect(task.status == .success, "\(task.errorMessage ?? "")")
      #expect(abs((task.reportedDuration?.seconds ?? 0) - 2) < 0.1)
      let left = try sandbox.directory.contents()
      #expect(left.contains("data"))
    }
  }

  /// Engines that are of no use, and what the task says of each.
  static let useless: [(command: String, words: String)] = [
    ("echo 'out of memory' >&2; exit 3; :", "engine: exit code 3 (out of memory)"),
    ("kill -11 $$; :", "engine: ended by signal 11"), ("true", "engine: its output cannot be read"),
    ("sleep 600; :", "engine: not done after 0.5 s"),
    ("f() { cp \"$1\" \"$3\"; }; f", "engine: its output lasts 1 s, the plan 2 s"),
    ("no-such-program-at-all", "engine: exit code 127"),
  ]

  @Test("What it does wrong fails the task, in words", arguments: useless.indices)
  func failures(index: Int) async throws {
    let (command, words) = Self.useless[index]
    try await Self.job(command, timeout: words.contains("0.5") ? .milliseconds(500) : .seconds(600)) {
      _, task in
      #expect(
        task.status == .failed && task.errorMessage?.hasPrefix(words) == true, "\(task.errorMessage ?? "")")
    }
  }
}
