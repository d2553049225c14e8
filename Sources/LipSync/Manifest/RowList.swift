/// A row of a list, read from its fields.
public protocol ListedRow: Sendable {
  /// The columns that a table has to name.
  static var columns: [String] { get }
  /// The columns that have a meaning where a table names them; all others are labels.
  static var optionalColumns: [String] { get }
  /// What a row is, in one word for messages.
  static var noun: String { get }
  /// Reads a row.
  /// - Throws: a fault for each field that is missing or cannot be used.
  init(_ row: ManifestRow) throws(PairRowFaults)
  /// A field whose value must be unique; nil if rows may repeat.
  var unique: (field: String, value: String)? { get }
}

extension ListedRow {
  /// None.
  public static var optionalColumns: [String] { [] }
  /// Rows may repeat.
  public var unique: (field: String, value: String)? { nil }
}

/// A list of pairs in a file.
package typealias PairList = RowList<PairRow>

/// A list of rows in a file: JSON lines, or a table with a header line, in CSV or as spreadsheets write it. It is read again
/// for each iteration, so memory stays flat.
///
/// Between the fields of a table is a comma, a semicolon, a tab or a bar, whichever makes the header name our columns;
/// `video_url` and `Video URL` are `video`. Rows and columns without text are left out.
public struct RowList<Row: ListedRow>: Sendable {
  /// The file.
  public let path: String
  /// How many rows there are.
  public let count: Int
  /// What is wrong, at most `faultLimit` faults; a list with faults must not be used.
  public let faults: [ManifestFault]
  /// Faults beyond those.
  public let furtherFaults: Int
  private let encoding: ListEncoding?
  /// Whether one of the faults is text that is not in the list's encoding.
  package var isInAnotherEncoding: Bool { faults.contains { $0.message.hasPrefix(ListEncoding.foreign) } }

  /// Most faults that are reported one by one.
  public static var faultLimit: Int { 100 }

  /// Reads a list through once, keeping nothing but faults, and 16 bytes per row if rows must be unique.
  ///
  /// - Parameters:
  ///   - path: the list.
  ///   - encoding: that of a list without a byte order mark; nil for UTF-8.
  ///   - each: called with every row that has no fault.
  /// - Throws: `POSIXError` if it cannot be opened.
  public init(path: String, encoding: ListEncoding? = nil, each: (Row) -> Void = { _ in }) throws {
    try self.init(path: path, encoding: encoding) { row, _ in
      each(row)
      return []
    }
  }

  /// The same with a judge of rows: what it finds is among the faults.
  package init(
    path: String, encoding: ListEncoding? = nil, judge: (Row, ManifestRow) -> [ManifestFault]
  ) throws {
    self.path = path
    self.encoding = encoding
    var (count, all, further) = (0, [ManifestFault](), 0)
    var seen: Set<TextKey> = []
    for item in try Self.reader(path, encoding) {
      count += 1
      for fault in Self.faults(of: item, &seen, judge) {
        if all.count < Self.faultLimit { all.append(fault) } else { further += 1 }
      }
    }
    if count == 0 { all = [ManifestFault(line: 1, column: 1, message: "the list holds no \(Row.noun)")] }
    (self.count, self.faults, furtherFaults) = (count, all, further)
  }

  /// The rows in order, read again from the file; none if it has disappeared.
  public func rows() -> some Sequence<Row> {
    let reader = try? Self.reader(path, encoding)
    return [reader].lazy.compactMap(\.self).joined().compactMap { try? Row($0.get()) }
  }

  private static func reader(_ path: String, _ encoding: ListEncoding?) throws -> ManifestReader {
    try ManifestReader(
      path: path, requiring: Row.columns, optional: Row.optionalColumns, encoding: encoding)
  }

  private static func faults(
    of item: ManifestReader.Element, _ seen: inout Set<TextKey>,
    _ judge: (Row, ManifestRow) -> [ManifestFault]
  ) -> [ManifestFault] {
    do {
      let fields = try item.get()
      let row = try Row(fields)
      if let (field, value) = row.unique, !seen.insert(TextKey(value)).inserted {
        return [fields.fault(field, "an earlier row already has the \(field) \u{201c}\(value)\u{201d}")]
      }
      return judge(row, fields)
    } catch let faults as PairRowFaults {
      return faults.all
    } catch {
      return (error as? ManifestFault).map { [$0] } ?? []
    }
  }
}
