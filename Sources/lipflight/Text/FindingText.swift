internal import LipSync

/// Findings for people, the worst first.
enum FindingText {
  static func lines(_ findings: [Finding], _ style: Style) -> [String] {
    let width = findings.map(\.rule.rawValue.count).max() ?? 0
    var lines: [String] = []
    for severity in Severity.allCases.reversed() {
      for finding in findings where finding.severity == severity {
        let rule = style.strong(padded(finding.rule.rawValue, to: width))
        lines.append(
          "  \(style.severity(severity))  \(rule)  \(finding.subject.rawValue): \(finding.message)")
        lines.append("           \(style.faint("remedy:")) \(finding.remedy)")
      }
    }
    return lines
  }
}
