/// In which way a list is written, by its first bytes: a pure function of them.
struct ListDialect: Equatable {
  /// What a list is made of.
  enum Form: Equatable {
    /// Fields between delimiters, a header first.
    case table(delimiter: UInt8)
    /// A JSON object on each line.
    case lines
    /// No list: why.
    case foreign(String)
  }

  var encoding: ListEncoding
  /// Bytes of the byte order mark.
  var mark: Int
  var form: Form
  /// Whether a lone carriage return ends a line, as in "CSV (Macintosh)".
  var endsLinesByReturn: Bool
  /// Whether the first line only names the delimiter (`sep=;`), for Excel.
  var namesDelimiter: Bool

  /// Reads the head of a list.
  ///
  /// - Parameters:
  ///   - head: its first bytes.
  ///   - said: the encoding that the user named; a byte order mark proves another one.
  ///   - columns: the columns that are looked for.
  init(head: ArraySlice<UInt8>, said: ListEncoding?, columns: ListColumns) {
    let proved = ListEncoding.proved(by: head)
    // A mark is a proof; zeros between the letters are only a sign.
    mark = proved?.mark ?? 0
    encoding = (mark > 0 ? proved?.encoding : said ?? proved?.encoding) ?? .utf8
    (endsLinesByReturn, namesDelimiter) = (false, false)
    if let kind = Self.foreign.first(where: { head.starts(with: $0.0) }) {
      form = .foreign(kind.1)
      return
    }
    var decoder = ListDecoder(encoding)
    let text = decoder.decode(head.dropFirst(mark))
    let first = text.drop { Self.blank.contains($0) }
    if first.first == UInt8(ascii: "{") {
      form = .lines
    } else if Self.isArray(first) {
      form = .foreign(
        "this is one JSON array; write each of its objects on a line of its own (`jq -c '.[]' LIST`)")
    } else {
      endsLinesByReturn = text.contains(0x0d) && !text.contains(0x0a)
      let named = Self.named(text)
      namesDelimiter = named != nil
      let lines = endsLinesByReturn ? text.map { $0 == 0x0d ? 0x0a : $0 } : text
      form = .table(delimiter: named ?? Self.delimiter(of: lines, columns))
    }
  }

  /// The delimiters that are tried, the likeliest first.
  private static let delimiters = [",", ";", "\t", "|"].flatMap { Array($0.utf8) }

  private static let blank: Set<UInt8> = [0x20, 0x09, 0x0a, 0x0d]

  /// Files that spreadsheets save where text was meant.
  private static let foreign: [([UInt8], String)] = [
    (
      [0x50, 0x4b, 0x03, 0x04],
      "this is a workbook (.xlsx, .ods, .numbers) or another ZIP archive, not text; save the sheet as CSV UTF-8"
    ),
    (
      [0xd0, 0xcf, 0x11, 0xe0],
      "this is a workbook (.xls) or another binary document, not text; save the sheet as CSV UTF-8"
    ),
  ]

  private static func isArray(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.first == UInt8(ascii: "[") else { return false }
    let next = text.dropFirst().first { !blank.contains($0) }
    return next == UInt8(ascii: "{") || next == UInt8(ascii: "]") || next == nil
  }

  /// The delimiter that a first line `sep=X` names.
  private static func named(_ text: [UInt8]) -> UInt8? {
    let line = text.prefix { $0 != 0x0a && $0 != 0x0d }
    let words = String(decoding: line, as: UTF8.self).lowercased()
    guard words.hasPrefix("sep="), line.count == 5, let last = line.last, last < 0x80 else { return nil }
    return last
  }

  /// The delimiter under which the header names the most of our columns, then the most columns at all.
  private static func delimiter(of text: [UInt8], _ columns: ListColumns) -> UInt8 {
    var best = (delimiter: delimiters[0], known: 0, all: 0)
    for delimiter in delimiters {
      let header = header(of: text, delimiter)
      let known = columns.known(in: header)
      if (known, header.count) > (best.known, best.all) { best = (delimiter, known, header.count) }
    }
    return best.delimiter
  }

  private static func header(of text: [UInt8], _ delimiter: UInt8) -> [String] {
    var reader = CSVReader(delimiter: delimiter)
    for byte in text {
      guard let item = reader.consume(byte) else { continue }
      if case .record(let fields, _) = item { return fields.map(\.text) }
      return []
    }
    guard case .record(let fields, _)? = reader.finish() else { return [] }
    return fields.map(\.text)
  }
}

extension ListDialect {
  /// A delimiter in words.
  static func name(of delimiter: UInt8) -> String {
    switch delimiter {
    case UInt8(ascii: ","): "comma"
    case UInt8(ascii: ";"): "semicolon"
    case 0x09: "tab"
    default: "\u{201c}\(Unicode.Scalar(delimiter))\u{201d}"
    }
  }
}
