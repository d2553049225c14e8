internal import LipSync

/// Makes the tables, or brings them up to date: all of it or nothing, one worker at a time.
enum PostgresMigrations {
  static func run(on connection: PostgresConnection) throws {
    let schema = Schema.postgresSchema
    try connection.script("BEGIN")
    do {
      _ = try connection.run(
        "SELECT pg_advisory_xact_lock(?)", [.int(StableHash.of("lipflight migrations"))])
      // A user who may not make schemas can use one that was made for them.
      let found = try connection.run("SELECT 1 FROM pg_namespace WHERE nspname = ?", [.text(schema)]).rows
      if found.isEmpty { try connection.script("CREATE SCHEMA \(schema)") }
      try connection.script("CREATE TABLE IF NOT EXISTS migration (identifier TEXT PRIMARY KEY NOT NULL)")
      let done = Set(
        try connection.run("SELECT identifier FROM migration", []).rows.map { row in
          var row = row
          return try row.text()
        })
      let versions = Schema.versions + [Schema.turns]
      guard done.isSubset(of: versions.map(\.name)) else {
        throw JournalError(.newer, subject: "", message: "was written by a newer version of Lipflight.")
      }
      for version in versions where !done.contains(version.name) {
        try connection.script(version.sql(.postgres))
        _ = try connection.run("INSERT INTO migration (identifier) VALUES (?)", [.text(version.name)])
      }
      try connection.script("COMMIT")
    } catch {
      try? connection.script("ROLLBACK")
      throw error
    }
  }
}
