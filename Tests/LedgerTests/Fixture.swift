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

/// A kind of store; every test of the conformance suites runs over all of them.
enum StoreKind: String, CaseIterable, Sendable {
  case sqlite
}

/// A ledger of its own, to be opened several times.
struct StoreFixture: Sendable {
  let directory: TemporaryDirectory
  var path: String { directory.file("state/lipflight/journal.sqlite") }

  init(_ kind: StoreKind = .sqlite) throws { directory = try TemporaryDirectory() }

  func open() async throws -> any LedgerStore { try await SQLiteLedger.open(path) }
}
