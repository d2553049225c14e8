internal import LipSync

/// JSON lines: a document for each finding.
struct LineWriter: SheetWriter {
  init(command: String) {}

  var head: String { "" }

  func add(_ entry: FindingSheet.Case) -> String {
    entry.entries.map { Self.json($0, of: entry).headed(.finding).text + "\n" }.joined()
  }

  func tail(_ sum: FindingSheet.Sum) -> String { "" }

  private static func json(_ entry: FindingSheet.Entry, of owner: FindingSheet.Case) -> JSON {
    let place = entry.place
    return .object([
      ("case", .string(owner.name)), ("subject", .string(entry.subject)), ("rule", .string(entry.rule.id)),
      ("severity", .string(entry.severity.rawValue)), ("message", .string(entry.message)),
      ("remedy", .string(entry.remedy)), ("source", .optional(entry.source)),
      ("file", .optional(place?.file)),
      ("line", place.map { .int($0.line) } ?? .null), ("column", place.map { .int($0.column) } ?? .null),
    ])
  }
}
