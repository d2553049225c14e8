internal import LipSync
internal import LipSyncBase

/// JUnit's XML, as build servers show it: a case is a test case, errors are its failure, all else its output. The counts stand before
/// the cases, so these are held back: some 100 bytes each.
struct JUnitWriter: SheetWriter {
  private let command: String
  private var body = ""
  private var counts = (tests: 0, failures: 0, errors: 0, skipped: 0)

  init(command: String) { self.command = command }

  var head: String { "" }

  mutating func add(_ entry: FindingSheet.Case) -> String {
    counts.tests += 1
    let group = entry.group.isEmpty ? command : entry.group
    var inner = ""
    let worst = entry.entries.first { $0.severity == .error }
    switch entry.outcome {
    case .open(let state):
      counts.skipped += 1
      inner += "<skipped message=\"\(XMLText.escaped(state))\"/>"
    case .judged(.fail):
      counts.failures += 1
      inner += Self.trouble("failure", worst, entry)
    case .broken:
      counts.errors += 1
      inner += Self.trouble("error", worst, entry)
    case .judged: break
    }
    let rest = entry.entries.filter { $0.severity != .error }
    if !rest.isEmpty { inner += "<system-out>\(XMLText.escaped(Self.lines(rest)))</system-out>" }
    let place = entry.place.map { " file=\"\(XMLText.escaped($0.file))\" line=\"\($0.line)\"" } ?? ""
    let open =
      "<testcase name=\"\(XMLText.escaped(entry.name))\" classname=\"\(XMLText.escaped(group))\"\(place)"
    body += inner.isEmpty ? open + "/>\n" : open + ">\(inner)</testcase>\n"
    return ""
  }

  func tail(_ sum: FindingSheet.Sum) -> String {
    let numbers =
      "tests=\"\(counts.tests)\" failures=\"\(counts.failures)\" errors=\"\(counts.errors)\" skipped=\"\(counts.skipped)\""
    let notes =
      sum.notes.isEmpty
      ? "" : "<system-out>\(XMLText.escaped(sum.notes.joined(separator: "\n")))</system-out>\n"
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="lipflight" \(numbers)>
      <testsuite name="\(XMLText.escaped(command))" \(numbers)>
      \(body)\(notes)</testsuite>
      </testsuites>

      """
  }

  private static func trouble(
    _ tag: String, _ worst: FindingSheet.Entry?, _ entry: FindingSheet.Case
  ) -> String {
    let errors = entry.entries.filter { $0.severity == .error }
    let message = XMLText.escaped(worst.map { "\($0.subject): \($0.message)" } ?? "failed")
    return "<\(tag) type=\"\(XMLText.escaped(worst?.rule.id ?? "failed"))\" message=\"\(message)\">"
      + "\(XMLText.escaped(lines(errors)))</\(tag)>"
  }

  private static func lines(_ entries: [FindingSheet.Entry]) -> String {
    entries.map { entry in
      let remedy = entry.remedy.isEmpty ? "" : "\n  remedy: \(entry.remedy)"
      return "\(entry.severity.rawValue) \(entry.rule.id) \(entry.subject): \(entry.message)\(remedy)"
    }.joined(separator: "\n")
  }
}
