internal import Platform

/// A list of jobs in a file, row after row: JSON lines, or CSV with a header line. Which of them it is, its
/// first character shows.
///
/// Memory stays flat however long the list is. A row that cannot be read is a fault in its place, and reading continues.
package struct ManifestReader: Sequence, IteratorProtocol {
  /// A row, or what is wrong with it.
  package typealias Element = Result<ManifestRow, ManifestFault>

  private enum Format { case unknown, lines, csv }

  private let file: ManifestFile
  private var format = Format.unknown
  private var csv = CSVReader()
  private var header: [CSVReader.Field]?
  private var lines = ManifestLines()
  private var isOver = false
  private let required: [String]

  /// Opens a list.
  ///
  /// - Parameters:
  ///   - path: the list.
  ///   - required: columns without which a list in CSV is not read any further than its first line.
  /// - Throws: `POSIXError` if it cannot be opened.
  package init(path: String, requiring required: [String] = []) throws {
    file = try ManifestFile(path: path)
    self.required = required
  }

  /// The next row; nil at the end.
  package mutating func next() -> Element? {
    if format == .unknown { format = file.skipMark() == UInt8(ascii: "{") ? .lines : .csv }
    while !isOver {
      let byte = file.next()
      isOver = byte == nil
      if format == .lines {
        if let row = byte.map({ lines.consume($0) }) ?? lines.finish() { return row }
      } else if let item = byte.map({ csv.consume($0) }) ?? csv.finish(), let row = row(of: item) {
        return row
      }
    }
    return file.trouble.map { .failure(ManifestFault(line: 1, column: 1, message: $0)) }
  }

  private mutating func row(of item: CSVReader.Item) -> Element? {
    switch item {
    case .fault(let fault): return .failure(fault)
    case .record(let fields, let line):
      guard let header else { return readHeader(fields, line: line) }
      guard fields.count == header.count else {
        let place = fields.count > header.count ? fields[header.count].column : fields.last?.column ?? 1
        let message = "\(fields.count) fields, but the first line names \(header.count)"
        return .failure(ManifestFault(line: line, column: place, message: message))
      }
      let named = zip(header, fields).map {
        ManifestRow.Field(name: $0.text, value: .string($1.text), column: $1.column)
      }
      return .success(ManifestRow(line: line, fields: named))
    }
  }

  private mutating func readHeader(_ fields: [CSVReader.Field], line: Int) -> Element? {
    let names = fields.map { CSVReader.Field(text: String($0.text[...].trimmed), column: $0.column) }
    header = names
    for (index, name) in names.enumerated() {
      let isTwice = names[..<index].contains { $0.text == name.text }
      if name.text.isEmpty || isTwice {
        let message =
          isTwice ? "the column \u{201c}\(name.text)\u{201d} is named twice" : "a column has no name"
        return .failure(ManifestFault(line: line, column: name.column, message: message))
      }
    }
    let missing = required.filter { name in !names.contains { $0.text == name } }
    guard missing.isEmpty else {
      isOver = true
      let words = missing.map { "\u{201c}\($0)\u{201d}" }.joined(separator: " and ")
      return .failure(
        ManifestFault(line: line, column: 1, message: "the first line names no column \(words)"))
    }
    return nil
  }
}

/// JSON lines: one object per line.
struct ManifestLines {
  private var line = 1
  private var bytes: [UInt8] = []
  private var isTooLong = false

  mutating func consume(_ byte: UInt8) -> ManifestReader.Element? {
    guard byte == 0x0a else {
      if bytes.count < CSVReader.recordLimit { bytes.append(byte) } else { isTooLong = true }
      return nil
    }
    return finish()
  }

  mutating func finish() -> ManifestReader.Element? {
    defer { (line, bytes, isTooLong) = (line + 1, [], false) }
    func fault(_ column: Int, _ message: String) -> ManifestReader.Element {
      .failure(ManifestFault(line: line, column: column, message: message))
    }
    if isTooLong { return fault(1, "the line is longer than \(CSVReader.recordLimit) bytes") }
    guard bytes.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0d }) else { return nil }
    guard String(validating: bytes, as: UTF8.self) != nil else { return fault(1, ManifestFault.notUTF8) }
    guard let json = JSON(parsing: bytes) else {
      let place = JSON.fault(in: bytes) ?? bytes.count
      return fault(String(decoding: bytes[..<place], as: UTF8.self).count + 1, "this is not JSON")
    }
    guard case .object(let members) = json else { return fault(1, "expected a JSON object on each line") }
    let fields = members.map { ManifestRow.Field(name: $0.0, value: $0.1, column: 1) }
    return .success(ManifestRow(line: line, fields: fields))
  }
}

/// A file's bytes, a block at a time.
private final class ManifestFile {
  private let descriptor: Int32
  private var block = [UInt8](repeating: 0, count: 64 << 10)
  private var filled = 0
  private var index = 0
  /// Why reading ended before the end.
  private(set) var trouble: String?

  init(path: String) throws {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  }

  deinit { close(descriptor) }

  /// Skips a byte order mark, and finds the first byte that is not white space.
  func skipMark() -> UInt8? {
    fill()
    if block[..<filled].starts(with: [0xef, 0xbb, 0xbf]) { index = 3 }
    return block[index..<filled].first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
  }

  func next() -> UInt8? {
    if index == filled { fill() }
    guard index < filled else { return nil }
    defer { index += 1 }
    return block[index]
  }

  private func fill() {
    let count = read(descriptor, &block, block.count)
    if count < 0 { trouble = "the list cannot be read: \(String(cString: strerror(errno)))" }
    (filled, index) = (max(0, count), 0)
  }
}
