internal import CSQLite
internal import LipSync

/// Statements on a connection, which keeps them prepared. Values go to SQLite and come from it as they are: a batch consists
/// of hundreds of thousands of rows.
struct SQLiteSession: SQLSession {
  let handle: SQLiteConnection.Handle
  var dialect: SQLDialect { .sqlite }
  /// A file answers or fails: nothing is run twice.
  var isRepeated: Bool { false }

  func rows(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow] {
    var all: [SQLRow] = []
    try step(sql, values) { statement in
      all.append(SQLRow((0..<sqlite3_column_count(statement)).map { Self.value(statement, $0) }))
    }
    return all
  }

  func run(_ sql: String, _ values: [SQLValue]) throws -> Int {
    try step(sql, values) { _ in }
    return Int(sqlite3_changes(handle.database))
  }

  /// A writer has the database to itself.
  func lock(_ name: String) {}

  private func step(_ sql: String, _ values: [SQLValue], _ row: (OpaquePointer) -> Void) throws {
    let statement = try handle.statement(sql)
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    for (index, value) in values.enumerated() { Self.bind(statement, CInt(index + 1), value) }
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: row(statement)
      case SQLITE_DONE: return
      case let code: throw handle.failure(code)
      }
    }
  }

  private static func bind(_ statement: OpaquePointer, _ place: CInt, _ value: SQLValue) {
    switch value {
    case .null: sqlite3_bind_null(statement, place)
    case .int(let number): sqlite3_bind_int64(statement, place, number)
    case .text(let text): csqlite_bind_text(statement, place, text, CInt(text.utf8.count))
    }
  }

  private static func value(_ statement: OpaquePointer, _ column: CInt) -> SQLValue {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: return .int(sqlite3_column_int64(statement, column))
    case SQLITE_TEXT:
      guard let bytes = sqlite3_column_text(statement, column) else { return .null }
      let count = Int(sqlite3_column_bytes(statement, column))
      return .text(String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
    default: return .null
    }
  }
}
