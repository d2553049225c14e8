internal import LipSync

/// How sources are looked at and judged, what all tasks of lists have in common.
struct LookSettings: Sendable {
  var reach: SourceReach
  /// Whether warnings count as errors.
  var strict: Bool
  /// Rules that are left out.
  var ignored: Set<Rule>
  /// Whether sources are decoded to their ends.
  var deep = false

  /// As a command was asked for.
  init(_ reach: SourceReach, _ judgement: JudgementOptions, deep: Bool) {
    self.init(reach: reach, strict: judgement.strict, ignored: judgement.ignored, deep: deep)
  }

  private init(reach: SourceReach, strict: Bool, ignored: Set<Rule>, deep: Bool = false) {
    self.reach = reach
    self.strict = strict
    self.ignored = ignored
    self.deep = deep
  }
}
