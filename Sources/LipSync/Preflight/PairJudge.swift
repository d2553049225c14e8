internal import LipSyncMedia

/// What video and audio mean for the job: rules of each for its part, and of the two together. Pure functions.
enum PairJudge {
  /// What the video's facts mean for lip sync.
  static func video(_ media: MediaInfo) -> [Finding] {
    guard let video = media.video, !media.isImage else { return [noVideoStream(media)] }
    var findings: [Finding] = []
    if video.isVariableFrameRate {
      let rate = video.frameRate.map { " (\(twoDecimals($0)) frames a second on average)" } ?? ""
      findings.append(
        Finding(
          .mediaVariableFrameRate, about: .video, "The distance between frames varies\(rate).",
          evidence: [("frame_rate", video.frameRate.map { .double($0) } ?? .null)]))
    }
    if video.rotation != 0 {
      findings.append(
        Finding(
          .mediaRotation, about: .video,
          "The picture is stored at \(video.width) x \(video.height) and turned by \(video.rotation) degrees by "
            + "metadata only.", evidence: [("rotation", .int(video.rotation))]))
    }
    if let long = tooLong(video.duration ?? media.duration, limit: Defaults.longestVideo, .video) {
      findings.append(long)
    }
    if let large = tooLarge(media.bytes, limit: Defaults.largestVideo, .video) { findings.append(large) }
    return findings + FactsJudge.video(media)
  }

  /// What the audio's facts mean for lip sync.
  static func audio(_ media: MediaInfo) -> [Finding] {
    guard let audio = media.audio else { return [noAudioStream(media)] }
    return [
      tooLong(audio.duration ?? media.duration, limit: Defaults.longestAudio, .audio),
      tooLarge(media.bytes, limit: Defaults.largestAudio, .audio),
    ].compactMap(\.self) + FactsJudge.audio(media)
  }

  /// What the two lengths mean, given the type chosen by hand.
  static func lengths(
    video: MediaTime, audio: MediaTime, advice: PlaybackAdvice, chosen: PlaybackType?
  ) -> [Finding] {
    guard video != audio else { return [] }
    let isCovered = advice.recommended == .normal
    let evidence: [JSON.Member] = [
      ("video_seconds", .seconds(video)), ("audio_seconds", .seconds(audio)),
      ("recommended", .string(advice.recommended.rawValue)), ("chosen", .optional(chosen?.rawValue)),
    ]
    if video < audio {
      guard !isCovered else { return [] }
      let fits = chosen == nil || chosen == advice.recommended || chosen == .normalReverseByAudio
      return [
        Finding(
          .playbackVideoShorter, about: .pair,
          "The video (\(video.short)) is \((audio - video).short) shorter than the audio (\(audio.short))."
            + (fits ? "" : misfit(chosen, advice)),
          severity: fits ? .info : .warning, evidence: evidence)
      ]
    }
    let tolerance = Defaults.lengthTolerance
    guard video - audio > tolerance else { return [] }
    let fits = chosen == nil || chosen == .normal
    return [
      Finding(
        .playbackVideoLonger, about: .pair,
        "The video (\(video.short)) is \((video - audio).short) longer than the audio (\(audio.short)); it is not "
          + "documented whether the output then ends with the audio or with the video."
          + (fits ? "" : misfit(chosen, advice)),
        severity: fits ? .info : .warning, evidence: evidence)
    ]
  }

  /// Whether the highest estimate keeps to a ceiling.
  static func ceiling(_ ceiling: Credits?, for credits: CreditRange?) -> Finding? {
    guard let ceiling, let credits, credits.high.roundedUp > ceiling else { return nil }
    return Finding(
      .creditsOverCeiling, about: .pair,
      "The job may cost \(credits.high.text) credits, and the ceiling is \(ceiling.shownDown).",
      evidence: [("high", credits.high.json), ("ceiling", .number(ceiling.shownDown))])
  }

  /// Whether the credits that are left pay for the highest estimate.
  static func quota(_ quota: Credits?, for credits: CreditRange?) -> Finding? {
    guard let quota, let credits, credits.high.roundedUp > quota else { return nil }
    return Finding(
      .creditsInsufficient, about: .pair,
      "The job may cost \(credits.high.text) credits, and \(quota.shownDown) are left.",
      evidence: [("high", credits.high.json), ("quota", .number(quota.shownDown))])
  }

  private static func noVideoStream(_ media: MediaInfo) -> Finding {
    let seen =
      media.isImage
      ? "It is a still picture" + (media.video.map { " (\($0.codec), \($0.width) x \($0.height))" } ?? "")
        + ", not a video."
      : media.audio.map {
        "It holds audio only (\($0.codec), \(media.duration?.short ?? "of unknown length"))."
      }
        ?? "It holds neither video nor audio that can be played."
    return Finding(
      .mediaNoVideoStream, about: .video, seen,
      evidence: [("container", .string(media.container)), ("image", .bool(media.isImage))])
  }

  private static func noAudioStream(_ media: MediaInfo) -> Finding {
    let seen =
      media.isImage
      ? "It is a still picture, not audio."
      : media.video.map { "It holds video only (\($0.codec), \($0.width) x \($0.height)), no audio." }
        ?? "It holds no audio that can be played."
    return Finding(
      .mediaNoAudioStream, about: .audio, seen,
      evidence: [("container", .string(media.container)), ("image", .bool(media.isImage))])
  }

  private static func tooLong(_ duration: MediaTime?, limit: MediaTime, _ subject: Subject) -> Finding? {
    guard let duration, duration > limit else { return nil }
    return Finding(
      .mediaTooLong, about: subject,
      "It lasts \(duration.short); the service's upload guide allows \(limit.short) of \(subject.rawValue).",
      evidence: [("seconds", .seconds(duration)), ("limit_seconds", .seconds(limit))])
  }

  private static func tooLarge(_ bytes: Int64?, limit: Int64, _ subject: Subject) -> Finding? {
    guard let bytes, bytes > limit else { return nil }
    return Finding(
      .mediaTooLarge, about: subject,
      "It holds \(megabytes(bytes)); the service's upload guide allows \(megabytes(limit)) of \(subject.rawValue).",
      evidence: [("bytes", .int(bytes)), ("limit_bytes", .int(limit))])
  }

  private static func misfit(_ chosen: PlaybackType?, _ advice: PlaybackAdvice) -> String {
    guard let chosen else { return "" }
    return " \(chosen.rawValue) was chosen by hand; \(advice.recommended.rawValue) fits. \(advice.reason)"
  }

  private static func megabytes(_ bytes: Int64) -> String { "\(twoDecimals(Double(bytes) / 1e6)) MB" }

  static func twoDecimals(_ value: Double) -> String {
    let hundredths = Int64((value * 100).rounded())
    let rest = hundredths % 100
    return rest == 0 ? "\(hundredths / 100)" : "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
