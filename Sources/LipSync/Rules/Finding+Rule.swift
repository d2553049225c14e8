extension Finding {
  /// A rule that fired; severity, remedy and its settings are the rule's unless the case at hand knows better.
  package init(
    _ rule: Rule, about subject: Subject, _ message: String, remedy: String? = nil,
    severity: Severity? = nil, evidence: [JSON.Member] = [], settings: [Setting]? = nil
  ) {
    let known = remedy == nil || remedy == rule.remedy ? rule.settings : []
    self.init(
      rule: rule, severity: severity ?? rule.severity, subject: subject, message: message,
      remedy: remedy ?? rule.remedy, evidence: evidence, settings: settings ?? known)
  }

  /// What is wrong with a request to leave rules out: some are not in the catalogue, so leaving them out does nothing.
  static func unknownRules(in ignored: Set<Rule>, about subject: Subject) -> [Finding] {
    let unknown = ignored.unknown
    guard !unknown.isEmpty else { return [] }
    return [
      Finding(
        .ruleUnknown, about: subject,
        "There is no rule \(unknown.map { "\u{201c}\($0)\u{201d}" }.joined(separator: ", ")), so nothing is left out for it.",
        evidence: [("rules", .array(unknown.map { .string($0.id) }))])
    ]
  }
}

extension Set<Rule> {
  /// Those that are not in the catalogue, by the alphabet.
  package var unknown: [Rule] { filter { !$0.isKnown }.sorted() }
}
