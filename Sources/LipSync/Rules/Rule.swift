/// One thing that can be wrong: what it is called, when it fires, what to do about it, and, if facts alone decide, how it is
/// judged. A rule is itself by its id; two with the same id are equal.
///
/// Any text can be a rule: a new one breaks nobody's switch, and one of a newer version, or of your own, keeps its name wherever
/// it passes through.
public struct Rule: Sendable, Identifiable {
  /// The stable id, `family.slug`, as in `link.expired`.
  public let id: String
  /// How much it matters; a single finding may say otherwise if the sentence does.
  public let severity: Severity
  /// When it fires: one sentence, with the limit if there is one. Empty for a rule that this version does not know.
  public let sentence: String
  /// What to do in general; a finding may know better.
  public package(set) var remedy: String
  /// The settings that the remedy speaks of.
  public let settings: [Setting]
  /// The figure beyond which it fires, with its unit; nil if it has none.
  public let limit: String?
  /// The keys of evidence that its findings may have; which of them depends on what was seen.
  package let evidence: Set<String>
  /// How it is judged, if facts alone decide.
  let judges: [Judge]

  /// A row of the catalogue.
  init(
    _ id: String, _ severity: Severity, _ sentence: String, _ remedy: String, settings: [Setting] = [],
    limit: String? = nil, evidence: [String] = [], judges: [Judge] = []
  ) {
    self.id = id
    self.severity = severity
    self.sentence = sentence
    self.remedy = remedy
    self.settings = settings
    self.limit = limit
    self.evidence = Set(evidence)
    self.judges = judges
  }

  /// The rule of that id. One that is not in the catalogue is a warning without a sentence and without a remedy.
  public init(_ id: String) { self = Self.byID[id] ?? Rule(id, .warning, "", "") }
}

extension Rule {
  /// The catalogue: every rule of this version, in the order in which a job meets them.
  public static let all: [Rule] =
    fileRules + linkRules + mediaRules + partRules + videoRules + faceRules + audioRules + playbackRules
    + creditsRules
    + taskRules
    + resultRules + coverRules + [.ruleUnknown]

  /// Whether it is in the catalogue of this version.
  public var isKnown: Bool { Self.byID[id] != nil }

  private static let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

  /// A rule that is to be left out is not in the catalogue.
  public static let ruleUnknown = Rule(
    "rule.unknown", .warning, "A rule that is to be left out is not in the catalogue.",
    "Correct its id, or leave it out of the list.", evidence: ["rules"])

  /// Rules as a Markdown table, for README and docs.
  package static func markdownTable(of rules: [Rule]) -> String {
    let rows = rules.map { "| `\($0.id)` | \($0.severity.rawValue) | \($0.sentence) | \($0.remedy) |" }
    return (["| rule | severity | fires when | what to do |", "|---|---|---|---|"] + rows)
      .joined(separator: "\n") + "\n"
  }
}

extension Rule: RawRepresentable, Hashable, Comparable, CustomStringConvertible {
  /// The id.
  public var rawValue: String { id }
  /// The rule of that id.
  public init(rawValue: String) { self.init(rawValue) }
  /// The id.
  public var description: String { id }

  /// Whether the ids are the same.
  public static func == (a: Rule, b: Rule) -> Bool { a.id == b.id }
  /// By the alphabet.
  public static func < (a: Rule, b: Rule) -> Bool { a.id < b.id }
  /// The id's.
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// As its id.
extension Rule: Codable {}
