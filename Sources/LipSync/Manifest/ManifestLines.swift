/// JSON lines: one object per line.
struct ManifestLines {
  private let columns: ListColumns
  private let misfit: @Sendable ([UInt8]) -> String
  private var line = 1
  private var bytes: [UInt8] = []
  private var isTooLong = false

  init(columns: ListColumns, misfit: @escaping @Sendable ([UInt8]) -> String = ListEncoding.utf8.misfit) {
    (self.columns, self.misfit) = (columns, misfit)
  }

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
    guard String(validating: bytes, as: UTF8.self) != nil else { return fault(1, misfit(bytes)) }
    guard let json = JSON(parsing: bytes) else {
      let place = JSON.fault(in: bytes) ?? bytes.count
      return fault(String(decoding: bytes[..<place], as: UTF8.self).count + 1, "this is not JSON")
    }
    guard case .object(let members) = json else { return fault(1, "expected a JSON object on each line") }
    let given = members.map(\.0)
    do {
      let names = try columns.renamed(given)
      let columns = MemberColumns.of(bytes)
      let fields = zip(names, members).enumerated().map { index, pair in
        ManifestRow.Field(
          name: pair.0, value: pair.1.1, column: columns.indices.contains(index) ? columns[index] : 1)
      }
      return .success(ManifestRow(line: line, fields: fields))
    } catch {
      return fault(1, error.message(given))
    }
  }
}

extension ListColumns.Clash {
  /// What is wrong, in terms of the names that the list gives.
  func message(_ names: [String]) -> String {
    "\u{201c}\(names[first])\u{201d} and \u{201c}\(names[second])\u{201d} may both be the column \u{201c}\(own)\u{201d}; call the right one \u{201c}\(own)\u{201d}"
  }
}
