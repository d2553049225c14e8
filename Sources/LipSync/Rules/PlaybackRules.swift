internal import LipSyncMedia

/// The lengths of a pair, beside the playback type.
struct PairLengths: Sendable {
  let video: MediaTime
  let audio: MediaTime
  let advice: PlaybackAdvice
  /// The playback type chosen by hand; nil for the advised one.
  let chosen: PlaybackType?

  fileprivate var evidence: [JSON.Member] {
    [
      ("video_seconds", .seconds(video)), ("audio_seconds", .seconds(audio)),
      ("recommended", .string(advice.recommended.rawValue)), ("chosen", .optional(chosen?.rawValue)),
    ]
  }

  /// What to say of a type that was chosen by hand; empty if it is one of those that fit.
  fileprivate func misfit(unless fitting: Set<PlaybackType>) -> String {
    guard let chosen, !fitting.contains(chosen) else { return "" }
    return " \(chosen.rawValue) was chosen by hand; \(advice.recommended.rawValue) fits. \(advice.reason)"
  }
}

extension Rule {
  /// What two lengths mean together.
  static let playbackRules: [Rule] = [.playbackVideoShorter, .playbackVideoLonger]

  /// The video is shorter than the audio; a warning if the playback type chosen by hand does not fit.
  public static let playbackVideoShorter = Rule(
    "playback.video-shorter", .info,
    "The video is shorter than the audio by more than a frame or \(Defaults.lengthTolerance.milliseconds); a warning if the "
      + "playback type chosen by hand does not fit.",
    "Leave the playback type to auto, or send a longer video.",
    limit: "one frame or \(Defaults.lengthTolerance.milliseconds)",
    evidence: ["video_seconds", "audio_seconds", "recommended", "chosen"],
    judges: [
      Judge { (pair: PairLengths) in
        guard pair.video < pair.audio, pair.advice.recommended != .normal else { return nil as Seen? }
        let misfit = pair.misfit(unless: [pair.advice.recommended, .normalReverseByAudio])
        return Seen(
          "The video (\(pair.video.short)) is \((pair.audio - pair.video).short) shorter than the audio "
            + "(\(pair.audio.short))." + misfit, pair.evidence,
          severity: misfit.isEmpty ? .info : .warning)
      }
    ])

  /// The video is longer than the audio; a warning if the playback type chosen by hand does not fit.
  public static let playbackVideoLonger = Rule(
    "playback.video-longer", .info,
    "The video is longer than the audio by more than \(Defaults.lengthTolerance.milliseconds); a warning if the playback type "
      + "chosen by hand does not fit.",
    "Cut the video to the audio's length if the output has to end with the audio.",
    limit: Defaults.lengthTolerance.milliseconds,
    evidence: ["video_seconds", "audio_seconds", "recommended", "chosen"],
    judges: [
      Judge { (pair: PairLengths) in
        guard pair.video - pair.audio > Defaults.lengthTolerance else { return nil as Seen? }
        let misfit = pair.misfit(unless: [.normal])
        return Seen(
          "The video (\(pair.video.short)) is \((pair.video - pair.audio).short) longer than the audio "
            + "(\(pair.audio.short)); it is not documented whether the output then ends with the audio or with the video."
            + misfit, pair.evidence, severity: misfit.isEmpty ? .info : .warning)
      }
    ])
}
