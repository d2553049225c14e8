internal import CSQLite
internal import LipSync

/// Brings a file to the newest version of the schema, and refuses one that is newer still.
enum SQLiteMigrations {
  /// The table that says which versions a file has had. Its name is that of GRDB, which wrote the first ledgers.
  static let table = "grdb_migrations"

  /// Applies what is missing, each version in a transaction of its own.
  ///
  /// - Throws: a `JournalError` with code `.newer`, or a `SQLiteConnection.Failure`.
  static func apply(to connection: SQLiteConnection, path: String) throws {
    let known = Schema.versions.map(\.name)
    let applied = try connection.use(.write) { session in
      try session.handle.run("CREATE TABLE IF NOT EXISTS \(table) (identifier TEXT NOT NULL PRIMARY KEY)")
      return Set(
        try session.rows("SELECT identifier FROM \(table)", []).compactMap { row in
          if case .text(let name)? = row.values.first { name } else { nil }
        })
    }
    guard applied.isSubset(of: known) else {
      throw JournalError(.newer, subject: path, message: "was written by a newer version of Lipflight.")
    }
    for version in Schema.versions where !applied.contains(version.name) {
      try connection.use(.write) { session in
        try session.handle.run(version.sql(.sqlite))
        _ = try session.run("INSERT INTO \(table) (identifier) VALUES (?)", [.text(version.name)])
      }
    }
  }
}
