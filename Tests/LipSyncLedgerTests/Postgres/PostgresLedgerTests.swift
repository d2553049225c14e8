import LipSync
import Synchronization
import TestSupport
import Testing

@testable import LipSyncLedger

/// What is the shared store's own: a server that goes away, and a URL with a password.
@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct PostgresLedgerTests {
  private static let lease = Duration.seconds(600)

  private static func rows(_ count: Int64) -> [BatchRow] {
    (1...count).map { BatchRow(ordinal: $0, id: "job-\($0)", video: "v.mp4", audio: "a.wav") }
  }

  @Test("What was told outlives the server's crash, and work goes on when it is back")
  func crash() async throws {
    let server = try PostgresServer(isDurable: true)
    let store = try await PostgresLedger.open(PostgresAddress(server.database()))
    _ = try await store.begin(id: "b", name: "b", settings: "{}", budget: nil)
    try await store.fill("b", with: Self.rows(40))
    // Four workers go on, whatever happens to the server beneath them.
    let (steps, stepped) = AsyncStream<Void>.makeStream()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<4 {
        group.addTask {
          while true {
            let claims = try await store.claim("b", worker: "w\(number)", limit: 1, lease: Self.lease)
            guard let claim = claims.claims.first else { return }
            #expect(try await store.reserve(Credits(hundredths: 5), for: claim.lease) == .granted)
            try await store.record(Sample.entry(claim.job.row.id))
            #expect(try await store.settle(Credits(hundredths: 4), for: claim.lease))
            #expect(try await store.finish(claim.lease, BatchNote(.verified)))
            stepped.yield()
          }
        }
      }
      group.addTask {
        var done = 0
        for await _ in steps {
          done += 1
          if done == 10 || done == 25 { try server.crash() }
          if done == 40 { return }
        }
      }
      try await group.waitForAll()
    }
    let line = try #require(try await store.tally("b", by: nil).lines.first)
    #expect(line.state == .verified && line.jobs == 40 && line.retries == 0 && line.charged.hundredths == 160)
    #expect(try await store.batch("b")?.committed.hundredths == 160)
    #expect(try await store.entries(limit: 100).count == 40)
    withExtendedLifetime(server) {}
  }

  @Test("A claim whose answer was lost gives the same jobs when it is asked again")
  func lostAnswer() async throws {
    let loss = Loss()
    let store = PostgresLedger(try PostgresAddress(PostgresServer.shared().database())) { loss.isNext() }
    try await store.migrate(within: LedgerDefaults.openTimeout)
    _ = try await store.begin(id: "b", name: "b", settings: "{}", budget: Credits(hundredths: 100))
    try await store.fill("b", with: Self.rows(4))
    // The work is done and kept, and the connection breaks before the answer is heard.
    loss.arm()
    let claims = try await store.claim("b", worker: "w", limit: 2, lease: Self.lease).claims
    #expect(claims.map(\.job.row.ordinal) == [1, 2] && claims.allSatisfy { $0.job.attempts == 1 })
    let lease = try #require(claims.first?.lease)
    loss.arm()
    #expect(try await store.reserve(Credits(hundredths: 30), for: lease) == .granted)
    loss.arm()
    #expect(try await store.settle(Credits(hundredths: 20), for: lease))
    #expect(try await store.batch("b")?.committed.hundredths == 20)
    loss.arm()
    #expect(try await store.finish(lease, BatchNote(.verified)))
    loss.arm()
    #expect(try await store.release(claims[1].lease, BatchNote(.pending), after: .zero, counts: false))
    #expect(try await store.job("b", id: "job-2")?.attempts == 0)
    loss.arm()
    try await store.record(Sample.entry("one"))
    #expect(try await store.entries(limit: 9).count == 1)
    loss.arm()
    let turn = try await store.turn(on: "job") { Issue.record("it waits for itself") }
    turn.release()
    await store.close()
    try await store.turn(on: "job") { Issue.record("the turn was not given back") }.release()
  }

  @Test("A turn outlives the server's restart, and one whose holder died runs out")
  func turns() async throws {
    let server = try PostgresServer(isDurable: true)
    let address = try PostgresAddress(server.database())
    // A lease that is longer than any server of a test has been up for.
    let one = PostgresLedger(address, turnLease: .seconds(36_000))
    let other = PostgresLedger(address, turnLease: .seconds(36_000))
    try await one.migrate(within: LedgerDefaults.openTimeout)
    let held = try await one.turn(on: "job") {}
    try server.crash()
    let (waits, waited) = AsyncStream<Void>.makeStream()
    let waiting = Task { try await other.turn(on: "job") { waited.yield() } }
    for await _ in waits { break }
    held.release()
    try await waiting.value.release()
    // As if its process had died so long ago that its lease is over. The server has not been there for a lease's time,
    // so the holder may be on its way back.
    _ = try await one.perform(.single) { db in
      try db.run("INSERT INTO turn (name, holder, until) VALUES ('dead', 1, 0)", [])
    }
    let late = Task { try await other.turn(on: "dead") { waited.yield() } }
    for await _ in waits { break }
    late.cancel()
    await #expect(throws: CancellationError.self) { try await late.value }
    // Where it has been there for that long, the turn is free.
    try await PostgresLedger(address, turnLease: .milliseconds(100)).turn(on: "dead") {}.release()
    withExtendedLifetime(server) {}
  }

  @Test("A turn is held for longer than its lease, and one that somebody else has by now is not")
  func heldTurns() async throws {
    let address = try PostgresAddress(PostgresServer.shared().database())
    let one = PostgresLedger(address, turnLease: .milliseconds(1))
    try await one.migrate(within: LedgerDefaults.openTimeout)
    let turn = try await one.turn(on: "job") {}
    let end = try #require(try await turn.hold(for: .seconds(600)))
    #expect(ContinuousClock.now.duration(to: end) <= .seconds(600))
    // The lease of a millisecond is over long ago, and no renewal takes back what was held.
    let left = try await one.perform(.read) { db in
      try db.rows("SELECT until - \(db.dialect.now) FROM turn WHERE name = 'job'", []).first?.values.first
    }
    guard case .int(let left)? = left else { throw CancellationError() }
    #expect(left > 500_000)
    // As if this worker had been cut off until after that, and another one had come.
    _ = try await one.perform(.single) { db in try db.run("UPDATE turn SET until = 0", []) }
    let taken = try await PostgresLedger(address, turnLease: .milliseconds(1)).turn(on: "job") {}
    let lost = await #expect(throws: JournalError.self) { try await turn.hold(for: .seconds(1)) }
    #expect(lost?.code == .busy && lost?.message.contains("another worker") == true)
    turn.release()
    await one.close()
    #expect(try await taken.hold(for: .seconds(600)) != nil, "what was lost takes nothing from others")
    taken.release()
  }

  @Test("Sixteen openings at once make the tables once, and a newer ledger is refused")
  func migrations() async throws {
    let address = try PostgresAddress(PostgresServer.shared().database())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<16 {
        group.addTask { try await PostgresLedger.open(address).record(Sample.entry("e\(number)")) }
      }
      try await group.waitForAll()
    }
    let store = try await PostgresLedger.open(address)
    #expect(try await store.entries(limit: 100).count == 16)
    _ = try await store.perform(.single) { db in
      try db.run("INSERT INTO migration (identifier) VALUES ('99 from the future')", [])
    }
    let newer = await #expect(throws: JournalError.self) { try await PostgresLedger.open(address) }
    #expect(newer?.code == .newer && newer?.subject == address.name)
  }

  @Test("A ledger of before errors had a rule of their own opens, and keeps its rows")
  func olderRows() async throws {
    let address = try PostgresAddress(PostgresServer.shared().database())
    let store = try await PostgresLedger.open(address)
    _ = try await store.begin(id: "b", name: "b", settings: "{}", budget: nil)
    try await store.fill("b", with: [BatchRow(ordinal: 1, id: "j", video: "v", audio: "a")])
    let claim = try #require(
      try await store.claim("b", worker: "w", limit: 1, lease: .seconds(60)).claims.first)
    #expect(try await store.finish(claim.lease, BatchNote(.failed, error: "link.timeout: late")))
    // As it was before the version that added the column.
    _ = try await store.perform(.single) { db in
      try db.run("ALTER TABLE batch_job DROP COLUMN rule", [])
    }
    _ = try await store.perform(.single) { db in
      try db.run("DELETE FROM migration WHERE identifier = '4 rule of an error'", [])
    }
    let job = try #require(try await PostgresLedger.open(address).job("b", id: "j"))
    #expect(job.state == .failed && job.error == "link.timeout: late" && job.rule == nil)
  }

  @Test("Neither name nor error shows a password, and a server that is not there is told with a remedy")
  func secrets() async throws {
    let url = try PostgresServer.shared().database()
    let address = try PostgresAddress(url)
    #expect(address.name.hasPrefix("postgres:///tmp/") || address.name.hasPrefix("postgres:///"))
    #expect(!address.name.contains("secret") && !"\(address)".contains("secret"))
    let gone = try PostgresAddress("postgresql://user:hush@127.0.0.1:1/ledger?connect_timeout=2")
    #expect(gone.name == "postgres://127.0.0.1:1/ledger")
    let store = PostgresLedger(gone)
    let error = await #expect(throws: JournalError.self) { try await store.migrate(within: .zero) }
    #expect(error?.code == .unreachable && error?.remedy.contains("PGPASSWORD") == true)
    #expect(error?.description.contains("hush") == false && error?.description.contains("127.0.0.1") == true)
    for wrong in [
      "postgres://user:hu@sh@host/db", "postgres://user:hush@host:70000000/db?hush=1", "mysql://hush@host",
    ] {
      let error = #expect(throws: JournalError.self) { try PostgresAddress(wrong) }
      #expect(error?.description.contains("hu") == false, "\(wrong)")
    }
  }

  @Test("A database that is not there, one that can only be read, and an old server are told with a remedy")
  func refusals() async throws {
    let url = try PostgresServer.shared().database()
    let wrong = try PostgresAddress(url.replacing(/\/d\d+\?/, with: "/missing?"))
    let missing = await #expect(throws: JournalError.self) {
      try await PostgresLedger(wrong).migrate(within: .zero)
    }
    #expect(missing?.message.contains("missing") == true && missing?.remedy.isEmpty == false)
    // A standby, or a database that its owner has closed to writing.
    let closed = try PostgresAddress(url + "&options=-cdefault_transaction_read_only%3Don")
    let read = await #expect(throws: JournalError.self) {
      try await PostgresLedger(closed).migrate(within: .zero)
    }
    #expect(
      read?.code == .unusable && read?.message.contains("read-only") == true, "\(String(describing: read))")
    #expect(read?.remedy.contains("schema lipflight") == true)
    #expect(PostgresConnection.objection(toVersion: 150_020) == nil)
    #expect(PostgresConnection.objection(toVersion: 120_000) == nil)
    let old = "the server is PostgreSQL 11.22; 12 or later is needed"
    #expect(PostgresConnection.objection(toVersion: 110_022) == old)
    #expect(PostgresConnection.objection(toVersion: 90_624)?.contains("9.6.24;") == true)
  }

  @Test("Where the database is away the gate admits nothing")
  func gate() async throws {
    let server = try PostgresServer(isDurable: false)
    let store = try await PostgresLedger.open(PostgresAddress(server.database()))
    #expect(await store.admit("a", limit: 1, window: .seconds(60)) == nil)
    try server.stop()
    let (began, begins) = AsyncStream<Void>.makeStream()
    async let answer = {
      begins.yield(); return await store.admit("a", limit: 1, window: .seconds(60))
    }()
    for await _ in began { break }
    try server.start()
    // Counted before the server went away, and after.
    #expect(try #require(await answer) > .seconds(1))
    withExtendedLifetime(server) {}
  }
}

/// Whether the next answer is lost.
private final class Loss: Sendable {
  private let armed = Mutex(false)
  func arm() { armed.withLock { $0 = true } }

  func isNext() -> Bool {
    armed.withLock { armed in
      defer { armed = false }
      return armed
    }
  }
}
