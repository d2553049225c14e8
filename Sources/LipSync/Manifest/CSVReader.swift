/// CSV by RFC 4180, byte after byte: quoted fields, doubled quotes, line breaks within quotes, CRLF or LF; with another
/// delimiter than the comma where the list has one.
///
/// Give it bytes as they come; records come out as soon as they are complete. What the RFC forbids is a fault with its
/// place, and reading continues after the line.
struct CSVReader {
  /// A field and where it begins.
  struct Field: Equatable {
    var text: String
    var column: Int
  }

  /// A record, or a fault in the place of one.
  enum Item: Equatable {
    case record([Field], line: Int)
    case fault(ManifestFault)
  }

  /// A record longer than this has a quote that was never closed.
  static let recordLimit = 1 << 20

  private enum State { case start, plain, quoted, afterQuote, skipping }

  private let delimiter: UInt8
  /// What is wrong with a field's bytes that are not UTF-8.
  private let misfit: @Sendable ([UInt8]) -> String
  private var state = State.start
  private var line = 1
  private var column = 0
  private var recordLine = 1
  private var fields: [Field] = []
  private var bytes: [UInt8] = []
  private var size = 0
  /// Where the field under way begins.
  private var place = (line: 1, column: 1)
  private var sawReturn = false
  /// The first field of the record under way that is in another encoding.
  private var foreign: ManifestFault?

  /// - Parameters:
  ///   - delimiter: what is between fields, in ASCII.
  ///   - misfit: what is wrong with a field's bytes that are not UTF-8.
  init(
    delimiter: UInt8 = UInt8(ascii: ","),
    misfit: @escaping @Sendable ([UInt8]) -> String = ListEncoding.utf8.misfit
  ) {
    (self.delimiter, self.misfit) = (delimiter, misfit)
  }

  /// Consumes one byte; returns the item that it completes.
  mutating func consume(_ byte: UInt8) -> Item? {
    // Continuation bytes of a character do not count as columns.
    if byte & 0xc0 != 0x80 { column += 1 }
    size += 1
    defer {
      sawReturn = byte == 0x0d
      if byte == 0x0a { (line, column) = (line + 1, 0) }
    }
    if size > Self.recordLimit, state != .skipping {
      return fault("the record is longer than \(Self.recordLimit) bytes; is a quote not closed?", at: place)
    }
    switch state {
    case .skipping:
      if byte == 0x0a { begin(atLine: line + 1) }
      return nil
    case .start, .plain, .afterQuote: return outside(byte)
    case .quoted:
      if byte == UInt8(ascii: "\"") { state = .afterQuote } else { bytes.append(byte) }
      return nil
    }
  }

  /// The input has ended; returns the unfinished item.
  mutating func finish() -> Item? {
    if state == .quoted { return fault("a quote that opens here is never closed", at: place) }
    guard state != .skipping, state != .start || !fields.isEmpty else { return nil }
    return endOfRecord()
  }

  private mutating func outside(_ byte: UInt8) -> Item? {
    switch byte {
    case delimiter:
      endOfField()
      return nil
    case 0x0a: return endOfRecord()
    case 0x0d:
      // Waits for its line feed.
      return nil
    case UInt8(ascii: "\"") where state == .start:
      (state, place) = (.quoted, (line, column))
      return nil
    case UInt8(ascii: "\"") where state == .afterQuote:
      bytes.append(byte)
      state = .quoted
      return nil
    case UInt8(ascii: "\""):
      return fault(
        "a quote in a field that does not begin with one; double it and quote the field", at: (line, column))
    default:
      if state == .afterQuote || sawReturn {
        let what = sawReturn ? "text after a carriage return" : "text after a closing quote"
        return fault(
          "\(what); expected a \(ListDialect.name(of: delimiter)) or the end of the line", at: (line, column))
      }
      if state == .start { (state, place) = (.plain, (line, column)) }
      bytes.append(byte)
      return nil
    }
  }

  private mutating func endOfField() {
    let start = state == .start ? column : place.column
    let text = String(validating: bytes, as: UTF8.self)
    if text == nil, foreign == nil {
      let line = state == .start ? line : place.line
      foreign = ManifestFault(line: line, column: start, message: misfit(bytes))
    }
    fields.append(Field(text: text ?? "", column: start))
    bytes = []
    state = .start
  }

  private mutating func endOfRecord() -> Item? {
    let isBlank = state == .start && fields.isEmpty
    let wasLine = recordLine
    if !isBlank { endOfField() }
    let record = fields
    begin(atLine: line + 1)
    if let fault = foreign {
      foreign = nil
      return .fault(fault)
    }
    return isBlank ? nil : .record(record, line: wasLine)
  }

  private mutating func begin(atLine next: Int) {
    (state, fields, bytes, size, recordLine) = (.start, [], [], 0, next)
  }

  private mutating func fault(_ message: String, at place: (line: Int, column: Int)) -> Item {
    (state, fields, bytes, foreign) = (.skipping, [], [], nil)
    return .fault(ManifestFault(line: place.line, column: place.column, message: message))
  }
}
