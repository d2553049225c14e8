/// What the check of a pair found.
public struct CheckReport: Sendable {
  /// The sum of the findings.
  public var verdict: Verdict
  /// What is known of the video.
  public var video: SourceInspection
  /// What is known of the audio.
  public var audio: SourceInspection
  /// The playback types compared; nil if a length is unknown.
  public var advice: PlaybackAdvice?
  /// The playback type to submit: the one chosen by hand, else the advised one; nil if neither is known, and in a report that
  /// was read from its document.
  public var chosen: PlaybackType?
  /// What the chosen type costs; nil if a length is unknown.
  public var credits: CreditRange?
  /// The credits that are left; nil where they are not known or were not asked for.
  public var quota: Credits?
  /// All rules that fired, judged as asked for.
  public var findings: [Finding]

  /// What a check found.
  package init(
    verdict: Verdict, video: SourceInspection, audio: SourceInspection, advice: PlaybackAdvice?,
    chosen: PlaybackType?, credits: CreditRange?, quota: Credits? = nil, findings: [Finding]
  ) {
    self.verdict = verdict
    self.video = video
    self.audio = audio
    self.advice = advice
    self.chosen = chosen
    self.credits = credits
    self.quota = quota
    self.findings = findings
  }

  /// Whether only the price prevents the pair from being sent.
  package var failsForMoneyAlone: Bool {
    let errors = findings.filter { $0.severity == .error }
    return !errors.isEmpty && errors.allSatisfy(\.isAboutMoney)
  }

  /// The check of a pair that is paid for already.
  var withoutMoney: CheckReport {
    var report = self
    report.findings.removeAll(where: \.isAboutMoney)
    report.verdict = Verdict(report.findings)
    return report
  }
}

extension Finding {
  fileprivate var isAboutMoney: Bool { rule == .creditsInsufficient || rule == .creditsOverCeiling }
}
