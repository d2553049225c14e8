internal import GRDB
internal import GRDBSQLite
internal import LipSync

/// Statements on GRDB's connection, which keeps them prepared. Values go to SQLite and come from it as they are: a batch is
/// made of rows by the hundred thousand.
struct SQLiteSession: SQLSession {
  let db: Database
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
    return db.changesCount
  }

  /// The one who writes has everything to itself.
  func lock(_ name: String) {}

  private func step(_ sql: String, _ values: [SQLValue], _ row: (OpaquePointer) -> Void) throws {
    let prepared = try db.cachedStatement(sql: sql)
    try withExtendedLifetime(prepared) {
      let statement = prepared.sqliteStatement
      defer {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
      }
      for (index, value) in values.enumerated() { Self.bind(statement, Int32(index + 1), value) }
      while true {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: row(statement)
        case SQLITE_DONE: return
        case let code:
          let message = db.sqliteConnection.map { String(cString: sqlite3_errmsg($0)) }
          throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
        }
      }
    }
  }

  private static func bind(_ statement: OpaquePointer, _ place: Int32, _ value: SQLValue) {
    switch value {
    case .null: sqlite3_bind_null(statement, place)
    case .int(let number): sqlite3_bind_int64(statement, place, number)
    case .text(var text):
      // SQLITE_TRANSIENT, a cast that Swift does not import: SQLite copies the text.
      let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          // An empty text has no address, and would be null without one.
          _ = sqlite3_bind_text(statement, place, $0.baseAddress ?? Self.nothing, Int32($0.count), transient)
        }
      }
    }
  }

  private static func value(_ statement: OpaquePointer, _ column: Int32) -> SQLValue {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: return .int(sqlite3_column_int64(statement, column))
    case SQLITE_TEXT:
      guard let bytes = sqlite3_column_text(statement, column) else { return .null }
      let count = Int(sqlite3_column_bytes(statement, column))
      return .text(String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
    default: return .null
    }
  }

  nonisolated(unsafe) private static let nothing: UnsafePointer<CChar> = {
    // Sound because nobody writes to it; one byte for as long as the process lives.
    let byte = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    byte.initialize(to: 0)
    return UnsafePointer(byte)
  }()
}
