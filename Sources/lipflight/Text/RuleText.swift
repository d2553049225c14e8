internal import LipSync

/// Rules for people.
enum RuleText {
  /// One line per rule.
  static func catalogue(_ rules: [Rule], _ style: Style) -> String {
    let width = rules.map(\.id.count).max() ?? 0
    return rules.map { rule in
      style.strong(padded(rule.id, to: width)) + "  " + style.severity(rule.severity) + "  "
        + rule.sentence
    }.joined(separator: "\n")
  }

  /// One rule with its remedy.
  static func explained(_ rule: Rule, _ style: Style) -> String {
    let rows = [("fires when", rule.sentence), ("limit", rule.limit ?? ""), ("remedy", rule.remedy)]
    let lines = rows.filter { !$0.1.isEmpty }.map { "  \(padded($0.0, to: 10))  \($0.1)" }
    return (["\(style.strong(rule.id))  \(style.severity(rule.severity, padding: 0))"] + lines)
      .joined(separator: "\n")
  }
}
