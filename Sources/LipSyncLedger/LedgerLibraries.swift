internal import CPostgres
internal import CSQLite

/// The libraries that ledgers stand on.
package enum LedgerLibraries {
  /// SQLite's version (`sqlite3_libversion`).
  package static var sqlite: String { String(cString: sqlite3_libversion()) }

  /// libpq's version, from its number (`PQlibVersion`): `15.14`.
  package static var postgres: String {
    let number = PQlibVersion()
    return "\(number / 10_000).\(number % 10_000)"
  }
}
