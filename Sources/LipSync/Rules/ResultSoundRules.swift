internal import LipSyncMedia

extension Limits {
  /// The least similarity of a result's sound with the audio that was sent.
  package static let audioSimilarity = 0.5
  /// If so much of the seconds with sound is found by its waveform, it is the audio that was sent, whatever the rest is.
  static let audioFound = 0.5
  /// Sound this far off, in milliseconds, is a warning: ITU-R BT.1359-1 finds 45 ms early detectable.
  static let audioOffsetWarning = 45.0
  /// Sound this far off, in milliseconds, is an error: ITU-R BT.1359-1 finds 125 ms late detectable by everybody.
  static let audioOffsetError = 125.0
  /// A drift that adds up to this many milliseconds over the audio's length is a warning: what an offset can be told to.
  static let audioDriftWarning = 20.0
  /// Drifts up to this, in millionths, are those of good clocks.
  static let audioDrift = 200.0
  /// More than this missing of the audio's head or tail, in milliseconds, is a cut.
  static let audioCut = 150.0
}

/// A result's sound beside the audio that was sent.
struct ResultSound: Sendable {
  let match: AudioMatch
  /// How much of the audio's tail the playback plan leaves out (`normal` that ends with a shorter video): a missing tail up to
  /// that is as asked.
  var expectedCut = MediaTime.zero
  /// The length of the audio sent, over which a drift adds up; nil if unknown.
  var sent: MediaTime?
  /// How loud both are.
  var levels: SoundLevels?

  fileprivate var evidence: [JSON.Member] {
    [
      ("similarity", .double(match.similarity, places: 4)),
      ("offset_ms", .double(match.offsetMilliseconds, places: 1)),
      ("missing_head_ms", .double(match.missingHeadMilliseconds, places: 1)),
      ("missing_tail_ms", .double(match.missingTailMilliseconds, places: 1)),
    ]
  }

  /// Whether it is the audio that was sent: of another nothing else is told.
  var isSame: Bool {
    match.similarity >= Limits.audioSimilarity || match.found ?? 0 >= Limits.audioFound
  }
}

extension Rule {
  /// What is wrong with a result's sound, in the order in which it is looked at.
  static let resultSoundRules: [Rule] = [
    .resultNoSound, .resultAudioMismatch, .resultAudioForeign, .resultAudioJump, .resultAudioOffset,
    .resultAudioDrift, .resultAudioCut, .resultAudioDropout, .resultAudioAltered,
  ]

  private static let keys = ["similarity", "offset_ms", "missing_head_ms", "missing_tail_ms"]

  /// The result's audio is not the audio that was sent.
  public static let resultAudioMismatch = Rule(
    "result.audio-mismatch", .error,
    "The result's audio is not the audio that was sent: their similarity is below \(figure(Limits.audioSimilarity, 2)).",
    "Check which audio the task was created with; do not publish the result.",
    limit: figure(Limits.audioSimilarity, 2), evidence: keys,
    judges: [
      Judge { (sound: ResultSound) in
        sound.isSame
          ? nil as Seen?
          : Seen(
            "The result does not carry the audio that was sent: similarity "
              + "\(figure(sound.match.similarity, 2)), and the least is \(figure(Limits.audioSimilarity, 2)).",
            sound.evidence)
      }
    ])

  /// The result's audio is shifted against the audio that was sent; a warning for a small shift.
  public static let resultAudioOffset = Rule(
    "result.audio-offset", .error,
    "The result's audio is shifted by more than \(figure(Limits.audioOffsetError, 0)) ms against the audio that was sent; a "
      + "warning from \(figure(Limits.audioOffsetWarning, 0)) ms on.",
    "Shift the audio back, or submit again.",
    limit:
      "\(figure(Limits.audioOffsetWarning, 0)) ms, an error from \(figure(Limits.audioOffsetError, 0)) ms on",
    evidence: keys,
    judges: [
      Judge { (sound: ResultSound) in
        let offset = sound.match.offsetMilliseconds
        guard sound.isSame, offset.magnitude > Limits.audioOffsetWarning else { return nil as Seen? }
        return Seen(
          "The sound comes \(figure(offset.magnitude, 0)) ms too \(offset > 0 ? "late" : "early").",
          sound.evidence, severity: offset.magnitude > Limits.audioOffsetError ? .error : .warning)
      }
    ])

  /// The result's audio runs slower or faster than the audio that was sent; a warning for a small drift.
  public static let resultAudioDrift = Rule(
    "result.audio-drift", .error,
    "The result's audio runs slower or faster than the audio that was sent, by more than "
      + "\(figure(Limits.audioOffsetError, 0)) ms at its end; a warning from \(figure(Limits.audioDriftWarning, 0)) ms on.",
    "Replace the result's audio with the audio that was sent, or submit again.",
    limit:
      "\(figure(Limits.audioDriftWarning, 0)) ms, an error from \(figure(Limits.audioOffsetError, 0)) ms on",
    evidence: keys + ["drift_ppm"],
    judges: [
      Judge { (sound: ResultSound) in
        guard sound.isSame, let drift = sound.match.driftPPM, let sent = sound.sent,
          drift.magnitude >= Limits.audioDrift
        else { return nil as Seen? }
        let total = drift.magnitude / 1_000_000 * sent.seconds * 1000
        guard total >= Limits.audioDriftWarning else { return nil }
        return Seen(
          "The sound runs \(figure(drift.magnitude, 0)) ppm \(drift > 0 ? "slower" : "faster") than what was sent: "
            + "\(figure(total, 0)) ms apart at the end.",
          sound.evidence + [("drift_ppm", .double(drift, places: 1))],
          severity: total > Limits.audioOffsetError ? .error : .warning)
      }
    ])

  /// The head or tail of the audio is missing from the result.
  public static let resultAudioCut = Rule(
    "result.audio-cut", .error,
    "More than \(figure(Limits.audioCut, 0)) ms of the audio's head or tail are missing from the result.",
    "Put the audio that was sent under the result; if the video was shorter than the audio, submit again with another playback "
      + "type or a longer video.",
    limit: "\(figure(Limits.audioCut, 0)) ms",
    evidence: keys,
    judges: [
      Judge { (sound: ResultSound) in
        guard sound.isSame else { return [] }
        let tail = sound.match.missingTailMilliseconds - sound.expectedCut.seconds * 1000
        return [("beginning", sound.match.missingHeadMilliseconds), ("end", tail)]
          .filter { $0.1 > Limits.audioCut }
          .map { side, missing in
            Seen(
              "\(figure(missing, 0)) ms of the audio are missing at the \(side) of the result.",
              sound.evidence)
          }
      }
    ])

  /// The sound is missing for a while in the middle of the result.
  public static let resultAudioDropout = Rule(
    "result.audio-dropout", .error, "The sound is missing for a while in the middle of the result.",
    "Listen there; replace the result's audio with the audio that was sent, or submit again.",
    evidence: ["start_seconds", "seconds"],
    judges: [
      Judge { (sound: ResultSound) in
        guard sound.isSame else { return [] }
        return sound.match.dropouts.map { dropout in
          Seen(
            "The sound is missing for \(figure(dropout.duration.seconds, 2)) s from "
              + "\(figure(dropout.start.seconds, 2)) s on, while the audio that was sent is audible there.",
            [("start_seconds", .seconds(dropout.start)), ("seconds", .seconds(dropout.duration))])
        }
      }
    ])
}
