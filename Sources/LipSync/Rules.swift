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
  /// The settings that the remedy speaks of.
  public var settings: [Setting]

  init(
    _ id: RuleID, _ severity: Severity, _ sentence: String, _ remedy: String, settings: [Setting] = []
  ) {
    self.id = id
    self.severity = severity
    self.sentence = sentence
    self.remedy = remedy
    self.settings = settings
  }
}

/// The catalogue of rules: everything that Lipflight can find wrong, in one table.
public enum Rules {
  /// A rule by its id; nil for an id that is not in the catalogue.
  public static func rule(_ id: RuleID) -> Rule? { byID[id] }

  /// The catalogue as a Markdown table, for README and docs.
  package static var markdownTable: String { markdownTable(of: all) }

  /// The same of rules in a program's own words.
  package static func markdownTable(of rules: [Rule]) -> String {
    let rows = rules.map {
      "| `\($0.id.rawValue)` | \($0.severity.rawValue) | \($0.sentence) | \($0.remedy) |"
    }
    return (["| rule | severity | fires when | what to do |", "|---|---|---|---|"] + rows)
      .joined(separator: "\n") + "\n"
  }

  private static let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
}

extension Finding {
  /// A rule that fired; severity, remedy and its settings come from the catalogue unless the case at hand knows better. A rule
  /// that is not in the catalogue is a warning without a remedy, unless both are given.
  package init(
    _ id: RuleID, about subject: Subject, _ message: String, remedy: String? = nil,
    severity: Severity? = nil, evidence: [JSON.Member] = [], settings: [Setting]? = nil
  ) {
    let rule = Rules.rule(id)
    let known = remedy == nil || remedy == rule?.remedy ? rule?.settings : nil
    self.init(
      rule: id, severity: severity ?? rule?.severity ?? .warning, subject: subject, message: message,
      remedy: remedy ?? rule?.remedy ?? "", evidence: evidence, settings: settings ?? known ?? [])
  }

  /// What is wrong with a request to leave rules out: some are not in the catalogue, so leaving them out does nothing.
  static func unknownRules(in ignored: Set<RuleID>, about subject: Subject) -> [Finding] {
    let unknown = ignored.unknown
    guard !unknown.isEmpty else { return [] }
    return [
      Finding(
        .ruleUnknown, about: subject,
        "Nothing is left out for \(unknown.map { "\u{201c}\($0)\u{201d}" }.joined(separator: ", ")).",
        evidence: [("rules", .array(unknown.map { .string($0.rawValue) }))])
    ]
  }
}

extension Set<RuleID> {
  /// Those that are not in the catalogue, by the alphabet.
  package var unknown: [RuleID] { filter { !$0.isKnown }.sorted() }
}
