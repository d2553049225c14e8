public import LipSync

/// Where a ledger is, as a user names it.
public enum LedgerPlace {
  /// What a text names.
  package enum Kind: Equatable {
    /// A file, by its path.
    case file
    /// A PostgreSQL database, by its URL.
    case postgres
    /// A URL of something else, or one that is written wrongly: by no means a path, for its password would be a directory's name,
    /// and machines that mean one database would share nothing.
    case unknown
  }

  /// What a text names, whether it exists or not.
  package static func kind(_ place: String) -> Kind {
    if PostgresAddress.names(place) { return .postgres }
    let text = place.drop { $0.isWhitespace }
    let scheme = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    let rest = text.dropFirst(scheme.count)
    guard scheme.first?.isLetter == true, rest.hasPrefix(":") else { return .file }
    return rest.hasPrefix(":/") || scheme.lowercased().hasPrefix("postgres") ? .unknown : .file
  }

  /// - Throws: `.badAddress` for a text that names no kind of ledger, without its words, which may hold a password.
  package static func check(_ place: String) throws(JournalError) {
    guard kind(place) == .unknown else { return }
    let scheme = place.drop { $0.isWhitespace }.prefix { $0 != ":" }
    throw JournalError(
      .badAddress, subject: "\(scheme):…", message: "is not a ledger: give a file or a postgres:// URL.")
  }

  /// Opens the ledger that a text names: a `postgres://` or `postgresql://` URL, or else a file, which is created if it does
  /// not exist.
  ///
  /// - Throws: `.badAddress` for any other URL, of which nothing is made.
  public static func open(_ place: String) async throws(JournalError) -> any LedgerStore {
    try check(place)
    guard kind(place) == .postgres else { return try await SQLiteLedger.open(place) }
    return try await PostgresLedger.open(PostgresAddress(place))
  }
}
