internal import LipSync

/// Markdown for a summary of a build or a comment: a verdict, a table of findings, and counts. A summary of a GitHub job holds 1 MiB, so
/// findings are listed up to a limit, and the rest is counted.
struct MarkdownWriter: SheetWriter {
  /// Findings that are listed.
  static let limit = 500

  private let command: String
  private var rows: [(Severity, String)] = []
  private var left = 0
  private var counts: [String: Int] = [:]

  init(command: String) { self.command = command }

  var head: String { "" }

  mutating func add(_ entry: FindingSheet.Case) -> String {
    counts[Self.word(entry.outcome), default: 0] += 1
    for finding in entry.entries {
      guard rows.count < Self.limit else {
        left += 1
        continue
      }
      let place = finding.place.map { "\($0.file):\($0.line):\($0.column)" }
      let cells = [
        finding.severity.rawValue, "`\(finding.rule.id)`",
        Self.cell(entry.name) + (place.map { "<br>" + Self.cell($0) } ?? ""),
        Self.cell("\(finding.subject): \(finding.message)"), Self.cell(finding.remedy),
      ]
      rows.append((finding.severity, "| " + cells.joined(separator: " | ") + " |"))
    }
    return ""
  }

  func tail(_ sum: FindingSheet.Sum) -> String {
    let order = Verdict.allCases.map(\.rawValue) + ["open", "not judged"]
    let numbers = order.compactMap { word in counts[word].map { "\($0) \(word)" } }.joined(separator: ", ")
    var lines = ["### \(Self.cell(command)): \(sum.verdict.rawValue)", "", numbers]
    lines += sum.notes.flatMap { ["", Self.cell($0)] }
    if !rows.isEmpty {
      lines += ["", "| severity | rule | where | what was seen | what to do |", "|---|---|---|---|---|"]
      // The worst first; those of a kind in their order.
      for severity in Severity.allCases.reversed() { lines += rows.filter { $0.0 == severity }.map(\.1) }
    }
    if left > 0 { lines += ["", "\(left) more findings are not listed."] }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func word(_ outcome: FindingSheet.Outcome) -> String {
    switch outcome {
    case .judged(let verdict): verdict.rawValue
    case .open: "open"
    case .broken: "not judged"
    }
  }

  /// Text that stays in its cell and is no markup: names come from outside.
  private static func cell(_ text: String) -> String {
    text.reduce(into: "") { out, character in
      switch character {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "|", "*", "_", "`", "[", "]", "\\", "~", "#": out += "\\" + String(character)
      case "@": out += "&#64;"
      case "\n", "\r", "\r\n": out += "<br>"
      default: out.append(character)
      }
    }
  }
}
