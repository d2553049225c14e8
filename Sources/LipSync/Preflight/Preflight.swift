public import Media

/// The check of a pair before it is paid for.
public enum Preflight {
  /// Looks at both sources at once and judges them, alone and together. Never throws: what is wrong is a finding.
  public static func check(_ request: CheckRequest, inspector: Inspector) async -> CheckReport {
    async let video = inspector.examine(request.video, as: .video, deep: request.deep)
    async let audio = inspector.examine(request.audio, as: .audio, deep: request.deep)
    return report(request, video: await video, audio: await audio)
  }

  /// The playback types compared for two lengths, no sources needed.
  ///
  /// - Parameter frame: how long one frame of the video lasts, where known.
  public static func estimate(video: MediaTime, audio: MediaTime, frame: MediaTime?) -> PlaybackAdvice {
    PlaybackAdvice.make(video: video, audio: audio, frame: frame)
  }

  /// The judgement of two inspections: a pure function.
  static func report(
    _ request: CheckRequest, video: SourceInspection, audio: SourceInspection
  ) -> CheckReport {
    var findings = video.findings
    if let media = video.media { findings += PairJudge.video(media) }
    findings += audio.findings
    if let media = audio.media { findings += PairJudge.audio(media) }
    var advice: PlaybackAdvice?
    if let videoLength = video.media?.pictureLength, let audioLength = audio.media?.audio?.duration,
      videoLength > .zero, audioLength > .zero
    {
      let frame = video.media?.frame
      let made = estimate(video: videoLength, audio: audioLength, frame: frame)
      findings += PairJudge.lengths(
        video: videoLength, audio: audioLength, advice: made, chosen: request.playbackType)
      advice = made
    }
    let chosen = request.playbackType ?? advice?.recommended
    let credits = chosen.flatMap { advice?.option($0)?.credits }
    if let finding = PairJudge.quota(request.quota, for: credits) { findings.append(finding) }
    if let finding = PairJudge.ceiling(request.ceiling, for: credits) { findings.append(finding) }
    let judged = findings.judged(strict: request.strict, ignoring: request.ignoredRules)
    return CheckReport(
      verdict: Verdict(judged), video: video, audio: audio, advice: advice, chosen: chosen, credits: credits,
      findings: judged)
  }
}

extension MediaInfo {
  /// How long the moving picture lasts; nil for still pictures and sound alone.
  var pictureLength: MediaTime? { isImage ? nil : video?.duration }
}
