internal import LipSync

extension SQLLedger {
  /// True.
  public var remembers: Bool { true }

  /// The payments for a job, newest first.
  public func entries(job: String) async throws(JournalError) -> [JournalEntry] {
    try await perform(.read) { db in
      try db.rows("SELECT \(Self.payment) FROM payment WHERE job = ? ORDER BY number DESC", [.text(job)])
        .map(JournalEntry.init(row:))
    }
  }

  /// All payments, newest first.
  public func entries(limit: Int) async throws(JournalError) -> [JournalEntry] {
    try await perform(.read) { db in try Self.payments(db, limit: limit) }
  }

  /// The payment that gave a task.
  public func entry(task: String, at account: ServiceAccount) async throws(JournalError) -> JournalEntry? {
    try await perform(.read) { db in
      try db.rows(
        """
        SELECT \(Self.payment) FROM payment WHERE task_id = ? AND service = ? AND account = ?
        ORDER BY number DESC LIMIT 1
        """, [.text(task), .text(account.service), .text(account.account)]
      ).first.map(JournalEntry.init(row:))
    }
  }

  /// Writes down a payment, or what became of it; on the disk when it returns.
  public func record(_ entry: JournalEntry) async throws(JournalError) { try await write(entry) }

  /// The same, whatever a store does beside it.
  func write(_ entry: JournalEntry) async throws(JournalError) {
    try await perform(.single) { db in
      try Self.insert(
        entry, db,
        """
        UPDATE SET state = excluded.state, task_id = excluded.task_id, error = excluded.error,
          intended_at = excluded.intended_at, created_at = excluded.created_at, completed_at = excluded.completed_at,
          charged = excluded.charged
        """)
    }
  }

  /// Takes over what another ledger held, the newest payment first; what is known here stays as it is.
  func adopt(_ payments: [JournalEntry], _ uploads: [UploadEntry]) async throws(JournalError) {
    try await perform(.write) { db in
      for entry in payments.reversed() { try Self.insert(entry, db, "NOTHING") }
    }
    for upload in uploads { try await record(upload) }
  }

  private static func insert(_ entry: JournalEntry, _ db: any SQLSession, _ otherwise: String) throws {
    try db.run(
      """
      INSERT INTO payment (\(payment), number)
      VALUES (\(JournalEntry.columns.map { _ in "?" }.joined(separator: ", ")), \(db.dialect.nextPayment))
      ON CONFLICT (id) DO \(otherwise)
      """, entry.values)
  }

  /// The upload of a content.
  public func upload(of content: ContentIdentity, at account: ServiceAccount) async throws(JournalError)
    -> UploadEntry?
  {
    try await perform(.read) { db in
      try db.rows(
        "SELECT \(Self.uploaded) FROM upload WHERE service = ? AND account = ? AND content = ?",
        [.text(account.service), .text(account.account), .text(content.text)]
      ).first.map(UploadEntry.init(row:))
    }
  }

  /// Records an upload.
  public func record(_ upload: UploadEntry) async throws(JournalError) {
    try await perform(.single) { db in
      try db.run(
        """
        INSERT INTO upload (service, account, content, bytes, asset_url, is_stored, at) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (service, account, content) DO UPDATE SET bytes = excluded.bytes, asset_url = excluded.asset_url,
          is_stored = excluded.is_stored, at = excluded.at
        """,
        [
          .text(upload.account.service), .text(upload.account.account), .text(upload.content.text),
          .int(upload.bytes), .text(upload.assetURL), .int(upload.isStored ? 1 : 0), .int(upload.at.seconds),
        ])
    }
  }

  /// Counts for all processes that share the ledger, by the ledger's clock.
  func admitted(_ account: String, limit: Int, window: Duration) async throws(JournalError) -> Duration? {
    let window = window.milliseconds
    return try await perform(.write) { db in
      try db.lock("post " + account)
      // A clock that was set back must not block requests for longer than the window.
      try db.run(
        "DELETE FROM post WHERE account = ? AND (at <= \(db.dialect.now) - ? OR at > \(db.dialect.now))",
        [.text(account), .int(window)])
      guard
        var row = try db.rows(
          "SELECT COUNT(*), MIN(at), \(db.dialect.now) FROM post WHERE account = ?", [.text(account)]
        ).first
      else { return nil }
      let (count, oldest, now) = (try row.int(), try row.intOrNil(), try row.int())
      guard count >= Int64(limit), let oldest else {
        try db.run("INSERT INTO post (account, at) VALUES (?, ?)", [.text(account), .int(now)])
        return nil
      }
      return .milliseconds(max(1, oldest + window - now))
    }
  }

  /// Payments, the newest first.
  static func payments(_ db: any SQLSession, limit: Int) throws -> [JournalEntry] {
    try db.rows("SELECT \(payment) FROM payment ORDER BY number DESC LIMIT ?", [.int(Int64(limit))])
      .map(JournalEntry.init(row:))
  }

  /// All uploads.
  static func uploads(_ db: any SQLSession) throws -> [UploadEntry] {
    try db.rows("SELECT \(uploaded) FROM upload", []).map(UploadEntry.init(row:))
  }

  private static var uploaded: String { "service, account, content, bytes, asset_url, is_stored, at" }
  private static var payment: String { JournalEntry.columns.joined(separator: ", ") }
}

extension JournalEntry {
  /// The columns of a payment in the order of `values`.
  static let columns = [
    "id", "job", "service", "account", "video_content", "audio_content", "playback_type", "video", "audio",
    "video_url", "video_url_digest", "audio_url", "audio_url_digest", "state", "task_id", "error",
    "intended_at",
    "created_at", "completed_at", "estimate", "quota_before", "charged",
  ]

  var values: [SQLValue] {
    [
      .text(id), .text(job), .text(account.service), .text(account.account), .text(videoContent.text),
      .text(audioContent.text), .text(playbackType.rawValue), .text(video), .text(audio),
      SQLValue(videoURL.url),
      .text(videoURL.digest), SQLValue(audioURL.url), .text(audioURL.digest), .text(state.rawValue),
      SQLValue(taskID), SQLValue(error), .int(intendedAt.seconds), SQLValue(createdAt?.seconds),
      SQLValue(completedAt?.seconds), SQLValue(estimate?.hundredths), SQLValue(quotaBefore?.hundredths),
      SQLValue(charged?.hundredths),
    ]
  }

  init(row: SQLRow) throws(JournalError) {
    var row = row
    self.init(
      id: try row.text(), job: try row.text(),
      account: ServiceAccount(service: try row.text(), account: try row.text()),
      videoContent: ContentIdentity(text: try row.text()),
      audioContent: ContentIdentity(text: try row.text()),
      playbackType: try row.word(), video: try row.text(), audio: try row.text(),
      videoURL: SentURL(url: try row.textOrNil(), digest: try row.text()),
      audioURL: SentURL(url: try row.textOrNil(), digest: try row.text()), state: try row.word(),
      taskID: try row.textOrNil(), error: try row.textOrNil(), intendedAt: UnixTime(try row.int()),
      createdAt: try row.timeOrNil(), completedAt: try row.timeOrNil(), estimate: try row.creditsOrNil(),
      quotaBefore: try row.creditsOrNil(), charged: try row.creditsOrNil())
  }
}

extension UploadEntry {
  fileprivate init(row: SQLRow) throws(JournalError) {
    var row = row
    let account = ServiceAccount(service: try row.text(), account: try row.text())
    self.init(
      content: ContentIdentity(text: try row.text()), account: account, bytes: try row.int(),
      assetURL: try row.text(), isStored: try row.int() != 0, at: UnixTime(try row.int()))
  }
}

extension Duration {
  /// Whole milliseconds, rounded down.
  var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds.multipliedReportingOverflow(by: 1000).overflow
      ? (seconds < 0 ? .min : .max) / 4 : seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }
}
