public import LipSync
internal import LipSyncMedia
internal import Synchronization

/// A ledger in a PostgreSQL database, shared by many machines.
///
/// Operations are repeated while the database is away, for up to `LedgerDefaults.outage`: every operation has the
/// same effect when it is done twice. Turns are rows under a lease, not the server's locks: those would be lost when the server is
/// restarted, at a moment when their holders may be about to pay.
public final class PostgresLedger: SQLLedger {
  /// Host, port and database.
  public let name: String
  let dialect = SQLDialect.postgres
  private let address: PostgresAddress
  private let pool: PostgresPool
  private let turns: PostgresTurns
  private let losesAnswer: @Sendable () -> Bool

  /// A ledger whose tables have not been checked yet.
  ///
  /// - Parameter losesAnswer: whether to treat an answer as lost, together with the connection; for tests.
  init(
    _ address: PostgresAddress, turnLease: Duration = LedgerDefaults.turnLease,
    losesAnswer: @escaping @Sendable () -> Bool = { false }
  ) {
    name = address.name
    self.address = address
    self.losesAnswer = losesAnswer
    pool = PostgresPool(address, limit: LedgerDefaults.connections)
    turns = PostgresTurns(lease: turnLease)
  }

  deinit { turns.stop() }

  /// Opens the ledger of a database; its tables are made in a schema of their own, `lipflight`, or brought up to date.
  public static func open(_ address: PostgresAddress) async throws(JournalError) -> PostgresLedger {
    let ledger = PostgresLedger(address)
    try await ledger.migrate(within: LedgerDefaults.openTimeout)
    return ledger
  }

  func migrate(within patience: Duration) async throws(JournalError) {
    try await repeating(for: patience, isStoppable: true) { connection, _ in
      try PostgresMigrations.run(on: connection)
    }
  }

  func perform<T: Sendable>(
    _ access: SQLAccess, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws(JournalError) -> T {
    try await repeating(for: LedgerDefaults.outage, isStoppable: access == .read) { connection, isRepeated in
      let session = PostgresSession(connection: connection, isRepeated: isRepeated)
      guard access == .write else { return try body(session) }
      try connection.script("BEGIN")
      do {
        let result = try body(session)
        try connection.script("COMMIT")
        return result
      } catch {
        // If this fails too, the connection is not taken back.
        try? connection.script("ROLLBACK")
        throw error
      }
    }
  }

  /// Runs work on a connection, again if the database is away or another transaction was in the way.
  private func repeating<T: Sendable>(
    for patience: Duration, isStoppable: Bool,
    _ work: @escaping @Sendable (PostgresConnection, _ isRepeated: Bool) throws -> T
  ) async throws(JournalError) -> T {
    let end = ContinuousClock.now + patience
    var isRepeated = false
    var pause = Duration.milliseconds(20)
    while true {
      do {
        let connection = try await pool.acquire()
        let repeated = isRepeated
        let outcome = await Result.of { try await onBlockingThread { try work(connection, repeated) } }
        await pool.release(connection)
        let answer = try outcome.get()
        if losesAnswer() { throw PostgresError(state: nil, message: "lost", isLost: true) }
        return answer
      } catch let error as PostgresError {
        let mayPass = error.kind == .away || error.kind == .clash
        guard mayPass, .now + pause < end, !(isStoppable && Task.isCancelled) else {
          throw error.journalError(name)
        }
        isRepeated = true
        // Not cut short by a cancellation: what was paid has to be recorded.
        let wait = pause
        _ = await Task.detached { try? await Task.sleep(for: wait) }.value
        pause = min(pause * 2, .seconds(1))
      } catch let error as JournalError {
        throw error.naming(name)
      } catch {
        throw JournalError(.unusable, subject: name, message: "cannot be used (\(error)).")
      }
    }
  }

  /// Counts for all workers. If the database cannot be asked nothing is admitted: others may be sending.
  public func admit(_ account: String, limit: Int, window: Duration) async -> Duration? {
    do {
      return try await admitted(account, limit: limit, window: window)
    } catch {
      return LedgerDefaults.idlePause
    }
  }

  /// Waits for a row of that name; it is renewed until it is given back.
  public func turn(on name: String, onWait: @Sendable () -> Void) async throws -> any JournalTurn {
    try await turns.turn(on: name, self, onWait: onWait)
  }

  /// Waits until the turns that were given back are free for others.
  public func close() async { await turns.close() }

  /// Listens on a connection of its own.
  public func changes(of batch: String) -> AsyncStream<Void> {
    let address = address
    return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
      let listener = Task.detached {
        while !Task.isCancelled {
          do {
            let connection = try await onBlockingThread {
              let connection = try PostgresConnection.open(address)
              try connection.script("LISTEN \(Schema.postgresSchema)")
              return connection
            }
            // Changes may have happened while nobody listened.
            continuation.yield()
            while !Task.isCancelled {
              let payloads = try await onBlockingThread { try connection.notifications(within: 500) }
              if payloads.contains(batch) { continuation.yield() }
            }
          } catch {
            try? await Task.sleep(for: LedgerDefaults.idlePause)
          }
        }
      }
      continuation.onTermination = { _ in listener.cancel() }
    }
  }
}

/// Statements on one of the pool's connections.
private struct PostgresSession: SQLSession {
  let connection: PostgresConnection
  let isRepeated: Bool
  var dialect: SQLDialect { .postgres }

  func rows(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow] { try connection.run(sql, values).rows }

  func run(_ sql: String, _ values: [SQLValue]) throws -> Int { try connection.run(sql, values).changed }

  func lock(_ name: String) throws {
    _ = try connection.run("SELECT pg_advisory_xact_lock(?)", [.int(StableHash.of(name))])
  }
}

extension Result where Failure == any Error {
  /// The outcome of work as a value.
  fileprivate static func of(_ work: () async throws -> Success) async -> Self {
    do { return .success(try await work()) } catch { return .failure(error) }
  }
}
