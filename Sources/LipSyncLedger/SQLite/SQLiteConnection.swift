internal import CSQLite
internal import Platform
internal import Synchronization

/// A connection to a database file through SQLite's C API: one user at a time, statements kept prepared.
final class SQLiteConnection: Sendable {
  /// An error of SQLite.
  struct Failure: Error {
    /// The primary result code, as in `SQLITE_BUSY`.
    let code: CInt
    /// `sqlite3_errmsg`.
    let message: String
  }

  /// How a piece of work is wrapped.
  enum Transaction: String {
    /// Sees the database as it is at its first statement.
    case read = "BEGIN DEFERRED"
    /// Waits for other writers before it begins, so that it never has to give up halfway.
    case write = "BEGIN IMMEDIATE"
  }

  /// Nil once it is closed.
  private let handle: Mutex<Handle?>

  /// Opens a file, which is created if it does not exist (`sqlite3_open_v2`).
  ///
  /// - Parameter patience: how long to wait for another process that has locked the file (`sqlite3_busy_timeout`).
  /// - Throws: a `Failure`.
  init(path: String, patience: Duration) throws {
    handle = Mutex(try Handle.open(path, patience: patience))
  }

  /// Runs work on the connection, which nobody else uses meanwhile. Blocks.
  ///
  /// - Parameter transaction: nil for statements that are transactions by themselves.
  func use<T>(_ transaction: Transaction?, _ work: (SQLiteSession) throws -> T) throws -> sending T {
    try handle.withLock { open in
      let handle = try Self.demand(open)
      let session = SQLiteSession(handle: handle)
      guard let transaction else { return Carried(try work(session)) }
      try handle.run(transaction.rawValue)
      do {
        let result = try work(session)
        try handle.run("COMMIT")
        return Carried(result)
      } catch {
        // A full disk or a broken file has already ended the transaction.
        if handle.isInTransaction { try? handle.run("ROLLBACK") }
        throw error
      }
    }.value
  }

  /// Whether the file is not at its path any more (`SQLITE_FCNTL_HAS_MOVED`). Blocks.
  func hasMoved() throws -> Bool {
    try handle.withLock { open in
      let handle = try Self.demand(open)
      var hasMoved: CInt = 0
      let code = sqlite3_file_control(handle.database, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
      // Nothing is open before the first statement, and other file systems of SQLite do not answer.
      guard code == SQLITE_OK || code == SQLITE_NOTFOUND else { throw handle.failure(code) }
      return hasMoved != 0
    }
  }

  /// Closes the file, once whoever uses the connection is done. Blocks.
  func close() { handle.withLock { $0 = nil } }

  private static func demand(_ handle: Handle?) throws -> Handle {
    guard let handle else { throw Failure(code: SQLITE_MISUSE, message: "it was closed") }
    return handle
  }

  /// Carries a result out of the lock.
  private struct Carried<T>: @unchecked Sendable {
    // sound because the work has ended and kept nothing: what it gave is its caller's alone
    let value: T
    init(_ value: T) { self.value = value }
  }

  /// Owns what SQLite made: the connection and its prepared statements.
  final class Handle {
    let database: OpaquePointer
    private var prepared: [String: OpaquePointer] = [:]

    private init(adopting database: OpaquePointer) { self.database = database }

    deinit {
      for statement in prepared.values { sqlite3_finalize(statement) }
      sqlite3_close_v2(database)
    }

    static func open(_ path: String, patience: Duration) throws -> Handle {
      var database: OpaquePointer?
      let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
      let code = sqlite3_open_v2(path, &database, flags, nil)
      guard let database else { throw Failure(code: SQLITE_NOMEM, message: "out of memory") }
      let handle = Handle(adopting: database)
      guard code == SQLITE_OK else { throw handle.failure(code) }
      sqlite3_busy_timeout(database, CInt(clamping: Int(patience / .milliseconds(1))))
      return handle
    }

    /// A statement, prepared once and kept.
    func statement(_ sql: String) throws -> OpaquePointer {
      if let statement = prepared[sql] { return statement }
      var statement: OpaquePointer?
      let code = sqlite3_prepare_v3(
        database, sql, -1, CUnsignedInt(SQLITE_PREPARE_PERSISTENT), &statement, nil)
      guard code == SQLITE_OK, let statement else { throw failure(code) }
      prepared[sql] = statement
      return statement
    }

    /// Runs statements that give no rows and take no values (`sqlite3_exec`).
    func run(_ sql: String) throws {
      let code = sqlite3_exec(database, sql, nil, nil, nil)
      guard code == SQLITE_OK else { throw failure(code) }
    }

    var isInTransaction: Bool { sqlite3_get_autocommit(database) == 0 }

    /// The primary code is enough to distinguish busy, damaged and full.
    func failure(_ code: CInt) -> Failure {
      Failure(code: code & 0xff, message: String(cString: sqlite3_errmsg(database)))
    }
  }
}
