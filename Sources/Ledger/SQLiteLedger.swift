internal import GRDB
public import LipSync
internal import Media

/// A ledger in one SQLite file, shared by the processes of one machine.
///
/// Write-ahead logging, every commit on the disk before it counts, a time-out for other writers. Turns are locks of the
/// operating system beside it, which end with their process.
public final class SQLiteLedger: LedgerStore {
  /// The path of the file.
  public let name: String
  private let queue: DatabaseQueue
  private let locks: LockFile

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
      try queue.write { db in
        if try Migrations.all.hasBeenSuperseded(db) {
          throw JournalError(.newer, subject: path, message: "was written by a newer version of Lipflight.")
        }
      }
      try Migrations.all.migrate(queue)
      return queue
    }
    return SQLiteLedger(name: path, queue: queue, locks: locks)
  }

  /// True.
  public var remembers: Bool { true }

  /// Waits for a lock of the operating system on the name.
  public func turn(on name: String, onWait: @Sendable () -> Void) async throws -> any JournalTurn {
    try await locks.turn(on: name, onWait: onWait)
  }

  /// The payments for a job, the newest first.
  public func entries(job: String) async throws(JournalError) -> [JournalEntry] {
    try await read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM payment WHERE job = ? ORDER BY number DESC", arguments: [job])
        .map(JournalEntry.init(row:))
    }
  }

  /// All payments, the newest first.
  public func entries(limit: Int) async throws(JournalError) -> [JournalEntry] {
    try await read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM payment ORDER BY number DESC LIMIT ?", arguments: [limit])
        .map(JournalEntry.init(row:))
    }
  }

  /// The payment that gave a task.
  public func entry(task: String, at account: ServiceAccount) async throws(JournalError) -> JournalEntry? {
    try await read { db in
      try Row.fetchOne(
        db,
        sql: """
          SELECT * FROM payment WHERE task_id = ? AND service = ? AND account = ? ORDER BY number DESC LIMIT 1
          """, arguments: [task, account.service, account.account]
      ).map(JournalEntry.init(row:))
    }
  }

  /// Writes down a payment, or what became of it; on the disk when it returns.
  public func note(_ entry: JournalEntry) async throws(JournalError) {
    try await write { db in
      try db.execute(
        sql: """
          INSERT INTO payment (\(JournalEntry.columns.joined(separator: ", ")), number)
          VALUES (\(JournalEntry.columns.map { _ in "?" }.joined(separator: ", ")),
            (SELECT COALESCE(MAX(number), 0) + 1 FROM payment))
          ON CONFLICT (id) DO UPDATE SET state = excluded.state, task_id = excluded.task_id, error = excluded.error,
            created_at = excluded.created_at, completed_at = excluded.completed_at, charged = excluded.charged
          """, arguments: StatementArguments(entry.values))
    }
  }

  /// The upload of a content.
  public func upload(of content: ContentIdentity, at account: ServiceAccount) async throws(JournalError)
    -> UploadEntry?
  {
    try await read { db in
      try Row.fetchOne(
        db, sql: "SELECT * FROM upload WHERE service = ? AND account = ? AND content = ?",
        arguments: [account.service, account.account, content.text]
      ).map { row in
        UploadEntry(
          content: content, account: account, bytes: row["bytes"], assetURL: row["asset_url"],
          isStored: row["is_stored"], at: UnixTime(row["at"]))
      }
    }
  }

  /// Writes down an upload.
  public func note(_ upload: UploadEntry) async throws(JournalError) {
    try await write { db in
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO upload (service, account, content, bytes, asset_url, is_stored, at)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          upload.account.service, upload.account.account, upload.content.text, upload.bytes, upload.assetURL,
          upload.isStored, upload.at.seconds,
        ])
    }
  }

  /// Counts for all processes that share the ledger. Where it cannot be asked, the service's own limit has to do.
  public func admit(_ account: String, limit: Int, window: Duration) async -> Duration? {
    let milliseconds = Int64(window / .milliseconds(1))
    return try? await write { db -> Duration? in
      let now = Clock.milliseconds
      // A clock that was set back must not shut the gate for longer than the window.
      try db.execute(
        sql: "DELETE FROM post WHERE account = ? AND (at <= ? OR at > ?)",
        arguments: [account, now - milliseconds, now])
      let row = try Row.fetchOne(
        db, sql: "SELECT COUNT(*) AS count, MIN(at) AS oldest FROM post WHERE account = ?",
        arguments: [account])
      let (count, oldest): (Int, Int64?) = (row?["count"] ?? 0, row?["oldest"])
      guard count >= limit, let oldest else {
        try db.execute(sql: "INSERT INTO post (account, at) VALUES (?, ?)", arguments: [account, now])
        return nil
      }
      return .milliseconds(oldest + milliseconds - now)
    }
  }

  private func read<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T)
    async throws(JournalError) -> T
  {
    let queue = queue
    return try await Self.translated(name) { try queue.read(body) }
  }

  /// Not stopped by a cancellation: what was paid has to be written down.
  private func write<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T)
    async throws(JournalError) -> T
  {
    let queue = queue
    return try await Self.translated(name) { try queue.write(body) }
  }

  private static func translated<T: Sendable>(
    _ name: String, _ work: @escaping @Sendable () throws -> T
  ) async throws(JournalError) -> T {
    do {
      return try await onBlockingThread(work)
    } catch let error as JournalError {
      throw error
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
