import Foundation
import LipSync
import TestSupport
import Testing

@testable import LipSyncLedger

/// What is the embedded store's own: files.
@Suite struct SQLiteLedgerTests {
  @Test("The file is its owner's alone, and so is its directory")
  func permissions() async throws {
    let fixture = try StoreFixture()
    try await fixture.open().record(Sample.entry("one"))
    func mode(_ path: String) -> Int? {
      FileStatus(path: path)?.permissions
    }
    #expect(mode(fixture.path) == 0o600)
    #expect(mode(fixture.directory.file("state/lipflight")) == 0o700)
    for name in try FileManager.default.contentsOfDirectory(atPath: fixture.directory.file("state/lipflight"))
    {
      #expect(mode(fixture.directory.file("state/lipflight/" + name)) == 0o600, "\(name)")
    }
  }

  @Test("Eight processes' worth of openings at once make one ledger")
  func openings() async throws {
    let fixture = try StoreFixture()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask { try await fixture.open().record(Sample.entry("e\(number)")) }
      }
      try await group.waitForAll()
    }
    let count = try await fixture.open().entries(limit: 100).count
    #expect(count == 8)
  }

  @Test("A newer ledger, a damaged one and a place that cannot be written are refused with a remedy")
  func refusals() async throws {
    let fixture = try StoreFixture()
    _ = try await fixture.open()
    try SQLiteConnection(path: fixture.path, patience: .zero).use(nil) {
      _ = try $0.run("INSERT INTO grdb_migrations (identifier) VALUES ('99 from the future')", [])
    }
    let newer = await #expect(throws: JournalError.self) { try await fixture.open() }
    #expect(newer?.code == .newer)
    let junk = try fixture.directory.write(Array(repeating: 0x41, count: 8192), as: "junk.sqlite")
    let damaged = await #expect(throws: JournalError.self) { try await SQLiteLedger.open(junk) }
    #expect(damaged?.code == .damaged && damaged?.remedy.contains("use another") == true)
    #expect(damaged?.settings == [.journal])
    let nowhere = await #expect(throws: JournalError.self) {
      try await SQLiteLedger.open(junk + "/below/journal")
    }
    #expect(nowhere?.code == .unusable)
  }

  @Test("A full disk is told from a place that is wrong")
  func full() async throws {
    let fixture = try StoreFixture()
    _ = try await fixture.open()
    let failure = #expect(throws: SQLiteConnection.Failure.self) {
      try SQLiteConnection(path: fixture.path, patience: .zero).use(nil) {
        // No more pages than there are.
        _ = try $0.rows("PRAGMA max_page_count = 1", [])
        _ = try $0.run("CREATE TABLE more (x) ", [])
        _ = try $0.run("INSERT INTO more VALUES (zeroblob(1000000))", [])
      }
    }
    #expect(failure.map { JournalError($0, "s").code } == .full)
    #expect(JournalError(errno: ENOSPC, subject: "s", "m").code == .full)
    #expect(JournalError(errno: EACCES, subject: "s", "m").code == .unusable)
    let server = PostgresError(state: "53100", message: "no space left", isLost: false)
    #expect(server.journalError("s").code == .full)
  }
}
