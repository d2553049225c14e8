internal import LipSync

/// Rules for people.
enum RuleText {
  /// One line a rule.
  static func catalogue(_ rules: [Rule], _ style: Style) -> String {
    let width = rules.map(\.id.rawValue.count).max() ?? 0
    return rules.map { rule in
      style.strong(padded(rule.id.rawValue, to: width)) + "  " + style.severity(rule.severity) + "  "
        + rule.sentence
    }.joined(separator: "\n")
  }

  /// One rule with its remedy.
  static func explained(_ rule: Rule, _ style: Style) -> String {
    """
    \(style.strong(rule.id.rawValue))  \(style.severity(rule.severity, padding: 0))
      fires when  \(rule.sentence)
      remedy      \(rule.remedy)
    """
  }
}
