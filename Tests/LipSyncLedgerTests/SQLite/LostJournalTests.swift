import Foundation
import LipSync
import TestSupport
import Testing

@testable import LipSyncLedger

/// A journal that is deleted, replaced or emptied: nothing new is begun, and what is paid is not forgotten.
@Suite struct LostJournalTests {
  /// The endings of the files that a ledger has.
  private static let database = ["", "-wal", "-shm"]

  private static func delete(_ fixture: StoreFixture, _ endings: [String]) throws {
    for ending in endings where FileManager.default.fileExists(atPath: fixture.path + ending) {
      try FileManager.default.removeItem(atPath: fixture.path + ending)
    }
  }

  private static func truncate(_ path: String) throws {
    try FileHandle(forWritingTo: URL(fileURLWithPath: path)).truncate(atOffset: 0)
  }

  @Test(
    "An intent is not written to a file that is not at its path",
    arguments: [[""], database, database + ["-turns"]])
  func intent(_ endings: [String]) async throws {
    let fixture = try StoreFixture()
    let store = try await fixture.open()
    try Self.delete(fixture, endings)
    let error = await #expect(throws: JournalError.self) { try await store.record(Sample.entry("one")) }
    #expect(error?.code == .lost && error?.message.contains("no file is at that path") == true)
    #expect(error?.exitCode == .usage)
    #expect(!FileManager.default.fileExists(atPath: fixture.path), "there was nothing to keep")
    await #expect(throws: JournalError.self) { try await store.turn(on: "job") {} }
    #expect(await store.admit("a", limit: 1, window: .seconds(1)) == nil)
  }

  @Test(
    "What was paid is written into the file that comes after, and its error says so",
    arguments: [[""], database, database + ["-turns"]])
  func outcome(_ endings: [String]) async throws {
    let fixture = try StoreFixture()
    let store = try await fixture.open()
    try await store.record(Sample.entry("one", job: "first", state: .success, task: "t1"))
    var entry = Sample.entry("two", job: "second")
    try await store.record(entry)
    try Self.delete(fixture, endings)
    (entry.state, entry.taskID) = (.created, "t2")
    let created = entry
    let error = await #expect(throws: JournalError.self) { try await store.record(created) }
    #expect(error?.code == .lost && error?.message.contains("2 payments") == true, "\(error?.message ?? "")")
    let next = try await fixture.open()
    #expect(try await next.entries(limit: 9).map(\.taskID) == ["t2", "t1"])
    #expect(try await next.entries(limit: 9).map(\.state) == [.created, .success])
    // The next one begins where this one ended.
    try await next.record(Sample.entry("three"))
    await #expect(throws: JournalError.self) { try await store.record(Sample.entry("four")) }
  }

  @Test("A file that another process made meanwhile takes up what the deleted one held")
  func heirOfAnother() async throws {
    let fixture = try StoreFixture()
    let store = try await fixture.open()
    try await store.record(Sample.entry("one", state: .created, task: "t1"))
    try Self.delete(fixture, Self.database + ["-turns"])
    let next = try await fixture.open()
    try await next.record(Sample.entry("two", state: .created, task: "t2"))
    let error = await #expect(throws: JournalError.self) { try await store.entries(limit: 9) }
    #expect(error?.message.contains("another file") == true)
    #expect(try await Set(next.entries(limit: 9).map(\.taskID)) == ["t1", "t2"])
  }

  @Test("A database that is gone while its file of turns knows of payments is not taken for a new one")
  func goneBetweenRuns() async throws {
    for isEmptied in [false, true] {
      let fixture = try StoreFixture()
      let store = try await fixture.open()
      try await store.record(Sample.entry("one"))
      // SQLite writes to the file once more when it is closed.
      await store.close()
      if isEmptied { try Self.truncate(fixture.path) } else { try Self.delete(fixture, Self.database) }
      let error = await #expect(throws: JournalError.self) { try await fixture.open() }
      #expect(error?.code == .lost && error?.message.contains("0 bytes") == true)
      #expect(error?.remedy.contains("-turns") == true)
      try Self.delete(fixture, Self.database + ["-turns"])
      #expect(try await fixture.open().entries(limit: 9).isEmpty)
    }
  }

  @Test("Where nothing was ever paid, nothing is lost")
  func goneUnused() async throws {
    let fixture = try StoreFixture()
    _ = try await fixture.open()
    try Self.delete(fixture, Self.database)
    #expect(try await fixture.open().entries(limit: 9).isEmpty)
  }

  @Test("A journal that is emptied under a run takes no intent")
  func emptied() async throws {
    let fixture = try StoreFixture()
    let store = try await fixture.open()
    try await store.record(Sample.entry("one"))
    try Self.truncate(fixture.path)
    let error = await #expect(throws: JournalError.self) { try await store.record(Sample.entry("two")) }
    #expect(error?.code == .lost && error?.message.contains("emptied") == true)
  }

  @Test("Another journal at the same path is another one")
  func replaced() async throws {
    let (fixture, other) = (try StoreFixture(), try StoreFixture())
    for each in [fixture, other] {
      let store = try await each.open()
      try await store.record(Sample.entry("one"))
      await store.close()
    }
    try Self.delete(fixture, Self.database)
    try FileManager.default.copyItem(atPath: other.path, toPath: fixture.path)
    let error = await #expect(throws: JournalError.self) { try await fixture.open() }
    #expect(error?.code == .lost && error?.message.contains("another one") == true)
  }

  @Test("A turn on a file of turns that was deleted holds nobody off, and says so")
  func turns() async throws {
    let fixture = try StoreFixture()
    let store = try await fixture.open()
    let turn = try await store.turn(on: "job") {}
    _ = try await turn.hold(for: .seconds(1))
    try Self.delete(fixture, ["-turns"])
    let error = await #expect(throws: JournalError.self) { try await turn.hold(for: .seconds(1)) }
    #expect(error?.code == .lost && error?.message.contains("file of turns") == true)
    let next = try await store.turn(on: "job") { Issue.record("nobody has it") }
    _ = try await next.hold(for: .seconds(1))
  }

  @Test("Who waited for a turn on a file that is gone has one on the file that is there")
  func waitedTurn() async throws {
    let fixture = try StoreFixture()
    let store = try await fixture.open()
    let first = try await store.turn(on: "job") {}
    let (waits, waited) = AsyncStream<Void>.makeStream()
    async let second = store.turn(on: "job") { waited.yield() }
    for await _ in waits { break }
    try Self.delete(fixture, ["-turns"])
    first.release()
    _ = try await second.hold(for: .seconds(1))
  }

  @Test("Another program's database gets no tables of ours")
  func foreign() async throws {
    for sql in [
      "CREATE TABLE song (x)", "CREATE TABLE grdb_migrations (identifier TEXT); CREATE TABLE song (x)",
    ] {
      let fixture = try StoreFixture()
      let path = fixture.directory.file("songs.sqlite")
      try SQLiteConnection(path: path, patience: .zero).use(nil) { try $0.handle.run(sql) }
      let before = try Data(contentsOf: URL(fileURLWithPath: path))
      let error = await #expect(throws: JournalError.self) { try await SQLiteLedger.open(path) }
      #expect(error?.code == .damaged && error?.message.contains("another program") == true)
      #expect(error?.message.contains("song") == true)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }
    let ours: Set<String> = ["grdb_migrations", "payment", "upload", "post"]
    for (application, tables, isOurs) in [
      (Int64(0), Set<String>(), true), (0, ["grdb_migrations"], true), (0, ours, true), (7, [], false),
      (0, ["payment", "upload"], false), (JournalSeal.application, ["x"], true), (0, ["x"], false),
    ] {
      #expect(
        SQLiteOwnership.isOurs(application: application, tables: tables) == isOurs, "\(application) \(tables)"
      )
    }
  }
}
