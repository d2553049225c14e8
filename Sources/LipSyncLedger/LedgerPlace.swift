public import LipSync

/// Where a ledger is, as a user names it.
public enum LedgerPlace {
  /// Opens the ledger that a text names: a `postgres://` or `postgresql://` URL, or else a file, which is made where it does
  /// not exist.
  public static func open(_ place: String) async throws(JournalError) -> any LedgerStore {
    guard PostgresAddress.names(place) else { return try await SQLiteLedger.open(place) }
    return try await PostgresLedger.open(PostgresAddress(place))
  }
}
