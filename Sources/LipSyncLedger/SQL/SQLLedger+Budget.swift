internal import LipSync

extension SQLLedger {
  /// Holds what a payment costs at most.
  public func reserve(_ credits: Credits, for lease: BatchLease) async throws(JournalError)
    -> BatchReservation
  {
    let wanted = credits.hundredths
    return try await perform(.write) { db in
      guard let held = try Self.held(db, lease) else { return .leaseLost }
      let more = wanted - (held.reserved ?? 0)
      // The condition and the sum are one statement: the second one to come sees what the first one took.
      let granted = try db.run(
        """
        UPDATE batch SET committed = committed + ?
        WHERE id = ? AND (budget IS NULL OR ? <= 0 OR committed + ? <= budget)
        """, [.int(more), .text(lease.batch), .int(more), .int(more)])
      guard granted > 0 else {
        var row = try db.rows("SELECT committed, budget FROM batch WHERE id = ?", [.text(lease.batch)]).first
        return .exhausted(
          committed: Credits(hundredths: try row?.int() ?? 0),
          budget: Credits(hundredths: try row?.intOrNil() ?? 0))
      }
      try db.run(
        "UPDATE batch_job SET reserved = ?, planned = ? WHERE batch = ? AND ordinal = ?",
        [.int(wanted), .int(wanted), .text(lease.batch), .int(lease.ordinal)])
      return .granted
    }
  }

  /// Turns what is held into what was charged.
  public func settle(_ charged: Credits?, for lease: BatchLease) async throws(JournalError) -> Bool {
    try await perform(.write) { db in
      guard let held = try Self.held(db, lease) else { return false }
      guard let reserved = held.reserved else { return true }
      try db.run(
        "UPDATE batch SET committed = committed + ? WHERE id = ?",
        [.int((charged?.hundredths ?? 0) - reserved), .text(lease.batch)])
      try db.run(
        """
        UPDATE batch_job SET reserved = NULL, charged = CASE WHEN ? = 1 THEN COALESCE(charged, 0) + ? ELSE charged END
        WHERE batch = ? AND ordinal = ?
        """,
        [
          .int(charged == nil ? 0 : 1), .int(charged?.hundredths ?? 0), .text(lease.batch),
          .int(lease.ordinal),
        ])
      return true
    }
  }

  /// What is reserved for a job; nil if another worker has it. The batch is locked before the job, as everywhere.
  private static func held(_ db: any SQLSession, _ lease: BatchLease) throws -> (reserved: Int64?, Void)? {
    _ = try db.rows("SELECT id FROM batch WHERE id = ? \(db.dialect.forUpdate)", [.text(lease.batch)])
    return try db.rows(
      "SELECT reserved FROM batch_job WHERE batch = ? AND ordinal = ? AND token = ? \(db.dialect.forUpdate)",
      [.text(lease.batch), .int(lease.ordinal), .int(lease.token)]
    ).first.map { row in
      var row = row
      return (try row.intOrNil(), ())
    }
  }
}
