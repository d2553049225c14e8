internal import LipSync

extension SQLLedger {
  /// Takes jobs.
  public func claim(_ batch: String, worker: String, limit: Int, lease: Duration) async throws(JournalError)
    -> BatchClaims
  {
    // Found again by its token if the answer was lost.
    let token = Int64.random(in: 1 ... .max)
    let (lease, limit) = (lease.milliseconds, SQLValue.int(Int64(limit)))
    return try await perform(.single) { db in
      // Each bound and limit is one that a planner can count with, or it might read the whole table: a range if one value
      // is meant, so that only the index of what is due has the order, and no limit made from another query's outcome.
      let now = db.dialect.now
      var rows: [SQLRow] = []
      if db.isRepeated {
        rows = try db.rows(
          "SELECT \(BatchJob.columns) FROM batch_job WHERE batch = ? AND due > 0 AND token = ?",
          [.text(batch), .int(token)])
      }
      if rows.isEmpty {
        rows = try db.rows(
          """
          WITH begun AS (
            SELECT ordinal AS chosen FROM batch_job
            WHERE batch = ? AND due > 0 AND due <= \(now) AND (worker IS NULL OR \(db.dialect.uptime) >= ?)
              AND EXISTS (SELECT 1 FROM batch WHERE id = ? AND state = 'open')
            ORDER BY due, ordinal LIMIT ? \(db.dialect.skipLocked)
          ), fresh AS (
            SELECT ordinal AS chosen FROM batch_job
            WHERE batch = ? AND due >= 0 AND due <= 0 AND EXISTS (SELECT 1 FROM batch WHERE id = ? AND state = 'open')
            ORDER BY due, ordinal LIMIT ? \(db.dialect.skipLocked)
          )
          UPDATE batch_job SET worker = ?, due = \(now) + ?, token = ?,
            attempts = attempts + CASE WHEN worker IS NULL THEN 1 ELSE 0 END,
            lapses = lapses + CASE WHEN worker IS NULL THEN 0 ELSE 1 END
          FROM (
            SELECT chosen FROM (SELECT 0 AS rank, chosen FROM begun UNION ALL SELECT 1, chosen FROM fresh) AS found
            ORDER BY rank, chosen LIMIT ?
          ) AS choice
          WHERE batch = ? AND ordinal = chosen
          RETURNING \(BatchJob.columns)
          """,
          [
            .text(batch), .int(lease), .text(batch), limit, .text(batch), .text(batch), limit, .text(worker),
            .int(lease), .int(token), limit, .text(batch),
          ])
      }
      let claims = try rows.map { row in
        var row = row
        let job = try BatchJob(row: &row)
        return BatchClaims.Claim(
          job: job,
          lease: BatchLease(batch: batch, ordinal: job.row.ordinal, token: token, attempt: job.attempts))
      }.sorted { $0.job.row.ordinal < $1.job.row.ordinal }
      return BatchClaims(claims: claims, wait: claims.isEmpty ? try Self.wait(db, batch) : nil)
    }
  }

  /// How long until a job may be claimed, if none may now.
  private static func wait(_ db: any SQLSession, _ batch: String) throws -> Duration? {
    var row = try db.rows(
      """
      SELECT (SELECT MIN(due) FROM batch_job WHERE batch = ? AND due IS NOT NULL), \(db.dialect.now),
        (SELECT state FROM batch WHERE id = ?)
      """, [.text(batch), .text(batch)]
    ).first
    let (due, now) = (try row?.intOrNil(), try row?.int() ?? 0)
    let state: Batch.State? = try row?.wordOrNil()
    if state == .filling { return LedgerDefaults.idlePause }
    // One that is due and was not given is locked by somebody else at this moment, or waits for its holder to come back.
    return due.map { .milliseconds($0 > now ? $0 - now : LedgerDefaults.idlePause.milliseconds) }
  }

  /// Holds jobs for longer.
  public func renew(_ leases: [BatchLease], for lease: Duration) async throws(JournalError) -> [BatchLease] {
    guard !leases.isEmpty else { return [] }
    return try await perform(.write) { db in
      // In one order everywhere, so that two who lock several rows cannot wait for each other.
      try leases.sorted { ($0.batch, $0.ordinal) < ($1.batch, $1.ordinal) }.filter { held in
        try db.run(
          """
          UPDATE batch_job SET due = \(db.dialect.now) + ?
          WHERE batch = ? AND ordinal = ? AND token = ? AND worker IS NOT NULL
          """, [.int(lease.milliseconds), .text(held.batch), .int(held.ordinal), .int(held.token)]) == 0
      }
    }
  }

  /// Records how far a job is.
  public func advance(_ lease: BatchLease, _ note: BatchNote) async throws(JournalError) -> Bool {
    try await write(note, lease, "", [], tells: false)
  }

  /// Records a job's end.
  public func finish(_ lease: BatchLease, _ note: BatchNote) async throws(JournalError) -> Bool {
    precondition(note.state.isOver, "a job ends in a state that is an end")
    return try await write(note, lease, ", worker = NULL, due = NULL", [], tells: true)
  }

  /// Hands a job back.
  public func release(_ lease: BatchLease, _ note: BatchNote, after pause: Duration, counts: Bool)
    async throws(JournalError) -> Bool
  {
    precondition(!note.state.isOver, "a job that is over is finished, not handed back")
    // At least 1 ms past 1970: what is due at 0 was never started.
    return try await write(
      note, lease, ", worker = NULL, due = \(dialect.now) + ?, attempts = ?",
      [.int(pause.milliseconds), .int(Int64(lease.attempt - (counts ? 0 : 1)))], tells: true)
  }

  private func write(
    _ note: BatchNote, _ lease: BatchLease, _ more: String, _ values: [SQLValue], tells: Bool
  ) async throws(JournalError) -> Bool {
    try await perform(.single) { db in
      try db.rows(
        """
        UPDATE batch_job SET state = ?, task_id = COALESCE(?, task_id), playback_type = COALESCE(?, playback_type),
          verdict = COALESCE(?, verdict), planned = COALESCE(?, planned), verified = COALESCE(?, verified),
          error = NULLIF(COALESCE(?, error), ''), rule = NULLIF(COALESCE(?, rule), ''), output = COALESCE(?, output), report = COALESCE(?, report)\(more)
        WHERE batch = ? AND ordinal = ? AND token = ?
        RETURNING \(tells ? db.dialect.notify(of: "batch") : "NULL")
        """,
        [
          .text(note.state.rawValue), SQLValue(note.taskID), SQLValue(note.playbackType?.rawValue),
          SQLValue(note.verdict?.rawValue), SQLValue(note.planned?.hundredths),
          SQLValue(note.verified?.milliseconds), SQLValue(note.error), SQLValue(note.ruleText),
          SQLValue(note.output),
          SQLValue(note.report),
        ] + values + [.text(lease.batch), .int(lease.ordinal), .int(lease.token)]
      ).isEmpty == false
    }
  }

  /// Reopens finished jobs.
  public func retry(_ batch: String, states: Set<BatchJobState>, ids: [String]?) async throws(JournalError)
    -> Int
  {
    let states = states.filter(\.isOver)
    return try await perform(.write) { db in
      let sql = """
        UPDATE batch_job SET state = 'pending', attempts = 0, lapses = 0, verdict = NULL, error = NULL, rule = NULL, worker = NULL, due = 0, token = 0,
          retry_of = COALESCE(task_id, '')
        WHERE batch = ? AND due IS NULL AND state IN (\(Set(states).list))
        """
      var count = 0
      if let ids {
        for id in ids { count += try db.run(sql + " AND id = ?", [.text(batch), .text(id)]) }
      } else {
        count = try db.run(sql, [.text(batch)])
      }
      _ = try db.rows("SELECT \(db.dialect.notify(of: "id")) FROM batch WHERE id = ?", [.text(batch)])
      return count
    }
  }
}

extension BatchNote {
  /// The rule as `write` takes it: the empty text clears the earlier value.
  fileprivate var ruleText: String? { rule?.rawValue ?? (error == nil ? nil : "") }
}
