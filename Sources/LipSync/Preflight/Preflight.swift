public import Media

/// The check of a pair before it is paid for.
public enum Preflight {
  /// Looks at both sources at once and judges them, alone and together. Never throws: what is wrong is a finding.
  public static func check(_ request: CheckRequest, inspector: Inspector) async -> CheckReport {
    async let video = inspector.inspect(request.video, as: .video)
    async let audio = heard(request.audio, inspector)
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
    let judged = findings.judged(strict: request.strict, ignoring: request.ignoredRules)
    return CheckReport(
      verdict: Verdict(judged), video: video, audio: audio, advice: advice, chosen: chosen, credits: credits,
      findings: judged)
  }

  /// The inspection of the audio, with a listen for silence where it is short enough to decode. Both together keep
  /// to the time allowed for one source.
  private static func heard(_ source: Source, _ inspector: Inspector) async -> SourceInspection {
    let end = ContinuousClock.now + inspector.timeout
    var inspection = await inspector.inspect(source, as: .audio)
    guard inspection.failure == nil, inspection.isCheapToDecode else { return inspection }
    // What cannot be decoded in time is not silent; the demuxer's verdict stands.
    let envelope = try? await onBlockingThread(until: end) { deadline in
      try AudioEnvelope.decode(try inspector.open(source), deadline: deadline)
    }
    if let finding = envelope.flatMap(PairJudge.silence) { inspection.findings.append(finding) }
    return inspection
  }
}

extension SourceInspection {
  /// Whether the whole audio can be decoded in little time and with few bytes.
  fileprivate var isCheapToDecode: Bool {
    guard let media, let length = media.audio?.duration, length <= Defaults.longestSilenceSearch,
      // Sound on a long video costs the video's bytes too.
      media.video == nil || link == nil
    else { return false }
    return link == nil || (media.bytes).map { $0 <= Defaults.largestSilenceSearch } ?? false
  }
}

extension MediaInfo {
  /// How long the moving picture lasts; nil for still pictures and sound alone.
  var pictureLength: MediaTime? { isImage ? nil : video?.duration }
}
