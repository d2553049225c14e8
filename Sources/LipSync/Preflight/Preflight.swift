public import LipSyncMedia

/// The check of a pair before it is paid for.
public enum Preflight {
  /// Inspects both sources in parallel and judges them, alone and together. Never throws: what is wrong is a finding.
  public static func check(_ request: CheckRequest, inspector: Inspector) async -> CheckReport {
    async let video = inspector.examine(request.video, as: .video, deep: request.deep)
    async let audio = inspector.examine(request.audio, as: .audio, deep: request.deep)
    return report(request, video: await video, audio: await audio)
  }

  /// The playback types compared for two lengths, no sources needed.
  ///
  /// - Parameters:
  ///   - video: the video's length.
  ///   - audio: the audio's length.
  ///   - frame: how long one frame of the video lasts, if known.
  public static func estimate(video: MediaTime, audio: MediaTime, frame: MediaTime?) -> PlaybackAdvice {
    PlaybackAdvice.make(video: video, audio: audio, frame: frame)
  }

  /// The judgement of two inspections: a pure function.
  static func report(
    _ request: CheckRequest, video: SourceInspection, audio: SourceInspection
  ) -> CheckReport {
    let pair = pair(
      video: video.media?.pictureLength, audio: audio.media?.audio?.duration, frame: video.media?.frame,
      chosen: request.playbackType)
    let swapped = swapped(video, audio)
    var findings =
      (swapped.map { [$0] } ?? part(video, as: .video)) + part(audio, as: .audio) + pair.findings
    // One sentence says it; that the other part is no audio says it again.
    if swapped != nil { findings.removeAll { $0.rule == .mediaNoAudioStream } }
    if let credits = pair.credits {
      let cost = JobCost(credits: credits, quota: request.quota, ceiling: request.ceiling)
      findings += Rule.findings(on: cost, about: .pair)
    }
    if let trouble = request.quotaTrouble {
      findings += Rule.findings(on: AskedCredits(trouble: trouble), about: .pair)
    }
    findings += Finding.unknownRules(in: request.ignoredRules, about: .pair)
    let judged = findings.judged(strict: request.strict, ignoring: request.ignoredRules)
    return CheckReport(
      verdict: Verdict(judged), video: video, audio: audio, advice: pair.advice, chosen: pair.chosen,
      credits: pair.credits, quota: request.quota, findings: judged)
  }

  /// The one finding where the audio stands in the video's place and the video in the audio's; nil where they do not.
  private static func swapped(_ video: SourceInspection, _ audio: SourceInspection) -> Finding? {
    guard let first = video.media, let second = audio.media, first.video == nil, first.audio != nil,
      second.video != nil, video.failure == nil
    else { return nil }
    let (given, other) = (video.source.shown, audio.source.shown)
    return Finding(
      .mediaNoVideoStream, about: .video,
      "Video and audio are swapped: \(given) holds audio only, and the pictures are in \(other).",
      remedy: "Give them the other way round: the video is \(other), the audio is \(given).",
      evidence: [("container", .string(first.container))])
  }

  /// What was found out about a source, and what its media means for its part.
  private static func part(_ inspection: SourceInspection, as subject: Subject) -> [Finding] {
    inspection.findings + (inspection.media.map { MediaJudge.part($0, as: subject) } ?? [])
  }

  /// What two lengths mean together.
  struct Pair {
    var advice: PlaybackAdvice?
    var chosen: PlaybackType?
    var credits: CreditRange?
    var findings: [Finding] = []
  }

  /// The judgement of two lengths, as far as they are known, with the type chosen by hand: a pure function.
  static func pair(video: MediaTime?, audio: MediaTime?, frame: MediaTime?, chosen: PlaybackType?) -> Pair {
    var pair = Pair(chosen: chosen)
    if let video, let audio, video > .zero, audio > .zero {
      let advice = estimate(video: video, audio: audio, frame: frame)
      pair.advice = advice
      pair.findings = Rule.findings(
        on: PairLengths(video: video, audio: audio, advice: advice, chosen: chosen), about: .pair)
    }
    pair.chosen = chosen ?? pair.advice?.recommended
    pair.credits = pair.chosen.flatMap { pair.advice?.option($0)?.credits }
    return pair
  }
}
