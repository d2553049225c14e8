internal import LipSyncMedia

/// What a job took from the quota, as far as the quota's fall can tell: a pure function.
enum Charge {
  /// Rounding to hundredths, either way.
  private static let tolerance = Credits(hundredths: 1)

  /// - Parameters:
  ///   - measured: the result's length; nil where it is unknown.
  ///   - isAlone: whether nothing else is known to have been paid for meanwhile.
  static func judge(
    before: Credits, after: Credits, measured: MediaTime?, isAlone: Bool
  ) -> (charged: Credits?, finding: Finding?) {
    let fall = before.output - after.output
    guard fall > .zero else { return (nil, nil) }
    let charged = Credits(output: fall)
    guard let measured else { return (isAlone ? charged : nil, nil) }
    let fits = (fall - measured).magnitude <= tolerance.output
    if fits { return (charged, nil) }
    guard isAlone else { return (nil, nil) }
    let due = Credits(output: measured)
    return (
      charged,
      Finding(
        .creditsChargeDiffers, about: .task,
        "The quota fell by \(charged.text) credits; the result's \(JSON.seconds(measured).text) s cost \(due.text).",
        evidence: [("charged", charged.json), ("due", due.json), ("measured_seconds", .seconds(measured))])
    )
  }
}
