internal import LipSyncMedia

extension Limits {
  /// How much later than the file's clock the first sample may come.
  static let lateSound = MediaTime(1, 10)
  /// How long pauses without samples may be, all together.
  static let soundGaps = MediaTime(1, 10)
  /// Silence at the head or tail may last so long.
  static let silentEnd = MediaTime(1)
  /// Loudness in LUFS below which audio is quiet; EBU R 128 asks for -23.
  static let quietLoudness = -36.0
  /// The largest sample, in dB of full scale, above which audio is taken for clipped: a 16-bit sample at its limit is -0.0003.
  static let clippedPeak = -0.001
  /// Sample rates in Hz that speech is well served by.
  static let sampleRates = 16_000...48_000
  /// The most audio channels of which it is known which one carries the speech.
  static let channels = 2
}

/// The audio of a pair: its stream, and the media that holds it.
struct AudioPart: Sendable {
  let media: MediaInfo
  let stream: AudioInfo

  /// What was heard, unless it is silence alone.
  fileprivate var sound: SoundFacts? { media.facts.sound.flatMap { $0.isSilent ? nil : $0 } }
}

extension Rule {
  /// What the sound of an audio means, in the order in which a job meets it.
  static let audioRules: [Rule] = [
    .mediaLateSound, .mediaSoundGaps, .mediaSilentAudio, .mediaSilentEnds, .mediaQuietAudio,
    .mediaClippedAudio, .mediaSampleRate,
    .mediaChannels, .mediaSeveralStreams,
  ]

  /// The first sample comes a while after the file's clock begins.
  public static let mediaLateSound = Rule(
    "media.late-sound", .warning,
    "The first sample comes more than \(Limits.lateSound.milliseconds) after the file's clock begins.",
    "Fill the wait with silence: ffmpeg -i IN -af aresample=async=1:first_pts=0 OUT.wav.",
    limit: Limits.lateSound.milliseconds, evidence: ["delay_seconds"],
    judges: [
      Judge { (part: AudioPart) in
        guard let wait = part.media.facts.audioWait, wait > Limits.lateSound else { return nil as Seen? }
        return Seen(
          "The first sample comes \(wait.short) after the file's clock begins: players wait for it, and whoever takes the "
            + "samples alone does not.", [("delay_seconds", .seconds(wait))])
      }
    ])

  /// The sound has pauses for which there are no samples.
  public static let mediaSoundGaps = Rule(
    "media.sound-gaps", .warning,
    "The sound has pauses of more than \(Limits.soundGaps.milliseconds) in all for which there are no samples.",
    "Fill them with silence: ffmpeg -i IN -af aresample=async=1 OUT.wav.",
    limit: Limits.soundGaps.milliseconds, evidence: ["total_seconds"],
    judges: [
      Judge { (part: AudioPart) in
        guard let gaps = part.media.facts.audioGaps, gaps > Limits.soundGaps else { return nil as Seen? }
        return Seen(
          "The sound has pauses of \(gaps.short) in all for which there are no samples: players wait, and whoever takes the "
            + "samples alone does not.", [("total_seconds", .seconds(gaps))])
      }
    ])

  /// The audio is silent: there is nothing to sync lips to.
  public static let mediaSilentAudio = Rule(
    "media.silent-audio", .warning, "The audio is silent: there is nothing to sync lips to.",
    "Check that the right track was exported, and its volume.", evidence: ["sample_peak_dbfs"],
    judges: [
      Judge { (part: AudioPart) in
        guard let heard = part.media.facts.sound, heard.isSilent else { return nil as Seen? }
        return Seen(
          "The loudest of \(heard.silentHead.short) is below -60 dB of full scale: the audio is silent.",
          [("sample_peak_dbfs", heard.peak.map { .double($0, places: 2) } ?? .null)])
      }
    ])

  /// Much of the audio is silent before the first sound or after the last.
  public static let mediaSilentEnds = Rule(
    "media.silent-ends", .info,
    "More than \(Limits.silentEnd.wholeSeconds) of the audio is silent before the first sound or after the last.",
    "Cut the silence off unless you want it: it is paid for, too.", limit: Limits.silentEnd.wholeSeconds,
    evidence: ["head_seconds", "tail_seconds"],
    judges: [
      Judge { (part: AudioPart) in
        guard let heard = part.sound, max(heard.silentHead, heard.silentTail) > Limits.silentEnd else {
          return nil as Seen?
        }
        return Seen(
          "It is silent for \(heard.silentHead.short) at its head and \(heard.silentTail.short) at its tail.",
          [("head_seconds", .seconds(heard.silentHead)), ("tail_seconds", .seconds(heard.silentTail))])
      }
    ])

  /// The audio is quiet.
  public static let mediaQuietAudio = Rule(
    "media.quiet-audio", .info,
    "The audio is quiet: its loudness is below \(figure(Limits.quietLoudness, 0)) LUFS; speech has about -23.",
    "Raise its volume: ffmpeg -i IN -af loudnorm -ar 48000 OUT.",
    limit: "\(figure(Limits.quietLoudness, 0)) LUFS", evidence: ["loudness_lufs"],
    judges: [
      Judge { (part: AudioPart) in
        guard let loudness = part.sound?.loudness, loudness < Limits.quietLoudness else {
          return nil as Seen?
        }
        return Seen(
          "Its loudness is \(figure(loudness, 1)) LUFS.", [("loudness_lufs", .double(loudness, places: 2))])
      }
    ])

  /// The audio reaches full scale and is probably distorted.
  public static let mediaClippedAudio = Rule(
    "media.clipped-audio", .info, "The audio reaches full scale and is probably distorted.",
    "Export it with a peak of -1 dB of full scale or less.",
    limit: "\(figure(Limits.clippedPeak, 3)) dB of full scale", evidence: ["sample_peak_dbfs"],
    judges: [
      Judge { (part: AudioPart) in
        guard let peak = part.sound?.peak, peak > Limits.clippedPeak else { return nil as Seen? }
        return Seen(
          "Its largest sample is at \(figure(peak, 1)) dB of full scale.",
          [("sample_peak_dbfs", .double(peak, places: 2))])
      }
    ])

  /// The sample rate is too low to keep what lips are read from, or needlessly high.
  public static let mediaSampleRate = Rule(
    "media.sample-rate", .info,
    "The sample rate is below \(grouped(Limits.sampleRates.lowerBound)) Hz, which loses what lips are read from, or above "
      + "\(grouped(Limits.sampleRates.upperBound)) Hz.",
    "Export it with \(rates); speech loses nothing.", limit: rates, evidence: ["sample_rate"],
    judges: [
      Judge { (part: AudioPart) in
        let rate = part.stream.sampleRate
        guard rate > 0, !Limits.sampleRates.contains(rate) else { return nil as Seen? }
        return Seen("It has \(rate) samples a second.", [("sample_rate", .int(rate))])
      }
    ])

  private static let rates =
    "\(grouped(Limits.sampleRates.lowerBound)) to \(grouped(Limits.sampleRates.upperBound)) Hz"

  /// There are more than two audio channels, and which of them carries the speech is not known.
  public static let mediaChannels = Rule(
    "media.channels", .info,
    "There are more than \(Limits.channels) audio channels, and which of them carries the speech is not known.",
    "Mix it to mono or stereo: ffmpeg -i IN -ac 1 OUT.", limit: "\(Limits.channels) channels",
    evidence: ["channels"],
    judges: [
      Judge { (part: AudioPart) in
        let channels = part.stream.channels
        guard channels > Limits.channels else { return nil as Seen? }
        return Seen("It has \(channels) channels.", [("channels", .int(channels))])
      }
    ])

  /// There is more than one stream of the kind that is used.
  public static let mediaSeveralStreams = Rule(
    "media.several-streams", .info, "There is more than one stream of the kind that is used.",
    "Export only the one you want: ffmpeg -i IN -map 0:STREAM -c copy OUT.", evidence: ["streams", "used"],
    judges: [
      Judge { (part: VideoPart) in
        several("video", part.media.facts.videoStreams, used: part.media.facts.videoStream)
      },
      Judge { (part: AudioPart) in
        several("audio", part.media.facts.audioStreams, used: part.media.facts.audioStream)
      },
    ])

  private static func several(_ kind: String, _ count: Int, used: Int?) -> Seen? {
    guard count > 1, let used else { return nil }
    return Seen(
      "It has \(count) \(kind) streams; stream \(used) is checked, and the service may use another.",
      [("streams", .int(count)), ("used", .int(used))])
  }
}
