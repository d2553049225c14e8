import LipSync
import TestSupport
import Testing

@testable import LipSyncLedger

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
enum StoreKind: String, Sendable, CustomTestStringConvertible {
  case sqlite, postgres

  /// Those that can be had here.
  static let all: [StoreKind] = [.sqlite] + (PostgresServer.isInstalled ? [.postgres] : [])

  var testDescription: String { rawValue }
}

/// Tells that half of the conformance suites is missing, where it is.
@Suite struct StoreKindTests {
  @Test(
    "PostgreSQL takes part in the conformance suites",
    .enabled(
      if: PostgresServer.isInstalled,
      "PostgreSQL is not installed: its half of the conformance suites is skipped"))
  func postgres() throws {
    #expect(StoreKind.all == [.sqlite, .postgres])
  }
}

/// A ledger of its own, to be opened several times.
struct StoreFixture: Sendable {
  let directory: TemporaryDirectory
  /// The database; nil for a file.
  let url: String?
  var path: String { directory.file("state/lipflight/journal.sqlite") }

  init(_ kind: StoreKind = .sqlite) throws {
    directory = try TemporaryDirectory()
    url = kind == .postgres ? try PostgresServer.shared().database() : nil
  }

  func open() async throws -> any LedgerStore {
    try await LedgerPlace.open(url ?? path)
  }
}
