internal import LipSync

extension SQLLedger {
  /// Puts a message into the outbox.
  @discardableResult
  public func put(_ delivery: WebhookDelivery, again: Bool) async throws(JournalError) -> Bool {
    try await perform(.write) { db in
      let known = try db.rows(
        "SELECT due FROM outbox WHERE id = ? \(db.dialect.forUpdate)", [.text(delivery.id)])
      if known.isEmpty {
        try db.run(
          """
          INSERT INTO outbox (\(WebhookDelivery.columns), created, due, token)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, \(db.dialect.now), \(db.dialect.now), 0) ON CONFLICT (id) DO NOTHING
          """, delivery.values + [.text(delivery.id)])
        return true
      }
      if again {
        try db.run(
          """
          UPDATE outbox SET state = 'waiting', attempts = 0, error = NULL, created = \(db.dialect.now),
            due = \(db.dialect.now), token = 0, patience = ?
          WHERE id = ? AND due IS NULL
          """, [.int(delivery.patience.milliseconds), .text(delivery.id)])
      }
      return false
    }
  }

  /// Takes messages that are due.
  public func takeDue(for receiver: String?, limit: Int, lease: Duration) async throws(JournalError)
    -> [WebhookDelivery]
  {
    // Found again by its token if the answer was lost.
    let token = Int64.random(in: 1 ... .max)
    return try await perform(.single) { db in
      let columns = WebhookDelivery.shownColumns(db.dialect)
      var rows =
        db.isRepeated
        ? try db.rows("SELECT \(columns) FROM outbox WHERE token = ?", [.int(token)]) : []
      if rows.isEmpty {
        let (which, values) = Self.meant(receiver)
        rows = try db.rows(
          """
          UPDATE outbox SET due = \(db.dialect.now) + ?, token = ?, attempts = attempts + 1
          WHERE id IN (
            SELECT id FROM outbox WHERE due <= \(db.dialect.now) AND \(which) ORDER BY due LIMIT ? \(db.dialect.skipLocked)
          )
          RETURNING \(columns)
          """, [.int(lease.milliseconds), .int(token)] + values + [.int(Int64(limit))])
      }
      return try rows.map { row in
        var delivery = try WebhookDelivery(row: row)
        delivery.token = token
        return delivery
      }
    }
  }

  /// Writes down what became of a message that was taken.
  public func note(_ delivery: WebhookDelivery, dueAfter pause: Duration?) async throws(JournalError) {
    try await perform(.single) { db in
      let due = pause.map { _ in "\(db.dialect.now) + ?" } ?? "NULL"
      try db.run(
        "UPDATE outbox SET state = ?, error = ?, due = \(due) WHERE id = ? AND token = ?",
        [.text(delivery.state.rawValue), SQLValue(delivery.error)]
          + (pause.map { [.int($0.milliseconds)] } ?? []) + [.text(delivery.id), .int(delivery.token)])
    }
  }

  /// How many messages wait, and how long until the next is due.
  public func waiting(for receiver: String?) async throws(JournalError) -> (count: Int, next: Duration?) {
    let (which, values) = Self.meant(receiver)
    return try await perform(.read) { db in
      var row = try db.rows(
        "SELECT COUNT(*), MIN(due) - \(db.dialect.now) FROM outbox WHERE due IS NOT NULL AND \(which)", values
      ).first
      return (Int(try row?.int() ?? 0), try row?.intOrNil().map { .milliseconds($0) })
    }
  }

  /// Messages, the newest first.
  public func deliveries(limit: Int) async throws(JournalError) -> [WebhookDelivery] {
    try await perform(.read) { db in try Self.deliveries(db, limit: limit) }
  }

  static func deliveries(_ db: any SQLSession, limit: Int) throws -> [WebhookDelivery] {
    try db.rows(
      "SELECT \(WebhookDelivery.shownColumns(db.dialect)) FROM outbox ORDER BY created DESC, id LIMIT ?",
      [.int(Int64(limit))]
    ).map { try WebhookDelivery(row: $0) }
  }

  /// Which rows are meant: one receiver's, or all whose URL is kept.
  private static func meant(_ receiver: String?) -> (sql: String, values: [SQLValue]) {
    receiver.map { ("receiver_digest = ?", [.text($0)]) } ?? ("receiver IS NOT NULL", [])
  }
}

extension WebhookDelivery {
  /// What is written of a message, in the order of `values`; its id comes last.
  static let columns = "event, name, body, receiver, receiver_digest, patience, state, attempts, id"

  /// What is read of it, in the order of `init(row:)`.
  static func shownColumns(_ dialect: SQLDialect) -> String {
    "event, name, body, receiver, receiver_digest, patience, state, attempts, error, \(dialect.now) - created"
  }

  var values: [SQLValue] {
    [
      .text(message.id), .text(message.name), .text(String(decoding: message.body, as: UTF8.self)),
      SQLValue(receiver.url), .text(receiver.digest), .int(patience.milliseconds), .text(state.rawValue),
      .int(Int64(attempts)),
    ]
  }

  init(row: SQLRow) throws(JournalError) {
    var row = row
    self.init(
      WebhookMessage(id: try row.text(), name: try row.text(), body: Array(try row.text().utf8)),
      to: JournalEntry.SentURL(url: try row.textOrNil(), digest: try row.text()),
      patience: .milliseconds(try row.int()))
    state = try row.word()
    attempts = Int(try row.int())
    error = try row.textOrNil()
    age = .milliseconds(try row.int())
  }
}
