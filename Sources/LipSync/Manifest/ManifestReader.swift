internal import Platform

/// A list of jobs in a file, row after row: JSON lines, or a table with a header line, as CSV has it or spreadsheets write it.
/// Which of them it is, its first bytes show (`ListDialect`).
///
/// Memory stays flat however long the list is. A row that cannot be read is a fault in its place, and reading continues.
package struct ManifestReader: Sequence, IteratorProtocol {
  /// A row, or what is wrong with it.
  package typealias Element = Result<ManifestRow, ManifestFault>

  private let file: ManifestFile
  private let required: [String]
  private let columns: ListColumns
  private let encoding: ListEncoding?
  private var dialect: ListDialect?
  private var table = CSVReader()
  private var header: [CSVReader.Field]?
  private var lines: ManifestLines
  private var isOver = false

  /// Opens a list.
  ///
  /// - Parameters:
  ///   - path: the list.
  ///   - required: columns without which a table is not read any further than its first line.
  ///   - optional: columns that have a meaning, too.
  ///   - encoding: that of a list without a byte order mark; nil for UTF-8.
  /// - Throws: `POSIXError` if it cannot be opened.
  package init(
    path: String, requiring required: [String] = [], optional: [String] = [], encoding: ListEncoding? = nil
  ) throws {
    file = try ManifestFile(path: path)
    self.required = required
    self.encoding = encoding
    columns = ListColumns(own: required + optional)
    lines = ManifestLines(columns: columns)
  }

  /// The next row; nil at the end.
  package mutating func next() -> Element? {
    let dialect = begun()
    if case .foreign(let what) = dialect.form, !isOver {
      isOver = true
      return .failure(ManifestFault(line: 1, column: 1, message: what))
    }
    while !isOver {
      let byte = file.next()
      isOver = byte == nil
      if dialect.form == .lines {
        if let row = byte.map({ lines.consume($0) }) ?? lines.finish() { return row }
      } else if let item = byte.map({ table.consume($0) }) ?? table.finish(), let row = row(of: item) {
        return row
      }
    }
    return file.trouble.map { .failure(ManifestFault(line: 1, column: 1, message: $0)) }
  }

  private mutating func begun() -> ListDialect {
    if let dialect { return dialect }
    let found = file.dialect(said: encoding, columns: columns)
    dialect = found
    if case .table(let delimiter) = found.form {
      table = CSVReader(delimiter: delimiter, misfit: found.encoding.misfit)
    }
    lines = ManifestLines(columns: columns, misfit: found.encoding.misfit)
    return found
  }

  private mutating func row(of item: CSVReader.Item) -> Element? {
    switch item {
    case .fault(let fault): return .failure(fault)
    case .record(let fields, let line):
      guard let header else { return readHeader(fields, line: line) }
      // Spreadsheets write rows and columns that were once touched.
      let isBlank = fields.allSatisfy { $0.text[...].trimmed.isEmpty }
      return isBlank ? nil : row(header, fields, line: line)
    }
  }

  private func row(_ header: [CSVReader.Field], _ fields: [CSVReader.Field], line: Int) -> Element {
    func fault(_ column: Int, _ message: String) -> Element {
      .failure(ManifestFault(line: line, column: column, message: message))
    }
    let beyond = fields.dropFirst(header.count).first { !$0.text[...].trimmed.isEmpty }
    guard fields.count >= header.count, beyond == nil else {
      let place = beyond?.column ?? fields.last?.column ?? 1
      return fault(place, "\(fields.count) fields, but the first line names \(header.count)")
    }
    let named = zip(header, fields)
    if let stray = named.first(where: { $0.text.isEmpty && !$1.text[...].trimmed.isEmpty })?.1 {
      return fault(stray.column, "text in a column that has no name in the first line")
    }
    return .success(
      ManifestRow(
        line: line,
        fields: named.lazy.filter { !$0.0.text.isEmpty }.map {
          ManifestRow.Field(name: $0.text, value: .string($1.text), column: $1.column)
        }))
  }

  private mutating func readHeader(_ fields: [CSVReader.Field], line: Int) -> Element? {
    func fault(_ column: Int, _ message: String) -> Element {
      .failure(ManifestFault(line: line, column: column, message: message))
    }
    let given = fields.map { String($0.text[...].trimmed) }
    let names: [String]
    do { names = try columns.renamed(given) } catch {
      isOver = true
      return fault(fields[error.second].column, error.message(given))
    }
    header = zip(names, fields).map { CSVReader.Field(text: $0, column: $1.column) }
    for (index, name) in names.enumerated() where !name.isEmpty && names[..<index].contains(name) {
      return fault(fields[index].column, "the column \u{201c}\(name)\u{201d} is named twice")
    }
    let missing = required.filter { !names.contains($0) }
    guard missing.isEmpty else {
      isOver = true
      return fault(1, "the first line names no column \(Self.quoted(missing))\(seen(given))")
    }
    return nil
  }

  /// What a header without the required columns names instead.
  private func seen(_ names: [String]) -> String {
    guard case .table(let delimiter)? = dialect?.form else { return "" }
    let shown = names.prefix(6).filter { !$0.isEmpty }.map { String($0.prefix(40)) }
    guard !shown.isEmpty else { return "" }
    let more = names.count > 6 ? " and \(names.count - 6) more" : ""
    let between = names.count > 1 ? ", with a \(ListDialect.name(of: delimiter)) between them" : ""
    return "; it names \(Self.quoted(shown))\(more)\(between)"
  }

  private static func quoted(_ names: [String]) -> String {
    names.map { "\u{201c}\($0)\u{201d}" }.joined(separator: " and ")
  }
}
