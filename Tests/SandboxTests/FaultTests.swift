import Media
import TestSupport
import Testing
import Transfer

@testable import LipSync
@testable import Sandbox

/// Faults by name, met by the real client.
@Suite struct FaultTests {
  /// Runs a short job in a sandbox with a fault.
  private static func job(
    _ faults: String..., body: (SandboxFixture, LipSyncTask) async throws -> Void
  ) async throws {
    try await SandboxFixture.run {
      $0.faults = faults
    } _: { sandbox in
      let pair = try await sandbox.uploadPair(speech: MediaTime(1))
      let created = try await sandbox.service.create(
        videoURL: pair.video, audioURL: pair.audio, playbackType: .normal)
      try await body(sandbox, try await sandbox.wait(created.id))
      let files = try sandbox.directory.contents()
      #expect(files.contains("data"))
    }
  }

  @Test("lost-create-answer: one task is made, and found")
  func lostCreateAnswer() async throws {
    try await Self.job("lost-create-answer") { sandbox, task in
      #expect(task.status == .success)
      let quota = try await sandbox.service.remainingQuota()
      #expect(quota.hundredths == 100_000 - 1)
    }
  }

  @Test("create-error: the create is sent again once it is known that nothing was made")
  func createError() async throws {
    try await Self.job("create-error") { _, task in #expect(task.status == .success) }
  }

  @Test("task-failed, with a message of its own")
  func taskFailed() async throws {
    try await Self.job("task-failed=cosmic rays") { _, task in
      #expect(task.status == .failed && task.errorMessage == "cosmic rays" && task.resultURL == nil)
    }
  }

  @Test("both-filled: the status decides")
  func bothFilled() async throws {
    try await Self.job("both-filled") { _, task in
      #expect(task.status == .success && task.resultURL != nil && task.errorMessage == nil)
    }
    try await Self.job("both-filled", "task-failed") { _, task in
      #expect(task.status == .failed && task.resultURL == nil && task.errorMessage != nil)
    }
  }

  @Test("wrong-duration: the reported length is off by the value")
  func wrongDuration() async throws {
    try await Self.job("wrong-duration=2") { _, task in
      let reported = try #require(task.reportedDuration)
      #expect((reported - MediaTime(3)).magnitude <= MediaTime(1, 25))
    }
  }

  @Test("truncated-result: half of the bytes, as if they were all")
  func truncatedResult() async throws {
    try await Self.job("truncated-result") { sandbox, task in
      let result = try await sandbox.http.send(Request(url: try #require(task.resultURL)))
      let kept = DataDirectory.size(of: sandbox.directory.file("data/results/\(task.id).mp4"))
      #expect(result.status == 200 && Int64(result.body.count) == kept.map { $0 / 2 })
    }
  }

  @Test("missing-cover: the cover's URL leads nowhere")
  func missingCover() async throws {
    try await Self.job("missing-cover") { sandbox, task in
      let cover = try await sandbox.http.send(Request(url: try #require(task.coverURL)))
      #expect(cover.status == 404)
    }
  }

  @Test("expired-upload: the client asks for a new URL")
  func expiredUpload() async throws {
    try await Self.job("expired-upload") { _, task in #expect(task.status == .success) }
  }

  @Test("junk-body: the client looks again")
  func junkBody() async throws {
    try await Self.job("junk-body=2") { _, task in #expect(task.status == .success) }
  }

  @Test("no-lookup: a lost answer is left to the user")
  func noLookup() async throws {
    try await SandboxFixture.run {
      $0.faults = ["no-lookup", "lost-create-answer"]
    } _: { sandbox in
      let error = await #expect(throws: ServiceError.self) {
        try await sandbox.service.create(
          videoURL: "http://127.0.0.1:1/v", audioURL: "http://127.0.0.1:1/a", playbackType: .normal)
      }
      #expect(error?.code == .uncertain)
    }
  }

  @Test("stuck-processing: the wait gives up and says how to go on")
  func stuckProcessing() async throws {
    try await SandboxFixture.run {
      $0.faults = ["stuck-processing"]
    } _: { sandbox in
      let created = try await sandbox.service.create(
        videoURL: "http://127.0.0.1:1/v", audioURL: "http://127.0.0.1:1/a", playbackType: .normal)
      let error = await #expect(throws: ServiceError.self) {
        try await sandbox.service.wait(
          taskID: created.id, schedule: PollSchedule(interval: .milliseconds(20)), timeout: .milliseconds(200)
        )
      }
      #expect(error?.code == .gaveUp && error?.taskID == created.id)
    }
  }

  @Test("no-credits: code 18020, exit code 3")
  func noCredits() async throws {
    try await SandboxFixture.run {
      $0.faults = ["no-credits"]
    } _: { sandbox in
      let error = await #expect(throws: ServiceError.self) {
        try await sandbox.service.create(
          videoURL: "http://h/v", audioURL: "http://h/a", playbackType: .normal)
      }
      #expect(error?.code == .credits && error?.exitCode == .service)
    }
  }
}
