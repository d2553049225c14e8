internal import CSQLite
public import LipSync

/// A ledger in one SQLite file, shared by the processes of one machine.
///
/// Write-ahead logging, every commit on the disk before it counts, a time-out for other writers. Turns are locks of the
/// operating system next to it, which end with their process.
public final class SQLiteLedger: SQLLedger {
  /// The path of the file.
  public let name: String
  private let connection: SQLiteConnection
  private let locks: LockFile

  var dialect: SQLDialect { .sqlite }

  private init(name: String, connection: SQLiteConnection, locks: LockFile) {
    self.name = name
    self.connection = connection
    self.locks = locks
  }

  /// Opens the ledger in a file, which is created, with its directory, if it does not exist: readable by its owner alone.
  public static func open(_ path: String) async throws(JournalError) -> SQLiteLedger {
    try PrivateFile.make(path)
    let locks = LockFile(path: path + "-turns", ledger: path)
    let turn: any JournalTurn
    do {
      // Switching to write-ahead logging ignores the time-out: one process at a time opens the file.
      turn = try await locks.turn(on: "open") {}
    } catch {
      throw error as? JournalError
        ?? JournalError(.unusable, subject: path, message: "could not be opened (\(error)).")
    }
    defer { turn.release() }
    let connection = try await translated(path) {
      let connection = try SQLiteConnection(path: path, patience: LedgerDefaults.busyTimeout)
      try connection.use(nil) { session in
        // A recorded payment must survive a power cut too.
        try session.handle.run(
          "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")
      }
      try SQLiteMigrations.apply(to: connection, path: path)
      return connection
    }
    return SQLiteLedger(name: path, connection: connection, locks: locks)
  }

  /// Waits for a lock of the operating system on the name.
  public func turn(on name: String, onWait: @Sendable () -> Void) async throws -> any JournalTurn {
    try await locks.turn(on: name, onWait: onWait)
  }

  /// Counts for all processes that share the ledger. If it cannot be read, only the service's own limit applies.
  public func admit(_ account: String, limit: Int, window: Duration) async -> Duration? {
    try? await admitted(account, limit: limit, window: window)
  }

  /// At once: a turn is over when it is given back.
  public func close() async {}

  /// Polls the file's change counter, which any process's commit increments.
  public func changes(of batch: String) -> AsyncStream<Void> {
    let path = name
    return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
      let watch = Task.detached {
        // A connection of its own: the counter does not tell a connection of its own commits.
        var (connection, last): (SQLiteConnection?, Int64?)
        while !Task.isCancelled {
          let known = connection
          let (opened, now) = await onBlockingThread { Self.version(path, known) }
          connection = opened
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
    let connection = connection
    return try await Self.translated(name) {
      switch access {
      case .read: try connection.use(.read) { try body($0) }
      // A statement by itself is a transaction.
      case .single: try connection.use(nil) { try body($0) }
      case .write: try connection.use(.write) { try body($0) }
      }
    }
  }

  /// The file's counter of changes over a connection, which is opened if there is none yet. Blocks.
  private static func version(_ path: String, _ known: SQLiteConnection?) -> (SQLiteConnection?, Int64?) {
    guard let connection = known ?? (try? SQLiteConnection(path: path, patience: .zero)) else {
      return (nil, nil)
    }
    let row = try? connection.use(nil) { try $0.rows("PRAGMA data_version", []).first }
    guard case .int(let number)? = row?.values.first else { return (connection, nil) }
    return (connection, number)
  }

  private static func translated<T: Sendable>(
    _ name: String, _ work: @escaping @Sendable () throws -> T
  ) async throws(JournalError) -> T {
    do {
      return try await onBlockingThread(work)
    } catch let error as JournalError {
      throw error.naming(name)
    } catch let error as SQLiteConnection.Failure {
      throw JournalError(error, name)
    } catch {
      throw JournalError(.unusable, subject: name, message: "cannot be used (\(error)).")
    }
  }
}

extension JournalError {
  init(_ error: SQLiteConnection.Failure, _ name: String) {
    switch error.code {
    case SQLITE_BUSY, SQLITE_LOCKED:
      self.init(.busy, subject: name, message: "was locked by another process for too long.")
    case SQLITE_NOTADB, SQLITE_CORRUPT:
      self.init(.damaged, subject: name, message: "is damaged or is not a journal (\(error.message)).")
    case SQLITE_FULL: self.init(.full, subject: name, message: "has no disk space left (\(error.message)).")
    default: self.init(.unusable, subject: name, message: "cannot be written (\(error.message)).")
    }
  }
}
