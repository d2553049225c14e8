internal import LipSync

/// A value of the three kinds that the ledger's tables have.
enum SQLValue: Sendable, Hashable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByNilLiteral
{
  case null
  case int(Int64)
  case text(String)

  init(_ value: Int64?) { self = value.map(SQLValue.int) ?? .null }
  init(_ value: String?) { self = value.map(SQLValue.text) ?? .null }
  init(integerLiteral value: Int64) { self = .int(value) }
  init(stringLiteral value: String) { self = .text(value) }
  init(nilLiteral: ()) { self = .null }
}

/// A row of an answer, read from left to right.
struct SQLRow: Sendable {
  let values: [SQLValue]
  private var next = 0

  init(_ values: [SQLValue]) { self.values = values }

  mutating func intOrNil() throws(JournalError) -> Int64? {
    switch try nextValue() {
    case .int(let value): value
    case .null: nil
    case .text(let text): throw Self.unexpected(text)
    }
  }

  mutating func textOrNil() throws(JournalError) -> String? {
    switch try nextValue() {
    case .text(let value): value
    case .null: nil
    case .int(let value): throw Self.unexpected(String(value))
    }
  }

  mutating func int() throws(JournalError) -> Int64 {
    guard let value = try intOrNil() else { throw Self.unexpected("null") }
    return value
  }

  mutating func text() throws(JournalError) -> String {
    guard let value = try textOrNil() else { throw Self.unexpected("null") }
    return value
  }

  /// One of a closed list of words.
  mutating func word<Word: RawRepresentable<String>>(_ type: Word.Type = Word.self) throws(JournalError)
    -> Word
  {
    let text = try text()
    guard let word = Word(rawValue: text) else { throw Self.unknown(text) }
    return word
  }

  mutating func wordOrNil<Word: RawRepresentable<String>>(_ type: Word.Type = Word.self) throws(JournalError)
    -> Word?
  {
    guard let text = try textOrNil() else { return nil }
    guard let word = Word(rawValue: text) else { throw Self.unknown(text) }
    return word
  }

  mutating func creditsOrNil() throws(JournalError) -> Credits? {
    try intOrNil().map { Credits(hundredths: $0) }
  }

  mutating func timeOrNil() throws(JournalError) -> UnixTime? { try intOrNil().map { UnixTime($0) } }

  private mutating func nextValue() throws(JournalError) -> SQLValue {
    guard next < values.count else { throw Self.unexpected("nothing") }
    defer { next += 1 }
    return values[next]
  }

  private static func unexpected(_ what: String) -> JournalError {
    JournalError(
      .damaged, subject: "", message: "holds \u{201c}\(what)\u{201d}, which does not belong there.")
  }

  private static func unknown(_ word: String) -> JournalError {
    JournalError(
      .newer, subject: "", message: "holds a word that this version does not know: \u{201c}\(word)\u{201d}.")
  }
}

/// A connection in the middle of a transaction, lent to the statements that both stores share.
protocol SQLSession {
  var dialect: SQLDialect { get }

  /// Whether the body runs again, its outcome unknown.
  var isRepeated: Bool { get }

  /// Runs one statement, with a value for each `?`, and gives its rows.
  func rows(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow]

  /// Runs one statement.
  /// - Returns: how many rows it changed.
  @discardableResult func run(_ sql: String, _ values: [SQLValue]) throws -> Int

  /// Waits until no other transaction has the name, and has it until this one ends.
  func lock(_ name: String) throws
}

/// How a statement is to be run.
enum SQLAccess: Sendable {
  /// Reads only; sees one state.
  case read
  /// One statement that changes something: a transaction by itself.
  case single
  /// Several statements, all or none.
  case write
}

/// A store that uses SQL: it says how to get a session, and the extensions of this protocol do the rest for both.
protocol SQLLedger: LedgerStore {
  var dialect: SQLDialect { get }

  /// Lends a session. The body may be run again if a connection was lost, even if its effect was kept: it has to have
  /// the same result. A write is not stopped by a cancellation: what was paid has to be recorded.
  @discardableResult func perform<T: Sendable>(
    _ access: SQLAccess, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws(JournalError) -> T
}

extension JournalError {
  /// The same error with the ledger's name, if it has none yet.
  func naming(_ name: String) -> JournalError {
    subject.isEmpty ? JournalError(code, subject: name, message: message) : self
  }
}
