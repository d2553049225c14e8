internal import CSQLite
public import LipSync
internal import Platform
internal import Synchronization

/// A ledger in one SQLite file, shared by the processes of one machine.
///
/// Write-ahead logging, every commit on the disk before it counts, a time-out for other writers. Turns are locks of the
/// operating system next to it, which end with their process.
public final class SQLiteLedger: SQLLedger {
  /// The path of the file.
  public let name: String
  private let connection: SQLiteConnection
  private let locks: LockFile
  /// The file that the connection has open.
  private let file: FileStatus
  private let isSealed = Mutex(false)
  /// Whether what a lost file held was written anew.
  let wasRescued = Mutex(false)

  var dialect: SQLDialect { .sqlite }

  private init(name: String, connection: SQLiteConnection, locks: LockFile, file: FileStatus) {
    self.name = name
    self.connection = connection
    self.locks = locks
    self.file = file
  }

  /// Opens the ledger in a file, which is created, with its directory, if it does not exist: readable by its owner alone.
  ///
  /// - Throws: `JournalError`, with code `.lost` where the file of turns beside it shows that payments were written down which
  ///   are not there any more.
  public static func open(_ path: String) async throws(JournalError) -> SQLiteLedger {
    try await open(path, inheriting: nil)
  }

  /// - Parameter number: the number of the ledger whose place this one takes, where one does.
  static func open(_ path: String, inheriting number: Int64?) async throws(JournalError) -> SQLiteLedger {
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
    return try await translated(path) {
      let connection = try connected(path, sealed: number == nil ? JournalSeal.read(locks.path) : nil)
      if let number {
        try connection.use(.write) { try $0.handle.run("PRAGMA user_version = \(number)") }
        try JournalSeal.write(number, to: locks.path, ledger: path)
      }
      guard let file = FileStatus(path: path), try !connection.hasMoved() else {
        throw JournalError(
          .lost, subject: path, message: "was deleted or replaced while it was being opened.")
      }
      return SQLiteLedger(name: path, connection: connection, locks: locks, file: file)
    }
  }

  /// Opens a file that is proved to be ours, or new, and brings it up to date. Blocks.
  private static func connected(_ path: String, sealed: Int64?) throws -> SQLiteConnection {
    func demand(_ bytes: Int64, _ own: Int64?) throws {
      guard let objection = JournalSeal.objection(sealed: sealed, bytes: bytes, own: own) else { return }
      throw JournalError(.lost, subject: path, message: objection)
    }
    let bytes = FileStatus(path: path)?.size ?? 0
    try demand(bytes, nil)
    // They are of a database that was deleted, and may be in use there: a new one would take them for its own.
    if bytes == 0 { for ending in ["-wal", "-shm"] { unlink(path + ending) } }
    let connection = try SQLiteConnection(path: path, patience: LedgerDefaults.busyTimeout)
    try SQLiteOwnership.demand(connection, path: path)
    try demand(1, try connection.use(nil) { try SQLiteOwnership.number("user_version", $0) })
    try connection.use(nil) { session in
      // A payment that was noted must survive a power cut too.
      try session.handle.run(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")
    }
    try SQLiteMigrations.apply(to: connection, path: path)
    try SQLiteOwnership.mark(connection)
    return connection
  }

  /// What became of the file that is open; nil where it is the one at its path, and not empty. Blocks.
  private func loss() throws -> FileLoss? {
    if let loss = FileLoss(of: file, now: FileStatus(path: name)) { return loss }
    return try connection.hasMoved() ? .replaced : nil
  }

  /// Gives the ledger its number, in both places, before the first payment.
  func seal() async throws(JournalError) {
    guard !isSealed.withLock({ $0 }) else { return }
    let (path, name) = (locks.path, name)
    let number = try await perform(.write) { db -> Int64 in
      guard let session = db as? SQLiteSession else { return 0 }
      let known = try SQLiteOwnership.number("user_version", session)
      guard known == 0 else { return known }
      let fresh = Int64.random(in: 1...Int64(Int32.max))
      try session.handle.run("PRAGMA user_version = \(fresh)")
      return fresh
    }
    // Only once the ledger has it for good: whoever opens it meanwhile would find a number beside it that it does not have.
    try await perform(.read) { _ in
      if JournalSeal.read(path) != number { try JournalSeal.write(number, to: path, ledger: name) }
    }
    isSealed.withLock { $0 = true }
  }

  /// What is taken over into another file.
  struct Contents: Sendable {
    var number: Int64
    var payments: [JournalEntry]
    var uploads: [UploadEntry]
    var deliveries: [WebhookDelivery]
  }

  /// All that a file holds which is not at its path any more, the newest first. Blocks.
  func allOfTheLost() throws -> Contents {
    try connection.use(.read) { session in
      Contents(
        number: try SQLiteOwnership.number("user_version", session),
        payments: try Self.payments(session, limit: .max), uploads: try Self.uploads(session),
        deliveries: try Self.deliveries(session, limit: .max))
    }
  }

  /// Waits for a lock of the operating system on the name.
  public func turn(on name: String, onWait: @Sendable () -> Void) async throws -> any JournalTurn {
    let turn = try await locks.turn(on: name, onWait: onWait)
    // What was paid for is looked up next: in the file that others write to.
    try await perform(.read) { _ in }
    return turn
  }

  /// Counts for all processes that share the ledger. If it cannot be read, only the service's own limit applies.
  public func admit(_ account: String, limit: Int, window: Duration) async -> Duration? {
    try? await admitted(account, limit: limit, window: window)
  }

  /// Closes the file; turns are over when they are given back. What is asked for afterwards throws.
  public func close() async { _ = try? await onBlockingThread { self.connection.close() } }

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
    let (result, loss) = try await Self.translated(name) { () -> (T?, FileLoss?) in
      if let loss = try self.loss() { return (nil, loss) }
      // A statement by itself is a transaction.
      let transaction: SQLiteConnection.Transaction? =
        switch access {
        case .read: .read
        case .single: nil
        case .write: .write
        }
      let result = try self.connection.use(transaction) { try body($0) }
      // What was written to a file that was deleted meanwhile is as good as not written.
      return (result, access == .read ? nil : try self.loss())
    }
    if let loss { throw await rescued(JournalError(.lost, subject: name, message: loss.words), from: loss) }
    guard let result else { throw JournalError(.unusable, subject: name, message: "gave no answer.") }
    return result
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
