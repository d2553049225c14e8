/// What a batch would do and cost, added up job by job: sums, and a few examples of findings. Its memory does not grow
/// with the batch.
package struct BatchPlan: Sendable {
  /// A rule that fired, and for which jobs.
  package struct Hit: Sendable {
    /// The rule's id.
    package var rule: Rule
    /// Its severity as judged.
    package var severity: Severity
    /// How many jobs it is about.
    package var jobs: Int
    /// The first few of them, with what was seen.
    package var examples: [(id: String, message: String)]
  }

  /// Jobs and what they may cost.
  package struct Sum: Sendable {
    /// How many jobs there are.
    package var jobs = 0
    /// The least that they cost in hundredths of a credit, each job rounded up.
    var low: Int64 = 0
    /// The most.
    var high: Int64 = 0

    /// The least that they cost.
    package var least: Credits { Credits(hundredths: low) }
    /// The most: what a budget is checked against.
    package var most: Credits { Credits(hundredths: high) }

    mutating func add(_ credits: CreditRange?) {
      jobs += 1
      low += credits?.low.hundredths ?? 0
      high += credits?.high.hundredths ?? 0
    }

    var credits: JSON { .object([("low", least.json), ("high", most.json)]) }
  }

  /// On which terms jobs are judged.
  package struct Terms: Sendable {
    /// For rows that name none; nil for the advised type.
    package var playbackType: PlaybackType?
    /// Whether warnings count as errors.
    package var strict: Bool
    /// Rules that are left out. One that is not in the catalogue gets a finding.
    package var ignoredRules: Set<Rule>

    /// Names terms.
    package init(playbackType: PlaybackType? = nil, strict: Bool = false, ignoredRules: Set<Rule> = []) {
      (self.playbackType, self.strict, self.ignoredRules) = (playbackType, strict, ignoredRules)
    }
  }

  /// Examples that are kept of a rule.
  static let exampleLimit = 3
  /// Values of a label that are summed by; a label with more of them names jobs rather than groups.
  static let labelLimit = 200

  /// How many jobs there are by verdict.
  package private(set) var verdicts: [Verdict: Int] = [:]
  /// How many jobs would be sent with which type.
  package private(set) var types: [PlaybackType: Int] = [:]
  /// The jobs that would be sent and paid for.
  package private(set) var paid = Sum()
  /// Jobs that name the same pair and type as an earlier one: they share its result, and cost nothing.
  package private(set) var repeated = 0
  /// Distinct sources.
  package var sources = 0
  /// What is paid for by label: name, value, sum. Nil for a label with too many values.
  private var labels: [String: [String: Sum]?] = [:]
  private var labelOrder: [String] = []
  private var hits: [String: Hit] = [:]
  private var seen: Set<TextKey> = []
  private let terms: Terms

  /// A plan with no job yet.
  package init(_ terms: Terms = Terms()) { self.terms = terms }

  /// All jobs.
  package var jobs: Int { verdicts.values.reduce(0, +) }
  /// The sum of all jobs' findings.
  package var verdict: Verdict { verdicts[.fail] != nil ? .fail : verdicts[.warn] != nil ? .warn : .pass }

  /// Adds a job.
  /// - Returns: its verdict, and why.
  @discardableResult
  package mutating func add(
    _ row: JobRow, video: SourceFacts, audio: SourceFacts
  ) -> (verdict: Verdict, findings: [Finding]) {
    let pair = Preflight.pair(
      video: video.picture, audio: audio.sound, frame: video.frame,
      chosen: row.pair.playbackType ?? terms.playbackType)
    let unknown = Finding.unknownRules(in: terms.ignoredRules, about: .pair)
    let findings = (video.findings + audio.findings + pair.findings + unknown)
      .judged(strict: terms.strict, ignoring: terms.ignoredRules)
    for finding in findings { count(finding, of: row.id) }
    let verdict = Verdict(findings)
    verdicts[verdict, default: 0] += 1
    guard verdict != .fail else { return (verdict, findings) }
    guard seen.insert(TextKey(row.pair.video, row.pair.audio, pair.chosen?.rawValue ?? "")).inserted else {
      repeated += 1
      return (verdict, findings)
    }
    if let type = pair.chosen { types[type, default: 0] += 1 }
    paid.add(pair.credits)
    for (name, value) in row.pair.labels { add(pair.credits, name, value.labelText) }
    return (verdict, findings)
  }

  /// The rules that fired, the worst and most frequent first.
  package var findings: [Hit] {
    hits.values.sorted { ($1.severity, $1.jobs, $0.rule) < ($0.severity, $0.jobs, $1.rule) }
  }

  /// What is paid for by label, in the order of the list; values in the order of the alphabet. Labels whose values are too
  /// many to be groups are left out.
  package var byLabel: [(name: String, values: [(value: String, sum: Sum)])] {
    labelOrder.compactMap { name in
      guard let values = labels[name] ?? nil else { return nil }
      return (name, values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
  }

  /// The finding if the jobs may cost more than the remaining credits or the ceiling; nil if they cannot.
  package func shortfall(quota: Credits?, ceiling: Credits?) -> Finding? {
    let credits = CreditRange(output: paid.least.output...paid.most.output)
    return Rule.findings(on: JobCost(credits: credits, quota: quota, ceiling: ceiling), about: .pair).first
  }

  /// The document of `batch plan`.
  package func json(quota: Credits?, ceiling: Credits?) -> JSON {
    json(quota: quota, ceiling: ceiling, short: shortfall(quota: quota, ceiling: ceiling))
  }

  /// The same with the shortfall as the program words it.
  package func json(quota: Credits?, ceiling: Credits?, short: Finding?) -> JSON {
    let hits = findings.map { hit in
      JSON.object([
        ("rule", .string(hit.rule.rawValue)), ("severity", .string(hit.severity.rawValue)),
        ("jobs", .int(hit.jobs)),
        (
          "examples",
          .array(hit.examples.map { .object([("id", .string($0.id)), ("message", .string($0.message))]) })
        ),
      ])
    }
    let groups = byLabel.map { group -> JSON.Member in
      (
        group.name,
        .object(
          group.values.map {
            ($0.value, .object([("jobs", .int($0.sum.jobs)), ("credits", $0.sum.credits)]))
          })
      )
    }
    return .object([
      ("verdict", .string(short == nil ? verdict.rawValue : Verdict.fail.rawValue)), ("jobs", .int(jobs)),
      ("sources", .int(sources)), ("repeated", .int(repeated)),
      ("verdicts", .object(Verdict.allCases.map { ($0.rawValue, .int(verdicts[$0] ?? 0)) })),
      ("playback_types", .object(PlaybackType.allCases.map { ($0.rawValue, .int(types[$0] ?? 0)) })),
      ("credits", paid.credits), ("quota", quota.map { .number($0.shownDown) } ?? .null),
      ("max_credits", ceiling?.json ?? .null), ("labels", .object(groups)), ("findings", .array(hits)),
      ("shortfall", short?.json ?? .null),
    ])
  }

  private mutating func count(_ finding: Finding, of id: String) {
    let key = "\(finding.rule) \(finding.severity.rawValue)"
    var hit = hits[key] ?? Hit(rule: finding.rule, severity: finding.severity, jobs: 0, examples: [])
    hit.jobs += 1
    if hit.examples.count < Self.exampleLimit { hit.examples.append((id, finding.message)) }
    hits[key] = hit
  }

  private mutating func add(_ credits: CreditRange?, _ name: String, _ value: String) {
    if labels[name] == nil {
      labels[name] = [String: Sum]()
      labelOrder.append(name)
    }
    guard var values = labels[name] ?? nil else { return }
    // Removed temporarily, so that it is not copied.
    labels[name] = .some(nil)
    values[value, default: Sum()].add(credits)
    if values.count <= Self.labelLimit { labels[name] = values }
  }
}

extension JSON {
  /// A label's value as text.
  package var labelText: String { stringValue ?? text }
}
