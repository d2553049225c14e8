/// How much a finding matters.
public enum Severity: String, Sendable, CaseIterable, Comparable {
  /// Worth knowing.
  case info
  /// The job may run, but the result may not be what is wanted.
  case warning
  /// The job would fail or be wasted.
  case error

  /// Info below warning below error.
  public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// What a finding is about.
public enum Subject: String, Sendable, CaseIterable {
  /// The video that is sent.
  case video
  /// The audio that is sent.
  case audio
  /// Video and audio together.
  case pair
  /// The task at the service.
  case task
  /// The finished video.
  case result
  /// The picture that came with the result.
  case cover
}

/// A rule that fired: what was found out about an input or a result.
public struct Finding: Sendable, Equatable {
  /// The rule's stable id, `family.slug`.
  public var rule: Rule
  /// How much it matters.
  public var severity: Severity
  /// What it is about.
  public var subject: Subject
  /// What was seen, with the figures.
  public var message: String
  /// What to do, concretely.
  public var remedy: String
  /// The figures for scripts, keys in snake_case.
  public var evidence: [JSON.Member]
  /// The settings that the remedy speaks of; not part of the document.
  public var settings: [Setting]

  /// Names a finding in full; the other initializer takes severity and remedy from the rule.
  package init(
    rule: Rule, severity: Severity, subject: Subject, message: String, remedy: String,
    evidence: [JSON.Member] = [], settings: [Setting] = []
  ) {
    self.rule = rule
    self.severity = severity
    self.subject = subject
    self.message = message
    self.remedy = remedy
    self.evidence = evidence
    self.settings = settings
  }

  /// The finding as docs/json.md explains it.
  public var json: JSON {
    .object([
      ("rule", .string(rule.id)), ("severity", .string(severity.rawValue)),
      ("subject", .string(subject.rawValue)), ("message", .string(message)), ("remedy", .string(remedy)),
      ("evidence", .object(evidence)),
    ])
  }

  /// Whether all parts are the same.
  public static func == (a: Finding, b: Finding) -> Bool { a.json.text == b.json.text }
}

/// The sum of all findings.
public enum Verdict: String, Sendable, CaseIterable {
  /// Nothing worse than info.
  case pass
  /// A warning, no error.
  case warn
  /// An error.
  case fail

  /// `fail` if any error, else `warn` if any warning, else `pass`.
  public init(_ findings: some Sequence<Finding>) {
    switch findings.map(\.severity).max() {
    case .error: self = .fail
    case .warning: self = .warn
    default: self = .pass
    }
  }
}

extension Sequence where Element == Finding {
  /// The findings as a user asked for them: without the `ignored` rules, warnings as errors where `strict`.
  package func judged(strict: Bool, ignoring ignored: Set<Rule>) -> [Finding] {
    compactMap { finding in
      guard !ignored.contains(finding.rule) else { return nil }
      var finding = finding
      if strict, finding.severity == .warning { finding.severity = .error }
      return finding
    }
  }
}
