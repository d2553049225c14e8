internal import LipSyncMedia

/// What a job took from the quota, as far as the quota's fall can tell: a pure function.
enum Charge {
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
    let finding = Rule.findings(on: ChargedCredits(charged: charged, measured: measured), about: .task).first
    // What other jobs took meanwhile is in the fall, too.
    return finding == nil || isAlone ? (charged, finding) : (nil, nil)
  }
}
