import CSQLite
import Foundation
import LipSync
import TestSupport
import Testing

@testable import LipSyncLedger

/// Files that commit 1a1acd4 wrote, through GRDB: `Files/*.sql` are their dumps (`sqlite3 FILE .dump`).
@Suite struct EarlierFilesTests {
  /// A database with the contents of a dump, as SQLite itself makes it.
  private func restore(_ name: String, in directory: TemporaryDirectory) throws -> String {
    let dump = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Files/\(name).sql")
    let path = directory.file("\(name).sqlite")
    var database: OpaquePointer?
    #expect(sqlite3_open(path, &database) == SQLITE_OK)
    defer { sqlite3_close(database) }
    let sql = "PRAGMA journal_mode = WAL;" + (try String(contentsOf: dump, encoding: .utf8))
    try #require(sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK)
    return path
  }

  @Test("A journal opens with its payment and its uploads, and takes more")
  func journal() async throws {
    let directory = try TemporaryDirectory()
    let path = try restore("journal-1a1acd4", in: directory)
    let ledger = try await SQLiteLedger.open(path)
    let entries = try await ledger.entries(limit: 10)
    let entry = try #require(entries.first)
    #expect(entries.count == 1 && entry.id == "f2927d1aa1e8" && entry.state == .success)
    #expect(entry.taskID == "0350f4ff-8783-41e2-81eb-0594872c64f7")
    #expect(entry.charged == Credits(hundredths: 10) && entry.quotaBefore == Credits(hundredths: 100_000))
    #expect(entry.intendedAt == UnixTime(1_796_049_893))
    let upload = try await ledger.upload(of: entry.videoContent, at: entry.account)
    #expect(upload?.bytes == 107_355 && upload?.isStored == true)
    try await ledger.record(Sample.entry("after"))
    let again = try await SQLiteLedger.open(path).entries(limit: 10)
    #expect(again.map(\.id) == ["after", "f2927d1aa1e8"])
  }

  @Test("A ledger opens with its batch and its jobs, and its failed job can be tried again")
  func ledger() async throws {
    let directory = try TemporaryDirectory()
    let ledger = try await SQLiteLedger.open(try restore("ledger-1a1acd4", in: directory))
    let batch = try #require(try await ledger.batch("6c3eef8a843c"))
    #expect(batch.name == "m.csv")
    let jobs = try await ledger.jobs(batch.id, after: 0, limit: 10, states: nil)
    #expect(jobs.map(\.row.id) == ["one", "two", "three"])
    #expect(jobs.map(\.state) == [.verified, .verified, .setAside])
    #expect(jobs.map(\.charged) == [Credits(hundredths: 10), nil, nil])
    #expect(jobs[2].error == "file.missing: There is no file at /videos/missing.mp4.")
    #expect(jobs.allSatisfy { $0.rule == nil }, "errors of then have their rule in their words alone")
    #expect(try await ledger.retry(batch.id, states: [.setAside], ids: nil) == 1)
    let claims = try await ledger.claim(batch.id, worker: "w", limit: 5, lease: .seconds(60))
    #expect(claims.claims.map(\.job.row.id) == ["three"])
  }
}
