import Foundation
import LipSync
import LipSyncMedia
import TestSupport
import Testing

/// `kill -9` at any moment between the steps of a job, and the same command again: one task, one upload each.
@Suite("A crash pays nothing twice", .timeLimit(.minutes(60)))
struct CrashTests {
  /// Steps of `CrashPoint`; a step that is missing there is never reached, and the first run would not die.
  private static let steps = [
    "quota-read", "checked", "turn-taken", "upload-announced", "upload-announcement-noted", "upload-sent",
    "upload-noted", "intent-noted", "create-answered", "looking", "task-noted", "waited", "proved",
  ]
  /// What leads to a step that is not on every job's way.
  private static let faults = [
    "looking": ["--fault", "lost-create-answer=1000", "--fault", "late-lookup=1"]
  ]
  private static let isSoak = ProcessInfo.processInfo.environment["LIPFLIGHT_SOAK"] == "1"

  /// What the sandbox holds.
  private struct Held: Equatable {
    var tasks = 0
    var uploads = 0

    init(_ data: String) throws {
      let manager = FileManager.default
      tasks = try manager.contentsOfDirectory(atPath: data + "/tasks").count { $0.hasSuffix(".json") }
      for name in try manager.contentsOfDirectory(atPath: data + "/assets") where name.hasSuffix(".json") {
        let record = try String(contentsOfFile: data + "/assets/" + name, encoding: .utf8)
        if !record.contains("\"bytes\":null") { uploads += 1 }
      }
    }
  }

  @Test("At every step", arguments: steps)
  func atStep(_ step: String) async throws {
    try await Self.withPair { directory in
      try await withSandbox(["--data", directory + "/data"] + Self.faults[step, default: []]) { baseURL in
        for round in 0..<(Self.isSoak ? 10 : 1) {
          let before = try Held(directory + "/data")
          var environment = [
            "JOGG_BASE_URL": baseURL, "JOGG_API_KEY": "any", "XDG_STATE_HOME": directory + "/state-\(round)",
            "LIPFLIGHT_CRASH_AT": step,
          ]
          let died = try await Self.job(directory, environment)
          #expect(died.status == 9, "\(step): \(died.status) \(died.err)")
          environment["LIPFLIGHT_CRASH_AT"] = nil
          try await Self.finish(directory, environment, before, "at \(step)")
        }
      }
    }
  }

  @Test("At any moment, the service being slow")
  func anyMoment() async throws {
    try await Self.withPair { directory in
      try await withSandbox("--data", directory + "/data", "--fault", "slow-answer=30") { baseURL in
        let rounds = Self.isSoak ? 100 : 8
        for round in 0..<rounds {
          let before = try Held(directory + "/data")
          let environment = [
            "JOGG_BASE_URL": baseURL, "JOGG_API_KEY": "any", "XDG_STATE_HOME": directory + "/state-\(round)",
            "MOMENT": String(0.04 + 0.60 * Double(round) / Double(rounds)),
          ]
          let script = #""$0" "$@" & pid=$!; sleep $MOMENT; kill -9 $pid; wait $pid; exit 0"#
          _ = try await Tool.run(
            program: "/bin/bash", ["-c", script, Tool.path] + Self.arguments("run", directory),
            environment: environment)
          try await Self.finish(directory, environment, before, "after \(environment["MOMENT"] ?? "") s")
        }
      }
    }
  }

  /// A directory with a second of video and two of speech: what is waited for is the tool.
  private static func withPair(_ body: (String) async throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
      let (clip, speech) = try await onBlockingThread {
        (
          try Fixtures.video(width: 96, height: 64, audio: .tone()), try Fixtures.audio(seconds: MediaTime(2))
        )
      }
      try Data(clip).write(to: URL(fileURLWithPath: directory + "/clip.mp4"))
      try Data(speech).write(to: URL(fileURLWithPath: directory + "/speech.wav"))
      try await body(directory)
    }
  }

  /// The sandbox shows a task at once: it need not be looked for as long as at the service.
  private static func arguments(_ command: String, _ directory: String) -> [String] {
    [command, directory + "/clip.mp4", directory + "/speech.wav", "--allow-private", "--lookup-time", "10"]
      + (command == "run" ? ["-o", directory + "/out", "--poll-interval", "0.05"] : []) + ["--json"]
  }

  private static func job(
    _ directory: String, _ environment: [String: String], _ command: String = "run"
  ) async throws -> Tool.Outcome {
    try await Tool.run(program: Tool.path, arguments(command, directory), environment: environment)
  }

  /// The same command again, and what the sandbox has seen of both.
  private static func finish(
    _ directory: String, _ environment: [String: String], _ before: Held, _ moment: String
  ) async throws {
    let outcome = try await job(directory, environment)
    #expect(outcome.status == 0, "\(moment): \(outcome.err)")
    let after = try Held(directory + "/data")
    #expect(after.tasks - before.tasks == 1, "\(moment)")
    #expect(after.uploads - before.uploads == 2, "\(moment)")
    let last = try await job(directory, environment, "submit")
    #expect(try last.document()["task.reused"] as? Bool == true, "\(moment)")
  }
}
