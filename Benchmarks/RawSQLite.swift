import CSQLite
import Foundation
import LipSync
import LipSyncLedger

/// The work of a ledger with nothing around it: prepared statements of SQLite's C interface, one thread, the same settings.
final class RawSQLite {
  private let handle: OpaquePointer

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  init(_ path: String) throws {
    var handle: OpaquePointer?
    guard sqlite3_open(path, &handle) == SQLITE_OK, let handle else {
      throw Failure(description: "no database")
    }
    self.handle = handle
    try run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    try run(
      """
      CREATE TABLE job (
        batch TEXT NOT NULL, ordinal INTEGER NOT NULL, id TEXT NOT NULL, video TEXT NOT NULL, audio TEXT NOT NULL,
        labels TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL, verdict TEXT, output TEXT, worker TEXT,
        due INTEGER, token INTEGER NOT NULL, PRIMARY KEY (batch, ordinal)) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX job_by_id ON job (batch, id);
      CREATE INDEX job_by_due ON job (batch, due, ordinal) WHERE due IS NOT NULL;
      """)
  }

  deinit { sqlite3_close(handle) }

  /// Inserts rows, 1000 a transaction; seconds.
  func fill(_ rows: some Sequence<BatchRow>) throws -> Double {
    let insert = try prepare(
      "INSERT INTO job VALUES ('b', ?, ?, ?, ?, ?, 'pending', 0, NULL, NULL, NULL, 0, 0)")
    defer { sqlite3_finalize(insert) }
    let start = ContinuousClock.now
    try run("BEGIN")
    for row in rows {
      let labels = JSON.object(row.labels.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }).text
      sqlite3_bind_int64(insert, 1, row.ordinal)
      for (index, text) in [row.id, row.video, row.audio, labels].enumerated() {
        bind(insert, Int32(index + 2), text)
      }
      guard sqlite3_step(insert) == SQLITE_DONE else { throw failure() }
      sqlite3_reset(insert)
      if row.ordinal % 1000 == 0 { try run("COMMIT; BEGIN") }
    }
    try run("COMMIT")
    return start.duration(to: .now) / .seconds(1)
  }

  /// Claims jobs one by one and ends each; seconds.
  func singles(_ count: Int) throws -> Double {
    let claim = try prepare(
      """
      UPDATE job SET worker = 'w', due = ?, token = ?, attempts = attempts + 1
      WHERE batch = 'b' AND ordinal = (SELECT ordinal FROM job WHERE batch = 'b' AND due = 0 ORDER BY ordinal LIMIT 1)
      RETURNING ordinal, id, video, audio, labels, state
      """)
    let finish = try prepare(
      """
      UPDATE job SET state = 'verified', verdict = 'pass', output = 'o.mp4', worker = NULL, due = NULL
      WHERE batch = 'b' AND ordinal = ? AND token = ?
      """)
    defer {
      sqlite3_finalize(claim)
      sqlite3_finalize(finish)
    }
    let start = ContinuousClock.now
    for token in 1...Int64(count) {
      sqlite3_bind_int64(claim, 1, Int64(Date().timeIntervalSince1970 * 1000) + 60_000)
      sqlite3_bind_int64(claim, 2, token)
      guard sqlite3_step(claim) == SQLITE_ROW else { throw failure() }
      let ordinal = sqlite3_column_int64(claim, 0)
      guard sqlite3_step(claim) == SQLITE_DONE else { throw failure() }
      sqlite3_reset(claim)
      sqlite3_bind_int64(finish, 1, ordinal)
      sqlite3_bind_int64(finish, 2, token)
      guard sqlite3_step(finish) == SQLITE_DONE else { throw failure() }
      sqlite3_reset(finish)
    }
    return start.duration(to: .now) / .seconds(1)
  }

  private func run(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
  }

  private func prepare(_ sql: String) throws -> OpaquePointer {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
      throw failure()
    }
    return statement
  }

  private func bind(_ statement: OpaquePointer, _ index: Int32, _ text: String) {
    csqlite_bind_text(statement, index, text, -1)
  }

  private func failure() -> Failure { Failure(description: String(cString: sqlite3_errmsg(handle))) }
}
