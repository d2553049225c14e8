internal import CPostgres
public import LipSync

/// Where a PostgreSQL database is: a `postgres://` or `postgresql://` URL as libpq reads it, whose password nothing prints.
public struct PostgresAddress: Sendable {
  let url: Redacted
  /// Host, port and database, for messages.
  public let name: String

  /// Whether a text is meant to be such a URL.
  package static func names(_ text: String) -> Bool {
    text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
  }

  /// Reads a URL.
  /// - Throws: `.unusable` for one that libpq cannot read; its words are not given, as they may hold the password.
  public init(_ text: String) throws(JournalError) {
    let authority = text.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" && $0 != "?" }
    func failure(_ message: String) -> JournalError {
      JournalError(.unusable, subject: "postgres://…", message: message)
    }
    // libpq would take what follows the first @ for a host, and show it in messages.
    guard Self.names(text), authority.filter({ $0 == "@" }).count <= 1 else {
      throw failure("is not a database URL; write @ in a user name or password as %40.")
    }
    guard let options = PQconninfoParse(text, nil) else {
      throw failure("is not a database URL, such as postgres://USER@HOST:PORT/DATABASE.")
    }
    defer { PQconninfoFree(options) }
    var known: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val { known[String(cString: keyword)] = String(cString: value) }
      option += 1
    }
    url = Redacted(text)
    let port = known["port"].map { ":" + $0 } ?? ""
    name = "postgres://\(known["host"] ?? known["hostaddr"] ?? "")\(port)/\(known["dbname"] ?? "")"
  }
}
