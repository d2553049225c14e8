import Foundation
import LipSyncLedger
import LipSyncMedia
import LipSyncTransfer
import Synchronization
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox

/// A worker that was cut off from its journal sends no create: somebody else may have the job by now.
@Suite struct LostTurnTests {
  /// A journal of which turns are lost as soon as they are had, or end so soon.
  private struct Stalled: Journal {
    let journal: SQLiteLedger
    let holds: @Sendable (Duration) throws(JournalError) -> ContinuousClock.Instant?

    private struct Turn: JournalTurn {
      let turn: any JournalTurn
      let holds: @Sendable (Duration) throws(JournalError) -> ContinuousClock.Instant?
      func hold(for duration: Duration) async throws(JournalError) -> ContinuousClock.Instant? {
        try holds(duration)
      }
      func release() { turn.release() }
    }

    var remembers: Bool { true }
    func turn(on name: String, onWait: @Sendable () -> Void) async throws -> any JournalTurn {
      Turn(turn: try await journal.turn(on: name, onWait: onWait), holds: holds)
    }
    func entries(job: String) async throws(JournalError) -> [JournalEntry] {
      try await journal.entries(job: job)
    }
    func entries(limit: Int) async throws(JournalError) -> [JournalEntry] {
      try await journal.entries(limit: limit)
    }
    func entry(task: String, at account: ServiceAccount) async throws(JournalError) -> JournalEntry? {
      try await journal.entry(task: task, at: account)
    }
    func record(_ entry: JournalEntry) async throws(JournalError) { try await journal.record(entry) }
    func upload(of content: ContentIdentity, at account: ServiceAccount) async throws(JournalError)
      -> UploadEntry?
    { try await journal.upload(of: content, at: account) }
    func record(_ upload: UploadEntry) async throws(JournalError) { try await journal.record(upload) }
    func admit(_ account: String, limit: Int, window: Duration) async -> Duration? { nil }
  }

  @Test(
    "A turn that is lost, or ends too soon, costs nothing; the next one pays once", arguments: [true, false])
  func lost(isTaken: Bool) async throws {
    try await SandboxFixture.run { sandbox in
      let video = try sandbox.directory.write(
        await onBlockingThread { try Fixtures.video(width: 96, height: 64, audio: .tone()) }, as: "clip.mp4")
      let audio = try sandbox.directory.write(
        await onBlockingThread { try Fixtures.audio(seconds: MediaTime(2)) }, as: "speech.wav")
      let ledger = try await SQLiteLedger.open(sandbox.directory.file("journal"))
      let request = CheckRequest(
        video: .file(path: video), audio: .file(path: audio), playbackType: .normalReverse)
      func submit(_ journal: any Journal) async throws -> JobReport {
        try await Job(
          service: sandbox.service, inspector: Inspector(client: sandbox.http), journal: journal
        ).submit(request)
      }
      let asked = Mutex<Duration?>(nil)
      let stalled = Stalled(journal: ledger) { (duration) throws(JournalError) in
        asked.withLock { $0 = duration }
        if isTaken { throw JournalError(.busy, subject: "db", message: "gave this job to another worker.") }
        return .now + .seconds(1)
      }
      let error = await #expect(throws: ServiceError.self) { try await submit(stalled) }
      #expect(error?.code == .unreachable && error?.mayHavePaid == false, "\(String(describing: error))")
      #expect(error?.message.contains("nothing is paid") == true)
      // Held for longer than the answer is waited for.
      #expect(asked.withLock { $0 } == Defaults.localCreateTimeout + Defaults.createMargin)
      #expect(try await ledger.entries(limit: 9).map(\.state) == [.refused])
      func tasks() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: sandbox.directory.file("data/tasks")).count {
          $0.hasSuffix(".json")
        }
      }
      #expect(try tasks() == 0)
      #expect(try await !submit(ledger).isReused)
      #expect(try tasks() == 1)
    }
  }
}
