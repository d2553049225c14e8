import LipSync
import TestSupport

@testable import Ledger

/// Values for tests of stores.
enum Sample {
  static let account = ServiceAccount(service: "https://api.example", account: "0123456789ab")

  static func entry(
    _ id: String, job: String = "job", account: ServiceAccount = account,
    state: JournalEntry.State = .intended,
    task: String? = nil
  ) -> JournalEntry {
    JournalEntry(
      id: id, job: job, account: account, videoContent: ContentIdentity(text: "packets:1"),
      audioContent: ContentIdentity(text: "packets:2"), playbackType: .normalReverse, video: "v.mp4",
      audio: "a.wav", videoURL: .init(url: "https://assets/v", digest: "d1"),
      audioURL: .init(url: nil, digest: "d2"), state: state, taskID: task,
      intendedAt: UnixTime(1_700_000_000),
      estimate: Credits(hundredths: 12), quotaBefore: Credits(hundredths: 99_999))
  }
}

/// A ledger on a folder of its own.
struct StoreFixture: Sendable {
  let directory: TemporaryDirectory
  var path: String { directory.file("state/lipflight/journal.sqlite") }

  init() throws { directory = try TemporaryDirectory() }

  func open() async throws -> SQLiteLedger { try await SQLiteLedger.open(path) }
}
