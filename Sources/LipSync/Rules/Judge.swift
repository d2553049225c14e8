/// How a rule is judged if facts alone decide: what it needs to know, and what it makes of that.
struct Judge: Sendable {
  private let run: @Sendable (Any) -> [Seen]

  /// - Parameter judge: what is wrong with such facts; nil if nothing is.
  init<Facts>(_ judge: @escaping @Sendable (Facts) -> Seen?) {
    run = { facts in (facts as? Facts).flatMap(judge).map { [$0] } ?? [] }
  }

  /// - Parameter judge: everything of the kind that is wrong with such facts.
  init<Facts>(_ judge: @escaping @Sendable (Facts) -> [Seen]) {
    run = { facts in (facts as? Facts).map(judge) ?? [] }
  }

  /// What it makes of facts; nothing if they are not of the kind that it judges.
  func seen(in facts: Any) -> [Seen] { run(facts) }
}

/// What was seen when a rule fired.
struct Seen: Sendable {
  let message: String
  let evidence: [JSON.Member]
  /// Nil for the rule's own.
  let severity: Severity?
  /// Nil for the rule's own.
  let remedy: String?

  init(
    _ message: String, _ evidence: [JSON.Member] = [], severity: Severity? = nil, remedy: String? = nil
  ) {
    self.message = message
    self.evidence = evidence
    self.severity = severity
    self.remedy = remedy
  }
}

extension Rule {
  /// What all rules that judge such facts make of them, in the catalogue's order.
  static func findings(on facts: some Sendable, about subject: Subject) -> [Finding] {
    all.flatMap { $0.findings(on: facts, about: subject) }
  }

  /// What this rule makes of facts.
  func findings(on facts: some Sendable, about subject: Subject) -> [Finding] {
    judges.flatMap { $0.seen(in: facts) }.map { seen in
      Finding(
        self, about: subject, seen.message, remedy: seen.remedy, severity: seen.severity,
        evidence: seen.evidence)
    }
  }
}
