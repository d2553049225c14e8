import LipSyncMedia
import LipSyncTransfer
import Synchronization
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox

/// Which client a job speaks through: one for all, unless the service has one of its own.
@Suite(.timeLimit(.minutes(5))) struct JobClientTests {
  @Test("A job at a service has one client, whose policy bounds all, and the journal's rate limit")
  func one() async throws {
    try await SandboxFixture.run { sandbox in
      let inspector = Inspector(client: sandbox.http)
      let job = Job(at: sandbox.service.configuration, inspector: inspector, journal: NoJournal())
      #expect(job.service.client === sandbox.http)
      // Whoever remembers nothing keeps the rate limit for himself all the same.
      #expect(job.service.gate is LocalPostGate)
      let strict = Job(
        at: sandbox.service.configuration, inspector: Inspector(client: HTTPClient(policy: .publicOnly)),
        journal: NoJournal())
      let error = await #expect(throws: ServiceError.self) { try await strict.wait(taskID: "t") }
      #expect((error?.cause as? TransferError)?.code == .forbiddenAddress)
    }
  }

  @Test("Where the service has a client of its own, results come by the inspector's, within its policy")
  func two() async throws {
    try await SandboxFixture.run { sandbox in
      let pair = try await sandbox.uploadPair()
      let id = try await sandbox.service.create(
        videoURL: pair.video, audioURL: pair.audio, playbackType: .normal
      ).id
      let job = Job(
        service: sandbox.service, inspector: Inspector(client: HTTPClient(policy: .publicOnly)),
        journal: NoJournal())
      let patience = Job.Patience(schedule: PollSchedule(interval: .milliseconds(500)))
      let stopped = await #expect(throws: JobInterruption.self) {
        try await job.fetch(taskID: id, into: sandbox.directory.file("out"), patience: patience)
      }
      #expect((stopped?.cause as? TransferError)?.code == .forbiddenAddress)
      #expect(stopped?.isCancellation == false && stopped?.report.task?.status == .success)
    }
  }

  @Test("A task that was waited for is not asked for again before its result is brought home")
  func waitedFor() async throws {
    try await SandboxFixture.run { sandbox in
      let pair = try await sandbox.uploadPair()
      let id = try await sandbox.service.create(
        videoURL: pair.video, audioURL: pair.audio, playbackType: .normal
      ).id
      let looks = Mutex(0)
      let job = Job(
        service: sandbox.service, inspector: Inspector(client: sandbox.http), journal: NoJournal()
      ) { if case .waiting = $0 { looks.withLock { $0 += 1 } } }
      let patience = Job.Patience(schedule: PollSchedule(interval: .milliseconds(500)))
      let task = try await job.wait(taskID: id, patience: patience)
      let before = looks.withLock { $0 }
      let report = try await job.fetch(task, into: sandbox.directory.file("out"))
      #expect(report.task == task && report.verification != nil)
      #expect(looks.withLock { $0 } == before)
    }
  }
}
