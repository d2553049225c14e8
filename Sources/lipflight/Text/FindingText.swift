internal import LipSync

/// Findings for people, the worst first.
enum FindingText {
  /// - Parameter namesSubject: whether each says what it is about; not of a single source.
  static func lines(_ findings: [Finding], _ style: Style, namesSubject: Bool = true) -> [String] {
    let width = findings.map(\.rule.rawValue.count).max() ?? 0
    var lines: [String] = []
    for severity in Severity.allCases.reversed() {
      for finding in findings where finding.severity == severity {
        let rule = style.strong(padded(finding.rule.rawValue, to: width))
        // The first line has the rule in front, which is wider than what the others are indented by.
        let subject = namesSubject ? finding.subject.rawValue + ": " : ""
        let message = broken(subject + finding.message, style, first: width + 2)
        lines.append("  \(style.severity(severity))  \(rule)  \(message[0])")
        lines += message.dropFirst().map { space + $0 }
        let remedy = broken(finding.remedy, style, first: 8)
        lines.append("\(space)\(style.faint("remedy:")) \(remedy[0])")
        lines += remedy.dropFirst().map { space + $0 }
      }
    }
    return lines
  }

  private static let indent = 11
  private static let space = String(repeating: " ", count: indent)

  /// A text in lines that fit beside the indent; whole where it does not go to a terminal, or has a command to copy.
  private static func broken(_ text: String, _ style: Style, first: Int) -> [String] {
    let isCommand = ["ffmpeg ", "lipflight ", "`"].contains { text.contains($0) }
    guard let width = style.width, !isCommand else { return [text] }
    let lines = wrapped(text, to: max(30, width - indent), taken: first)
    return lines.isEmpty ? [text] : lines
  }
}
