internal import LipSyncMedia

extension Limits {
  /// A jump of the sound by more than this, in milliseconds, is heard or seen at the lips.
  static let audioJump = 30.0
  /// Below this similarity something else is in the sound: re-encoding, noise beds and filters leave 0.92 of it and more.
  static let audioPurity = 0.88
  /// The least correlation of waveforms, in the middle of all seconds, of the voice that was sent: filters, reverberation and
  /// re-encoding leave 0.9 and more.
  static let audioWaveform = 0.6
  /// Sound with its peaks at full scale whose peaks stand out by this much less, in decibels, was driven into clipping.
  static let clippedCrest = 6.0
}

/// How loud a result's sound and the audio that was sent are.
struct SoundLevels: Sendable {
  var result: SoundFacts?
  var sent: SoundFacts?

  /// By how much louder the result is, in LU; nil if unknown.
  var gain: Double? {
    guard let result = result?.loudness, let sent = sent?.loudness else { return nil }
    return result - sent
  }

  /// Whether peaks at full scale stand out less than those that were sent.
  var isClipped: Bool {
    guard let result, let sent, let peak = result.peak, let loudness = result.loudness,
      let sentPeak = sent.peak,
      let sentLoudness = sent.loudness
    else { return false }
    return peak > -1 && (sentPeak - sentLoudness) - (peak - loudness) >= Limits.clippedCrest
  }

  /// Both loudnesses, in words; nil if one is unknown.
  var words: String? {
    guard let result = result?.loudness, let sent = sent?.loudness else { return nil }
    return "\(figure(result, 1)) LUFS, sent at \(figure(sent, 1)) LUFS"
  }
}

extension ResultSound {
  /// Whether the whole of it can be held against what was sent.
  private var isWhole: Bool {
    isSame && match.jumps.isEmpty && match.foreign.isEmpty && match.dropouts.isEmpty
      && max(match.missingHeadMilliseconds, match.missingTailMilliseconds) <= Limits.audioCut
  }

  fileprivate var altered: Seen? {
    guard isWhole else { return nil }
    let evidence: [JSON.Member] = [
      ("similarity", .double(match.similarity, places: 4)),
      ("waveform", match.waveform.map { .double($0, places: 4) } ?? .null),
    ]
    if levels?.isClipped == true {
      return Seen(
        "The sound is overdriven: its peaks are cut off at full scale"
          + (levels?.words.map { ", and it plays at \($0)." } ?? "."), evidence,
        remedy: "Replace the result's audio with the audio that was sent.")
    }
    if match.similarity < Limits.audioPurity {
      return Seen(
        "Something else is in the sound, noise or another voice: it is only \(figure(match.similarity, 2)) like what was sent.",
        evidence)
    }
    guard let waveform = match.waveform, waveform < Limits.audioWaveform else { return nil }
    return Seen(
      "The words are those that were sent, but not the voice: its pitch or tone was changed.", evidence)
  }
}

extension Rule {
  /// Where the sound jumps: it is in sync up to a moment, and late or early from there on.
  public static let resultAudioJump = Rule(
    "result.audio-jump", .error,
    "The sound skips or pauses by more than \(figure(Limits.audioJump, 0)) ms on the way: from there on it is late or early; a "
      + "warning as long as it stays within \(figure(Limits.audioOffsetError, 0)) ms.",
    "Replace the result's audio with the audio that was sent, or submit again.",
    limit: "\(figure(Limits.audioJump, 0)) ms", evidence: ["start_seconds", "jump_ms", "offset_ms"],
    judges: [
      Judge { (sound: ResultSound) in
        guard sound.isSame else { return [] }
        return sound.match.jumps.enumerated().compactMap { index, jump in
          let size = jump.afterMilliseconds - jump.beforeMilliseconds
          guard size.magnitude > Limits.audioJump else { return nil }
          let since = index > 0 ? sound.match.jumps[index - 1].at : nil
          return Seen(
            "The sound \(size > 0 ? "pauses" : "skips") by \(figure(size.magnitude, 0)) ms at \(figure(jump.at.seconds, 1)) s: "
              + "\(state(jump.beforeMilliseconds)) \(since.map { "from \(figure($0.seconds, 1)) s " } ?? "")up to there, "
              + "\(state(jump.afterMilliseconds)) from there on.",
            [
              ("start_seconds", .seconds(jump.at)), ("jump_ms", .double(size, places: 1)),
              ("offset_ms", .double(jump.afterMilliseconds, places: 1)),
            ],
            severity: jump.afterMilliseconds.magnitude > Limits.audioOffsetError
              || size.magnitude > Limits.audioOffsetError ? .error : .warning)
        }
      }
    ])

  /// Something else is said than what was sent, for a while.
  public static let resultAudioForeign = Rule(
    "result.audio-foreign", .error,
    "For a second or longer the result says something else than what was sent.",
    "Listen there; replace the result's audio with the audio that was sent, or submit again.",
    limit: "1 s", evidence: ["start_seconds", "seconds"],
    judges: [
      Judge { (sound: ResultSound) in
        guard sound.isSame else { return [] }
        return sound.match.foreign.map { stretch in
          Seen(
            "From \(figure(stretch.start.seconds, 1)) s to \(figure((stretch.start + stretch.duration).seconds, 1)) s something "
              + "else is heard than what was sent.",
            [("start_seconds", .seconds(stretch.start)), ("seconds", .seconds(stretch.duration))])
        }
      }
    ])

  /// The sound is what was sent, and something was done to it or added.
  public static let resultAudioAltered = Rule(
    "result.audio-altered", .warning,
    "Something was added to the sound or done to it: its similarity is below \(figure(Limits.audioPurity, 2)), its waveform is "
      + "another, or its peaks are cut off.",
    "Listen to it; if it is not meant to be so, replace the result's audio with the audio that was sent.",
    limit: "a similarity of \(figure(Limits.audioPurity, 2))", evidence: ["similarity", "waveform"],
    judges: [Judge { (sound: ResultSound) in sound.altered }])

  /// The result has no sound, or is silent throughout.
  public static let resultNoSound = Rule(
    "result.no-sound", .error, "The result has no sound, or is silent throughout.",
    "Do not publish it; submit again, or put the audio that was sent under it.",
    judges: [
      Judge { (levels: SoundLevels) in
        if levels.sent?.isSilent == true { return nil as Seen? }
        guard let result = levels.result else { return Seen("The result has no sound at all.") }
        return result.isSilent ? Seen("The result is silent from its beginning to its end.") : nil
      }
    ])

  private static func state(_ milliseconds: Double) -> String {
    if milliseconds.magnitude < 20 { return "in sync" }
    return "\(figure(milliseconds.magnitude, 0)) ms \(milliseconds > 0 ? "late" : "early")"
  }
}
