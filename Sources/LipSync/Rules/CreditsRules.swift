internal import LipSyncMedia

/// What a job may cost, beside what there is to pay for it.
struct JobCost: Sendable {
  let credits: CreditRange
  /// The credits that are left; nil if unknown.
  var quota: Credits?
  /// The most that it may cost; nil for no ceiling.
  var ceiling: Credits?
}

/// What a job took, beside what its result costs.
struct ChargedCredits: Sendable {
  let charged: Credits
  /// The result's length.
  let measured: MediaTime
}

/// The question for the credits that are left.
struct AskedCredits: Sendable {
  /// Why it was not answered; nil where it was.
  var trouble: String?
}

extension Rule {
  /// What a job costs, in the order in which a job meets it.
  static let creditsRules: [Rule] = [
    .creditsInsufficient, .creditsOverCeiling, .creditsChargeDiffers, .creditsUnknown,
  ]

  /// The highest estimate exceeds the credits that are left.
  public static let creditsInsufficient = Rule(
    "credits.insufficient", .error, "The highest estimate exceeds the credits that are left.",
    "Buy credits, or send shorter media.", evidence: ["high", "quota"],
    judges: [
      Judge { (cost: JobCost) in
        guard let quota = cost.quota, cost.credits.high.roundedUp > quota else { return nil as Seen? }
        return Seen(
          "The job may cost \(cost.credits.high.text) credits, and \(quota.shownDown) are left.",
          [("high", cost.credits.high.json), ("quota", .number(quota.shownDown))])
      }
    ])

  /// The highest estimate exceeds the ceiling that was set.
  public static let creditsOverCeiling = Rule(
    "credits.over-ceiling", .error, "The highest estimate exceeds the ceiling that was set.",
    "Raise the ceiling, or send shorter media.", settings: [.ceiling], evidence: ["high", "ceiling"],
    judges: [
      Judge { (cost: JobCost) in
        guard let ceiling = cost.ceiling, cost.credits.high.roundedUp > ceiling else { return nil as Seen? }
        return Seen(
          "The job may cost \(cost.credits.high.text) credits, and the ceiling is \(ceiling.shownDown).",
          [("high", cost.credits.high.json), ("ceiling", .number(ceiling.shownDown))])
      }
    ])

  /// The quota fell by another amount than the result's length costs, and no other job is known to have run.
  public static let creditsChargeDiffers = Rule(
    "credits.charge-differs", .warning,
    "The quota fell by another amount than the result's length costs, and no other job is known to have run.",
    "Look for jobs of other clients of the same account; if there are none, ask the service's support with the task id.",
    evidence: ["charged", "due", "measured_seconds"],
    judges: [
      Judge { (cost: ChargedCredits) in
        guard (cost.charged.output - cost.measured).magnitude > Credits(hundredths: 1).output else {
          return nil as Seen?
        }
        let due = Credits(output: cost.measured)
        return Seen(
          "The quota fell by \(cost.charged.text) credits; the result's \(JSON.seconds(cost.measured).text) s cost "
            + "\(due.text).",
          [
            ("charged", cost.charged.json), ("due", due.json), ("measured_seconds", .seconds(cost.measured)),
          ])
      }
    ])

  /// The service did not say which credits are left, so the estimate was held against nothing.
  public static let creditsUnknown = Rule(
    "credits.unknown", .warning,
    "The service did not say which credits are left, so the estimate was held against nothing.",
    "Look at the account's credits yourself: a job that it cannot pay is refused by the service.",
    judges: [
      Judge { (asked: AskedCredits) in
        guard let trouble = asked.trouble else { return nil as Seen? }
        return Seen("The credits that are left are not known: \(trouble)")
      }
    ])
}
