internal import GRDB
public import LipSync
internal import Media

/// A ledger in one SQLite file, shared by the processes of one machine.
///
/// Write-ahead logging, every commit on the disk before it counts, a time-out for other writers. Turns are locks of the
/// operating system beside it, which end with their process.
public final class SQLiteLedger: SQLLedger {
  /// The path of the file.
  public let name: String
  private let queue: DatabaseQueue
  private let locks: LockFile

  var dialect: SQLDialect { .sqlite }

  private init(name: String, queue: DatabaseQueue, locks: LockFile) {
    self.name = name
    self.queue = queue
    self.locks = locks
  }

  /// Opens the ledger in a file, which is made, with its directory, where it does not exist: readable by its owner alone.
  public static func open(_ path: String) async throws(JournalError) -> SQLiteLedger {
    try PrivateFile.make(path)
    let locks = LockFile(path: path + "-turns", ledger: path)
    let turn: any JournalTurn
    do {
      // The change to write-ahead logging heeds no time-out: one process at a time opens the file.
      turn = try await locks.turn(on: "open") {}
    } catch {
      throw error as? JournalError
        ?? JournalError(.unusable, subject: path, message: "was not opened (\(error)).")
    }
    defer { turn.release() }
    let queue = try await translated(path) {
      var configuration = Configuration()
      configuration.journalMode = .wal
      configuration.busyMode = .timeout(LedgerDefaults.busyTimeout / .seconds(1))
      // A payment that was noted must survive a power cut too.
      configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      var migrator = DatabaseMigrator()
      for version in Schema.versions {
        migrator.registerMigration(version.name) { try $0.execute(sql: version.sql(.sqlite)) }
      }
      try queue.write { db in
        if try migrator.hasBeenSuperseded(db) {
          throw JournalError(.newer, subject: path, message: "was written by a newer version of Lipflight.")
        }
      }
      try migrator.migrate(queue)
      return queue
    }
    return SQLiteLedger(name: path, queue: queue, locks: locks)
  }

  /// Waits for a lock of the operating system on the name.
  public func turn(on name: String, onWait: @Sendable () -> Void) async throws -> any JournalTurn {
    try await locks.turn(on: name, onWait: onWait)
  }

  /// Counts for all processes that share the ledger. Where it cannot be asked, the service's own limit has to do.
  public func admit(_ account: String, limit: Int, window: Duration) async -> Duration? {
    try? await admitted(account, limit: limit, window: window)
  }

  /// At once: a turn is over when it is given back.
  public func close() async {}

  /// Looks at the file's counter of changes, which any process's commit moves.
  public func changes(of batch: String) -> AsyncStream<Void> {
    let path = name
    return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
      let watch = Task.detached {
        var (queue, last): (DatabaseQueue?, Int64?)
        while !Task.isCancelled {
          // A connection of its own: the counter does not tell a connection of its own commits.
          if queue == nil { queue = try? DatabaseQueue(path: path) }
          let now = try? await queue?.read { try Int64.fetchOne($0, sql: "PRAGMA data_version") }
          if now != last { continuation.yield() }
          last = now
          try? await Task.sleep(for: LedgerDefaults.changeInterval)
        }
      }
      continuation.onTermination = { _ in watch.cancel() }
    }
  }

  func perform<T: Sendable>(
    _ access: SQLAccess, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws(JournalError) -> T {
    let queue = queue
    return try await Self.translated(name) {
      switch access {
      case .read: try queue.read { try body(SQLiteSession(db: $0)) }
      // A statement by itself is a transaction.
      case .single: try queue.writeWithoutTransaction { try body(SQLiteSession(db: $0)) }
      case .write: try queue.write { try body(SQLiteSession(db: $0)) }
      }
    }
  }

  private static func translated<T: Sendable>(
    _ name: String, _ work: @escaping @Sendable () throws -> T
  ) async throws(JournalError) -> T {
    do {
      return try await onBlockingThread(work)
    } catch let error as JournalError {
      throw error.told(of: name)
    } catch let error as DatabaseError {
      throw JournalError(error, name)
    } catch {
      throw JournalError(.unusable, subject: name, message: "cannot be used (\(error)).")
    }
  }
}

extension JournalError {
  fileprivate init(_ error: DatabaseError, _ name: String) {
    let words = error.message ?? "code \(error.resultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(.busy, subject: name, message: "was kept busy by another process for too long.")
    case .SQLITE_NOTADB, .SQLITE_CORRUPT:
      self.init(.damaged, subject: name, message: "is damaged or no journal (\(words)).")
    default: self.init(.unusable, subject: name, message: "cannot be written (\(words)).")
    }
  }
}
