/// A row of a list, read from its fields.
public protocol ListedRow: Sendable {
  /// The columns that a list in CSV has to name.
  static var columns: [String] { get }
  /// What a row is, in one word for messages.
  static var noun: String { get }
  /// Reads a row.
  /// - Throws: a fault for each field that is missing or cannot be used.
  init(_ row: ManifestRow) throws(PairRowFaults)
  /// A field whose value must be unique; nil if rows may repeat.
  var unique: (field: String, value: String)? { get }
}

extension ListedRow {
  /// Rows may repeat.
  public var unique: (field: String, value: String)? { nil }
}

/// A list of pairs in a file: JSON lines or CSV.
package typealias PairList = RowList<PairRow>

/// A list of rows in a file: JSON lines or CSV. It is read again for each iteration, so memory stays flat.
public struct RowList<Row: ListedRow>: Sendable {
  /// The file.
  public let path: String
  /// How many rows there are.
  public let count: Int
  /// What is wrong, at most `faultLimit` faults; a list with faults must not be used.
  public let faults: [ManifestFault]
  /// Faults beyond those.
  public let furtherFaults: Int

  /// Most faults that are reported one by one.
  public static var faultLimit: Int { 100 }

  /// Reads a list through once, keeping nothing but faults, and 16 bytes per row if rows must be unique.
  ///
  /// - Parameters:
  ///   - path: the list.
  ///   - each: called with every row that has no fault.
  /// - Throws: `POSIXError` if it cannot be opened.
  public init(path: String, each: (Row) -> Void = { _ in }) throws {
    self.path = path
    var (count, all, further) = (0, [ManifestFault](), 0)
    var seen: Set<TextKey> = []
    for item in try ManifestReader(path: path, requiring: Row.columns) {
      count += 1
      for fault in Self.faults(of: item, &seen, each) {
        if all.count < Self.faultLimit { all.append(fault) } else { further += 1 }
      }
    }
    if count == 0 { all = [ManifestFault(line: 1, column: 1, message: "the list holds no \(Row.noun)")] }
    (self.count, self.faults, furtherFaults) = (count, all, further)
  }

  /// The rows in order, read again from the file; none if it has disappeared.
  public func rows() -> some Sequence<Row> {
    let reader = try? ManifestReader(path: path, requiring: Row.columns)
    return [reader].lazy.compactMap(\.self).joined().compactMap { try? Row($0.get()) }
  }

  private static func faults(
    of item: ManifestReader.Element, _ seen: inout Set<TextKey>, _ each: (Row) -> Void
  ) -> [ManifestFault] {
    do {
      let fields = try item.get()
      let row = try Row(fields)
      if let (field, value) = row.unique, !seen.insert(TextKey(value)).inserted {
        return [fields.fault(field, "an earlier row already has the \(field) \u{201c}\(value)\u{201d}")]
      }
      each(row)
      return []
    } catch let faults as PairRowFaults {
      return faults.all
    } catch {
      return (error as? ManifestFault).map { [$0] } ?? []
    }
  }
}
