internal import CPostgres
internal import LipSync

/// One connection to a server, used by one thread at a time. Every call blocks.
final class PostgresConnection: @unchecked Sendable {
  // This is sound because whoever opened it, or took it out of the pool, is the only one to have it.
  private let handle: OpaquePointer
  /// The names of prepared statements.
  private var prepared: [Shape: String] = [:]
  /// Whether it is known to be broken: libpq reports a failed write, but considers the connection good until it reads.
  private var isBroken = false

  /// A statement with the kinds of its values, which decide its plan.
  private struct Shape: Hashable {
    var sql: String
    var types: [Oid]
  }

  init(adopting handle: OpaquePointer) { self.handle = handle }

  deinit { PQfinish(handle) }

  /// Connects, and agrees on time-outs and on where the tables are.
  static func open(_ address: PostgresAddress) throws -> PostgresConnection {
    // What the URL says overrides the defaults before it.
    let defaults = [
      ("connect_timeout", String(LedgerDefaults.connectTimeout.components.seconds)),
      ("application_name", "lipflight"), ("client_encoding", "UTF8"), ("tcp_user_timeout", "30000"),
      ("keepalives_idle", "15"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
    ]
    let handle = address.url.reveal { url in
      let parameters = defaults + [("dbname", url)]
      return withCStrings(parameters.map(\.0)) { keywords in
        withCStrings(parameters.map(\.1)) { values in PQconnectdbParams(keywords, values, 1) }
      }
    }
    guard let handle else { throw PostgresError(state: nil, message: "out of memory", isLost: false) }
    let connection = PostgresConnection(adopting: handle)
    cpostgres_silence(handle)
    guard PQstatus(handle) == CONNECTION_OK else {
      // Waiting does not make a password right.
      let isRefused = PQconnectionNeedsPassword(handle) == 1 || PQconnectionUsedPassword(handle) == 1
      throw PostgresError(state: nil, message: String(cString: PQerrorMessage(handle)), isLost: !isRefused)
    }
    if let objection = objection(toVersion: PQserverVersion(handle)) {
      throw PostgresError(state: nil, message: objection, isLost: false)
    }
    // A recorded payment must survive a power cut: "off" is the one setting under which it might not.
    try connection.script(
      """
      SET search_path = \(Schema.postgresSchema);
      SET statement_timeout = \(LedgerDefaults.statementTimeout.milliseconds);
      SET lock_timeout = \(LedgerDefaults.busyTimeout.milliseconds);
      SET idle_in_transaction_session_timeout = \(LedgerDefaults.statementTimeout.milliseconds);
      SET plan_cache_mode = force_custom_plan;
      SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
      """)
    return connection
  }

  /// Why a server cannot be used; nil if it can. Its version is given as 150020 for 15.20, and as 90624 for 9.6.24.
  static func objection(toVersion version: CInt) -> String? {
    guard version < LedgerDefaults.oldestServer * 10_000 else { return nil }
    let shown =
      version >= 100_000
      ? "\(version / 10_000).\(version % 10_000)"
      : "\(version / 10_000).\(version / 100 % 100).\(version % 100)"
    return "the server is PostgreSQL \(shown); \(LedgerDefaults.oldestServer) or later is needed"
  }

  /// Whether it can be lent to the next one.
  var isIdle: Bool {
    !isBroken && PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE
  }

  /// Runs statements that have no values.
  func script(_ sql: String) throws {
    try finish(PQexec(handle, sql))
  }

  /// Runs one statement with a value for each `?`, of which there are none in its texts.
  func run(_ sql: String, _ values: [SQLValue]) throws -> Answer {
    let texts = try values.map { value -> String? in
      switch value {
      case .null: return nil
      case .int(let number): return String(number)
      case .text(let text):
        guard !text.utf8.contains(0) else {
          throw PostgresError(state: nil, message: "a text contains a NUL character", isLost: false)
        }
        return text
      }
    }
    // A null takes the type of its column.
    let types = values.map { value -> Oid in
      switch value {
      case .null: 0
      case .int: 20
      case .text: 25
      }
    }
    let count = CInt(values.count)
    return try Self.withCStrings(texts) { pointers in
      // A statement with many values has many shapes and is not worth keeping.
      guard values.count <= 40 else {
        return try finish(PQexecParams(handle, Self.numbered(sql), count, types, pointers, nil, nil, 0))
      }
      let name = try prepare(Shape(sql: sql, types: types))
      return try finish(PQexecPrepared(handle, name, count, pointers, nil, nil, 0))
    }
  }

  private func prepare(_ shape: Shape) throws -> String {
    if let name = prepared[shape] { return name }
    let name = "s\(prepared.count)"
    try finish(PQprepare(handle, name, Self.numbered(shape.sql), CInt(shape.types.count), shape.types))
    prepared[shape] = name
    return name
  }

  /// Waits for notifications, for at most this long, and returns their payloads.
  func notifications(within milliseconds: CInt) throws -> [String] {
    try Self.waitReadable(PQsocket(handle), milliseconds)
    guard PQconsumeInput(handle) == 1 else {
      throw PostgresError(state: nil, message: String(cString: PQerrorMessage(handle)), isLost: true)
    }
    var payloads: [String] = []
    while let notice = PQnotifies(handle) {
      payloads.append(String(cString: notice.pointee.extra))
      PQfreemem(notice)
    }
    return payloads
  }

  /// The rows of a statement, or how many it changed.
  struct Answer: Sendable {
    var rows: [SQLRow] = []
    var changed = 0
  }

  @discardableResult private func finish(_ result: OpaquePointer?) throws -> Answer {
    defer { PQclear(result) }
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK: return Answer(changed: Int(String(cString: PQcmdTuples(result))) ?? 0)
    case PGRES_TUPLES_OK: return Answer(rows: Self.rows(result))
    default:
      throw failure(
        result,
        message: String(cString: result == nil ? PQerrorMessage(handle) : PQresultErrorMessage(result)))
    }
  }

  /// An error without a server code comes from libpq and is about the connection.
  private func failure(_ result: OpaquePointer?, message: String) -> PostgresError {
    let state = result.flatMap { cpostgres_sqlstate($0) }.map { String(cString: $0) }
    isBroken = isBroken || state == nil || PQstatus(handle) != CONNECTION_OK
    return PostgresError(state: state, message: message, isLost: isBroken)
  }

  private static func rows(_ result: OpaquePointer?) -> [SQLRow] {
    let columns = PQnfields(result)
    // bigint, smallint, integer; all else is text here.
    let isInt = (0..<columns).map { [20, 21, 23].contains(PQftype(result, $0)) }
    return (0..<PQntuples(result)).map { row in
      SQLRow(
        (0..<columns).map { column in
          guard PQgetisnull(result, row, column) == 0, let value = PQgetvalue(result, row, column) else {
            return .null
          }
          let text = String(cString: value)
          return isInt[Int(column)] ? Int64(text).map(SQLValue.int) ?? .text(text) : .text(text)
        })
    }
  }

  /// `?` as `$1`, `$2` and so on.
  private static func numbered(_ sql: String) -> String {
    var parts = sql.split(separator: "?", omittingEmptySubsequences: false)[...]
    var out = String(parts.removeFirst())
    for (index, part) in parts.enumerated() { out += "$\(index + 1)" + part }
    return out
  }

  /// Lends an array of C strings with a null after the last.
  private static func withCStrings<R>(
    _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) throws -> R
  ) rethrows -> R {
    var bytes: [CChar] = []
    var places: [Int?] = []
    for text in texts {
      places.append(text.map { _ in bytes.count })
      if let text {
        bytes.append(contentsOf: text.utf8.lazy.map { CChar(bitPattern: $0) })
        bytes.append(0)
      }
    }
    return try bytes.withUnsafeBufferPointer { bytes in
      let pointers = places.map { place in place.flatMap { bytes.baseAddress?.advanced(by: $0) } } + [nil]
      return try pointers.withUnsafeBufferPointer { pointers in
        // The closing null is always there.
        guard let base = pointers.baseAddress else { preconditionFailure("no closing null") }
        return try body(base)
      }
    }
  }
}
