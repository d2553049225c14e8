internal import LipSync

extension SQLLedger {
  /// Makes a batch, or finds it.
  public func begin(id: String, name: String, settings: String, budget: Credits?) async throws(JournalError)
    -> Batch
  {
    let made = try await perform(.write) { db in
      try db.run(
        """
        INSERT INTO batch (id, name, created, settings, budget, committed, state)
        VALUES (?, ?, \(db.dialect.now), ?, ?, 0, ?) ON CONFLICT (id) DO NOTHING
        """,
        [
          .text(id), .text(name), .text(settings), SQLValue(budget?.hundredths),
          .text(Batch.State.filling.rawValue),
        ])
      return try db.rows("SELECT \(Batch.columns) FROM batch WHERE id = ?", [.text(id)]).first.map(
        Batch.init(row:))
    }
    guard let made else {
      throw JournalError(
        .damaged, subject: self.name, message: "no longer holds a batch that was just created.")
    }
    return made
  }

  /// Adds rows that are not there.
  public func add(_ rows: [BatchRow], to batch: String) async throws(JournalError) {
    if let row = rows.first(where: {
      Source($0.video).shown != $0.video || Source($0.audio).shown != $0.audio
    }) {
      throw JournalError(
        .unusable, subject: name,
        message: "does not keep links with signatures (job \u{201c}\(row.id)\u{201d}).")
    }
    // Few rows per statement: a database allows no more than 32,766 values in one, and plans each number of rows separately.
    let pieces = stride(from: 0, to: rows.count, by: 100).map { Array(rows[$0..<min($0 + 100, rows.count)]) }
    let values = pieces.map { $0.flatMap { $0.values(batch: batch) } }
    try await perform(.write) { db in
      for (piece, values) in zip(pieces, values) {
        let row = "(?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, 0, 0)"
        try db.run(
          """
          INSERT INTO batch_job
            (batch, ordinal, id, video, audio, wanted_type, wanted_output, labels, state, attempts, due, token)
          VALUES \(Array(repeating: row, count: piece.count).joined(separator: ", "))
          ON CONFLICT (batch, ordinal) DO NOTHING
          """, values)
      }
    }
  }

  /// Lets jobs be claimed, or not.
  public func set(_ state: Batch.State, of batch: String) async throws(JournalError) {
    _ = try await perform(.single) { db in
      try db.rows(
        "UPDATE batch SET state = ? WHERE id = ? RETURNING id, \(db.dialect.notify(of: "id"))",
        [.text(state.rawValue), .text(batch)])
    }
  }

  /// Sets another ceiling, or none.
  public func set(budget: Credits?, of batch: String) async throws(JournalError) {
    _ = try await perform(.single) { db in
      try db.rows(
        "UPDATE batch SET budget = ? WHERE id = ? RETURNING id, \(db.dialect.notify(of: "id"))",
        [SQLValue(budget?.hundredths), .text(batch)])
    }
  }

  /// A batch by its id.
  public func batch(_ id: String) async throws(JournalError) -> Batch? {
    try await perform(.read) { db in
      try db.rows("SELECT \(Batch.columns) FROM batch WHERE id = ?", [.text(id)]).first.map(Batch.init(row:))
    }
  }

  /// All batches, newest first.
  public func batches() async throws(JournalError) -> [Batch] {
    try await perform(.read) { db in
      try db.rows("SELECT \(Batch.columns) FROM batch ORDER BY created DESC, id", []).map(Batch.init(row:))
    }
  }

  /// A page of jobs.
  public func jobs(_ batch: String, after ordinal: Int64, limit: Int, states: Set<BatchJobState>?)
    async throws(JournalError) -> [BatchJob]
  {
    let filter = states.map { " AND state IN (\($0.list))" } ?? ""
    return try await perform(.read) { db in
      try db.rows(
        """
        SELECT \(BatchJob.columns) FROM batch_job WHERE batch = ? AND ordinal > ?\(filter) ORDER BY ordinal LIMIT ?
        """, [.text(batch), .int(ordinal), .int(Int64(limit))]
      ).map { row in
        var row = row
        return try BatchJob(row: &row)
      }
    }
  }

  /// A job by its id.
  public func job(_ batch: String, id: String) async throws(JournalError) -> BatchJob? {
    try await perform(.read) { db in
      try db.rows(
        "SELECT \(BatchJob.columns) FROM batch_job WHERE batch = ? AND id = ?", [.text(batch), .text(id)]
      )
      .first.map { row in
        var row = row
        return try BatchJob(row: &row)
      }
    }
  }

  /// The batch in figures.
  public func tally(_ batch: String, by label: String?) async throws(JournalError) -> BatchTally {
    try await perform(.read) { db in
      let sums = ["planned", "reserved", "charged", "verified"]
        .map { "CAST(COALESCE(SUM(\($0)), 0) AS \(db.dialect.integer))" }.joined(separator: ", ")
      // Without a label the order is that of an index that holds all this, and no row has to be read.
      let rows = try db.rows(
        """
        SELECT state, COUNT(*), COUNT(worker),
          CAST(SUM(CASE WHEN attempts > 1 THEN attempts - 1 ELSE 0 END) AS \(db.dialect.integer)), \(sums)
          \(label.map { _ in ", \(db.dialect.member)" } ?? "")
        FROM batch_job WHERE batch = ? GROUP BY state\(label.map { _ in ", 9" } ?? "")
        """, (label.map { [.text($0)] } ?? []) + [.text(batch)])
      return BatchTally(lines: try rows.map { try BatchTally.Line(row: $0, isLabelled: label != nil) })
    }
  }

  /// Who holds jobs.
  public func workers(_ batch: String) async throws(JournalError) -> [BatchWorker] {
    try await perform(.read) { db in
      try db.rows(
        """
        SELECT worker, COUNT(*), MAX(due) - \(db.dialect.now) FROM batch_job
        WHERE batch = ? AND due > 0 AND worker IS NOT NULL GROUP BY worker ORDER BY worker
        """, [.text(batch)]
      ).map { row in
        var row = row
        return BatchWorker(name: try row.text(), jobs: Int(try row.int()), left: .milliseconds(try row.int()))
      }
    }
  }
}

extension Batch {
  static let columns = "id, name, created, settings, budget, committed, state"

  init(row: SQLRow) throws(JournalError) {
    var row = row
    self.init(
      id: try row.text(), name: try row.text(), created: UnixTime(try row.int() / 1000),
      settings: try row.text(),
      budget: try row.creditsOrNil(), committed: Credits(hundredths: try row.int()), state: try row.word())
  }
}

extension BatchRow {
  func values(batch: String) -> [SQLValue] {
    let labels = JSON.object(labels.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }).text
    return [
      .text(batch), .int(ordinal), .text(id), .text(video), .text(audio), SQLValue(playbackType?.rawValue),
      SQLValue(output), .text(labels),
    ]
  }
}

extension BatchJob {
  static let columns = """
    ordinal, id, video, audio, wanted_type, wanted_output, labels, state, attempts, task_id, playback_type, verdict,
    planned, reserved, charged, verified, error, rule, output, report, worker, due, retry_of, lapses
    """

  init(row: inout SQLRow) throws(JournalError) {
    self.init(
      row: BatchRow(
        ordinal: try row.int(), id: try row.text(), video: try row.text(), audio: try row.text(),
        playbackType: try row.wordOrNil(), output: try row.textOrNil(), labels: Self.labels(try row.text())),
      state: try row.word(), attempts: Int(try row.int()), taskID: try row.textOrNil(),
      playbackType: try row.wordOrNil(), verdict: try row.wordOrNil(), planned: try row.creditsOrNil(),
      reserved: try row.creditsOrNil(), charged: try row.creditsOrNil(),
      verified: try row.intOrNil().map { .milliseconds($0) }, error: try row.textOrNil(),
      rule: try row.wordOrNil(), output: try row.textOrNil(), report: try row.textOrNil(),
      worker: try row.textOrNil(),
      due: try row.intOrNil(), retryOf: try row.textOrNil(), lapses: Int(try row.int()))
  }

  private static func labels(_ text: String) -> [String: String] {
    guard text != "{}", case .object(let members)? = JSON(parsing: text.utf8) else { return [:] }
    return Dictionary(
      members.map { name, value in
        if case .string(let text) = value { (name, text) } else { (name, value.text) }
      }, uniquingKeysWith: { $1 })
  }
}

extension BatchTally.Line {
  init(row: SQLRow, isLabelled: Bool) throws(JournalError) {
    var row = row
    state = try row.word()
    (jobs, held, retries) = (Int(try row.int()), Int(try row.int()), Int(try row.int()))
    planned = Credits(hundredths: try row.int())
    reserved = Credits(hundredths: try row.int())
    charged = Credits(hundredths: try row.int())
    verified = .milliseconds(try row.int())
    label = isLabelled ? try row.textOrNil() : nil
  }
}

extension Set<BatchJobState> {
  /// As words of SQL; they hold nothing that has to be quoted. No job has the empty state.
  var list: String { isEmpty ? "''" : map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ") }
}
