/// Where the two databases differ; all other SQL is the same for both.
struct SQLDialect: Sendable {
  /// A whole number of 64 bits.
  let integer: String
  /// After the columns of a table.
  let tableOptions: String
  /// As `tableOptions`, for a table that is one with its primary key.
  let keyedTableOptions: String
  /// As `tableOptions`, for a table whose rows change often.
  let busyTableOptions: String
  /// Milliseconds since 1970 by the store's clock; one value within a statement.
  let now: String
  /// Milliseconds for which the store has been running, for leases that could not be renewed before.
  let uptime: String
  /// Locks the rows that a query finds.
  let forUpdate: String
  /// Locks the rows that a query finds, and passes over those that somebody else has locked.
  let skipLocked: String
  /// The number of the next payment.
  let nextPayment: String
  /// The text of a member of JSON text: of the column, by a name that is given for `?`.
  let member: String
  /// Tells everybody who waits for changes of the batch in `%`, in the list of columns that a statement gives back.
  let notify: String

  /// `notify` for the batch that a column names.
  func notify(of column: String) -> String {
    notify.split(separator: "%", omittingEmptySubsequences: false).joined(separator: column)
  }
}

extension SQLDialect {
  static let sqlite = SQLDialect(
    integer: "INTEGER",
    tableOptions: "STRICT",
    keyedTableOptions: "STRICT, WITHOUT ROWID",
    busyTableOptions: "STRICT, WITHOUT ROWID",
    now: "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)",
    // The file does not go away for a while, as a server does.
    uptime: "9223372036854775807",
    forUpdate: "",
    skipLocked: "",
    nextPayment: "(SELECT COALESCE(MAX(number), 0) + 1 FROM payment)",
    member: "labels ->> ?",
    notify: "NULL")
  static let postgres = SQLDialect(
    integer: "BIGINT",
    tableOptions: "",
    keyedTableOptions: "",
    // Dead rows are cleared away soon: a claim would pass over them all.
    busyTableOptions: """
      WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)
      """,
    // Fixed for a statement, so that an index can be asked by it.
    now: "CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)",
    uptime: "CAST(EXTRACT(EPOCH FROM statement_timestamp() - pg_postmaster_start_time()) * 1000 AS BIGINT)",
    forUpdate: "FOR UPDATE",
    skipLocked: "FOR UPDATE SKIP LOCKED",
    nextPayment: "nextval('payment_number')",
    member: "CAST(labels AS json) ->> ?",
    notify: "CAST(pg_notify('\(Schema.postgresSchema)', %) AS TEXT)")
}
