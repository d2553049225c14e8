import Foundation
import LipSyncLedger
import LipSyncMedia
import LipSyncTransfer
import Synchronization
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox

/// A journal that somebody deletes or empties in the middle of a job, and the same job again: one bill or none, never in silence.
@Suite(.timeLimit(.minutes(10))) struct LostJournalJobTests {
  /// What is done to the files.
  enum Deed: String, CaseIterable, Sendable {
    case database, databaseAlone, all, turns, emptied

    func apply(to path: String) throws {
      switch self {
      case .database: for ending in ["", "-wal", "-shm"] { unlink(path + ending) }
      case .databaseAlone: unlink(path)
      case .all: for ending in ["", "-wal", "-shm", "-turns"] { unlink(path + ending) }
      case .turns: unlink(path + "-turns")
      case .emptied: try FileHandle(forWritingTo: URL(fileURLWithPath: path)).truncate(atOffset: 0)
      }
    }
  }

  /// When it is done.
  enum Moment: String, CaseIterable, Sendable {
    /// During the uploads.
    case beforeCreate
    /// While the service works at the create.
    case duringCreate
  }

  @Test("One bill or none", arguments: Deed.allCases, Moment.allCases)
  func once(_ deed: Deed, _ moment: Moment) async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("state/journal.sqlite")
    let pace = TestPace()
    let billing = BillingService([], pace: pace, directory: directory)
    let address = Mutex("")
    let isDone = Mutex(false)
    let service = try await ScriptedService.start(clock: { pace.date }) { request, before in
      let last = request.path.last ?? ""
      let isMoment =
        moment == .beforeCreate ? request.method == "PUT" : last == "create_lip_sync_video"
      if isMoment,
        isDone.withLock({ was in
          defer { was = true }
          return !was
        })
      {
        try? deed.apply(to: path)
      }
      return billing.answer(request, before, at: address.withLock { $0 })
    }
    address.withLock { $0 = service.baseURL }
    let video = try directory.write(
      await onBlockingThread { try Fixtures.video(width: 96, height: 64, audio: .tone()) }, as: "clip.mp4")
    let audio = try directory.write(
      await onBlockingThread { try Fixtures.audio(seconds: MediaTime(2)) }, as: "speech.wav")
    /// The same command, as a process of its own would run it; the words of what went wrong.
    func run() async -> (isPaid: Bool, isReused: Bool, trouble: [String]) {
      let trouble = Mutex<[String]>([])
      do {
        let http = HTTPClient(policy: .privateAllowed)
        let client = ServiceClient(
          ServiceConfiguration(baseURL: service.baseURL, apiKey: Redacted("key-of-the-test")), client: http,
          retry: .standard, pace: pace.pace)
        let job = Job(
          service: client, inspector: Inspector(client: http), journal: try await SQLiteLedger.open(path)
        ) { if case .journalTrouble(let error) = $0 { trouble.withLock { $0.append(error.message) } } }
        let report = try await job.submit(
          CheckRequest(video: .file(path: video), audio: .file(path: audio), playbackType: .normalReverse))
        return (report.task != nil, report.isReused, trouble.withLock { $0 })
      } catch {
        return (false, false, trouble.withLock { $0 } + ["\(error)"])
      }
    }
    let first = await run()
    #expect(isDone.withLock { $0 })
    // Locks of the turn's file alone protect nothing that is under way already.
    if deed != .turns || moment == .beforeCreate { #expect(!first.trouble.isEmpty, "in silence") }
    #expect(first.isPaid == (moment == .duringCreate), "\(first.trouble)")
    let second = await run()
    #expect(billing.billed <= 1, "\(second.trouble)")
    if moment == .duringCreate, deed != .emptied { #expect(second.isReused, "\(second.trouble)") }
    if !second.isPaid { #expect(!second.trouble.isEmpty) }
    await service.stop()
    withExtendedLifetime(directory) {}
  }
}
