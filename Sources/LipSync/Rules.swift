/// One thing that can be wrong.
public struct Rule: Sendable, Equatable {
  /// The stable id.
  public var id: RuleID
  /// How much it matters; a single finding may say otherwise where the catalogue's sentence says so.
  public var severity: Severity
  /// When it fires: one sentence.
  public var sentence: String
  /// What to do in general; a finding may know better.
  public var remedy: String

  init(_ id: RuleID, _ severity: Severity, _ sentence: String, _ remedy: String) {
    self.id = id
    self.severity = severity
    self.sentence = sentence
    self.remedy = remedy
  }
}

/// The catalogue of rules: everything that Lipflight can find wrong, in one table.
public enum Rules {
  /// A rule by its id.
  public static func rule(_ id: RuleID) -> Rule {
    guard let rule = byID[id] else { preconditionFailure("\(id.rawValue) is missing from the catalogue") }
    return rule
  }

  /// A rule by the name that a user typed; nil where there is none.
  public static func rule(named name: String) -> Rule? { RuleID(rawValue: name).map(rule) }

  /// The catalogue as a Markdown table, for README and docs.
  public static var markdownTable: String {
    let rows = all.map { "| `\($0.id.rawValue)` | \($0.severity.rawValue) | \($0.sentence) | \($0.remedy) |" }
    return (["| rule | severity | fires when | what to do |", "|---|---|---|---|"] + rows)
      .joined(separator: "\n") + "\n"
  }

  private static let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
}

extension Finding {
  /// A rule that fired; severity and remedy come from the catalogue unless the case at hand knows better.
  public init(
    _ id: RuleID, about subject: Subject, _ message: String, remedy: String? = nil,
    severity: Severity? = nil, evidence: [JSON.Member] = []
  ) {
    let rule = Rules.rule(id)
    self.init(
      rule: id.rawValue, severity: severity ?? rule.severity, subject: subject, message: message,
      remedy: remedy ?? rule.remedy, evidence: evidence)
  }

  /// The rule's id; nil for a rule that is not in the catalogue.
  public var id: RuleID? { RuleID(rawValue: rule) }
}
