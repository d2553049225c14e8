/// The facts of all distinct sources of a batch, some 150 bytes each.
///
/// What was found is kept once for all sources with the same rules; only the first few of a rule keep their own messages, which
/// are all that are ever shown.
package struct SourceTable: Sendable {
  private var facts: [TextKey: SourceFacts] = [:]
  private var open: Set<TextKey> = []
  private var common: [String: [Finding]] = [:]
  private var mentions: [Rule: Int] = [:]

  /// An empty table.
  package init() {}

  /// Distinct sources that were named.
  package private(set) var count = 0

  /// Registers a source to be inspected.
  package mutating func name(_ source: String, as subject: Subject) {
    if open.insert(Self.key(source, subject)).inserted { count += 1 }
  }

  /// Whether a source has yet to be inspected; true only once.
  package mutating func claim(_ source: String, as subject: Subject) -> Bool {
    open.remove(Self.key(source, subject)) != nil
  }

  /// Keeps the facts of a source.
  package mutating func keep(_ facts: SourceFacts, of source: String, as subject: Subject) {
    var facts = facts
    facts.findings = kept(facts.findings)
    self.facts[Self.key(source, subject)] = facts
  }

  /// The facts of a source; nil if it was not inspected.
  package func facts(of source: String, as subject: Subject) -> SourceFacts? {
    facts[Self.key(source, subject)]
  }

  private mutating func kept(_ findings: [Finding]) -> [Finding] {
    guard !findings.isEmpty else { return [] }
    var keepsMessages = false
    for finding in findings {
      mentions[finding.rule, default: 0] += 1
      if mentions[finding.rule, default: 0] <= BatchPlan.exampleLimit { keepsMessages = true }
    }
    if keepsMessages { return findings }
    let name = findings.map { "\($0.rule)\($0.severity.rawValue)\($0.subject.rawValue)" }.joined(
      separator: " ")
    if let known = common[name] { return known }
    common[name] = findings
    return findings
  }

  private static func key(_ source: String, _ subject: Subject) -> TextKey {
    TextKey(subject.rawValue, source)
  }
}
