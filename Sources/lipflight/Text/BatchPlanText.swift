internal import LipSync

/// The plan of a batch for people: the verdict, the sums, then the findings.
enum BatchPlanText {
  /// - Parameter short: what there are not enough credits for.
  static func text(_ plan: BatchPlan, quota: Credits?, short: Finding?, _ style: Style) -> String {
    let verdict = short == nil ? plan.verdict : .fail
    let words =
      switch verdict {
      case .pass: "all jobs are ready to be sent"
      case .warn: "all jobs can be sent; read the warnings first"
      case .fail where short != nil: "there are not enough credits"
      case .fail: "some jobs are not ready to be sent"
      }
    var lines = [style.verdict(verdict) + "  " + words]
    if let short { lines += FindingText.lines([short], style) }
    let counts = Verdict.allCases.map { "\(plan.verdicts[$0] ?? 0) \($0.rawValue)" }.joined(separator: ", ")
    let types = PlaybackType.allCases.compactMap { type in plan.types[type].map { "\($0) \(type.rawValue)" } }
    var money = "\(plan.paid.least.text) to \(plan.paid.most.text)"
    if plan.paid.least == plan.paid.most { money = plan.paid.most.text }
    if let quota { money += ", \(quota.shownDown) remaining" }
    var rows = [
      ["jobs", "\(plan.jobs) with \(plan.sources) sources: \(counts)"],
      ["credits", money + (plan.paid.jobs == plan.jobs ? "" : ", for \(count(plan.paid.jobs))")],
    ]
    if plan.repeated > 0 {
      rows.append(["repeated", "\(plan.repeated) jobs repeat an earlier pair and cost nothing"])
    }
    if !types.isEmpty { rows.append(["playback", types.joined(separator: ", ")]) }
    lines += Columns(rows: rows).lines()
    for hit in plan.findings {
      lines.append(
        "  \(style.severity(hit.severity))  \(style.strong(hit.rule.rawValue))  \(count(hit.jobs))")
      for example in hit.examples {
        lines.append("           \(style.faint(example.id + ":")) \(example.message)")
      }
    }
    for group in plan.byLabel { lines += label(group.name, group.values, style) }
    return lines.joined(separator: "\n")
  }

  /// Values of a label that are listed; a label with more of them names jobs rather than groups of them.
  private static let valueLimit = 24
  /// Characters of a value that are shown: a transcript is a label, too.
  private static let valueWidth = 40

  private static func label(
    _ name: String, _ values: [(value: String, sum: BatchPlan.Sum)], _ style: Style
  ) -> [String] {
    let title = style.strong("by " + Excerpt.of(name, valueWidth))
    let jobs = values.reduce(0) { $0 + $1.sum.jobs }
    guard values.count <= valueLimit || jobs > values.count else {
      return ["  \(title)  \(values.count) values, each of one job"]
    }
    // The largest groups, in the order of the alphabet.
    let shown =
      values.count <= valueLimit
      ? values : values.sorted { $0.sum.jobs > $1.sum.jobs }.prefix(valueLimit).sorted { $0.value < $1.value }
    let rows = shown.map {
      [Excerpt.of($0.value, valueWidth), count($0.sum.jobs), "up to \($0.sum.most.text) credits"]
    }
    let rest = values.count - shown.count
    return ["  " + title] + Columns(rows: rows).lines(indent: 4)
      + (rest > 0 ? ["    and \(rest) smaller groups"] : [])
  }

  private static func count(_ jobs: Int) -> String { jobs == 1 ? "1 job" : "\(jobs) jobs" }
}
