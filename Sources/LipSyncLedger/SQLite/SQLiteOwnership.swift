internal import LipSync

/// Whether a database is a ledger, or may become one: another program's gets no tables of ours.
enum SQLiteOwnership {
  /// Looks at a database before anything is written to it.
  ///
  /// - Throws: a `JournalError` with code `.damaged`, or a `SQLiteConnection.Failure`.
  static func demand(_ connection: SQLiteConnection, path: String) throws {
    let (application, tables) = try connection.use(nil) { session in
      (
        try number("application_id", session),
        try session.rows("SELECT name FROM sqlite_master WHERE type = 'table'", []).compactMap { row in
          if case .text(let name)? = row.values.first { name } else { nil }
        }
      )
    }
    guard !isOurs(application: application, tables: Set(tables)) else { return }
    let some = tables.sorted().prefix(3).joined(separator: ", ")
    throw JournalError(
      .damaged, subject: path,
      message: "is a database of another program"
        + (some.isEmpty ? "" : " (it has \(tables.count) \(tables.count == 1 ? "table" : "tables"): \(some))")
        + "; nothing was written to it.")
  }

  /// Ledgers of before say nothing of themselves, and are told by their tables: a pure function.
  static func isOurs(application: Int64, tables: Set<String>) -> Bool {
    if application == JournalSeal.application { return true }
    let own = tables.subtracting([SQLiteMigrations.table, "sqlite_sequence", "sqlite_stat1"])
    guard application == 0 else { return false }
    return own.isEmpty
      || (tables.contains(SQLiteMigrations.table) && own.isSuperset(of: ["payment", "upload"]))
  }

  /// A number in the header.
  static func number(_ pragma: String, _ session: SQLiteSession) throws -> Int64 {
    guard case .int(let number)? = try session.rows("PRAGMA \(pragma)", []).first?.values.first else {
      return 0
    }
    return number
  }

  /// Marks a ledger as one.
  static func mark(_ connection: SQLiteConnection) throws {
    try connection.use(nil) { session in
      guard try number("application_id", session) != JournalSeal.application else { return }
      try session.handle.run("PRAGMA application_id = \(JournalSeal.application)")
    }
  }
}
