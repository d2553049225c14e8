internal import LipSync

/// How sources are inspected and judged, in a form that can be sent to a worker: what all its tasks have in common.
struct LookSettings: Sendable {
  var reach: SourceReach
  /// Whether warnings count as errors.
  var strict: Bool
  /// Rules that are left out.
  var ignored: Set<Rule>
  /// Whether sources are decoded to their ends.
  var deep = false

  /// From a command's options.
  init(_ reach: SourceReach, _ judgement: JudgementOptions, deep: Bool) {
    self.init(reach: reach, strict: judgement.strict, ignored: judgement.ignored, deep: deep)
  }

  init(reach: SourceReach, strict: Bool, ignored: Set<Rule>, deep: Bool = false) {
    self.reach = reach
    self.strict = strict
    self.ignored = ignored
    self.deep = deep
  }

  init?(_ json: JSON) {
    guard let reach = json["reach"].flatMap(SourceReach.init), case .array(let ignored)? = json["ignored"]
    else {
      return nil
    }
    self.init(
      reach: reach, strict: json["strict"]?.isTrue ?? false,
      ignored: Set(ignored.compactMap { $0.stringValue.map { Rule($0) } }),
      deep: json["deep"]?.isTrue ?? false)
  }

  /// The members of a task's settings that hold these.
  var members: [JSON.Member] {
    [
      ("reach", reach.json), ("strict", .bool(strict)),
      ("ignored", .array(ignored.sorted().map { .string($0.rawValue) })), ("deep", .bool(deep)),
    ]
  }
}
