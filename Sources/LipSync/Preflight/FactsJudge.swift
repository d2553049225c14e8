package import LipSyncMedia

/// What the facts beside the lengths mean for lip sync: pure functions, for each part of a pair.
package enum FactsJudge {
  /// All of it, for a source whose part is not known.
  package static func all(_ media: MediaInfo) -> [Finding] { video(media) + audio(media) }

  /// What is seen, and what the video stream states.
  static func video(_ media: MediaInfo) -> [Finding] {
    guard let video = media.video, !media.isImage else { return [] }
    return [
      dynamicRange(media.facts), transparency(media.facts, video), latePicture(media.facts),
      several("video", media.facts.videoStreams, used: media.facts.videoStream, .video),
    ].compactMap(\.self) + (media.facts.pictures.map { pictures($0, of: video) } ?? [])
  }

  /// What is heard, and what the audio stream states.
  static func audio(_ media: MediaInfo) -> [Finding] {
    guard let audio = media.audio else { return [] }
    return [
      sampleRate(audio), channels(audio),
      several("audio", media.facts.audioStreams, used: media.facts.audioStream, .audio),
    ].compactMap(\.self) + (media.facts.sound.map { sound($0, of: audio) } ?? [])
  }

  private static func dynamicRange(_ facts: MediaFacts) -> Finding? {
    guard let range = facts.dynamicRange else { return nil }
    let words: String
    switch range {
    case .standard: return nil
    case .pq: words = "It is high dynamic range with the PQ curve (SMPTE ST 2084), as HDR10 is."
    case .hlg: words = "It is high dynamic range with the hybrid log-gamma curve (HLG)."
    case .wideGamut: words = "It has the wide colours of BT.2020."
    case .dolbyVision: words = "It is Dolby Vision."
    }
    return Finding(
      .mediaHDR, about: .video, words, evidence: [("dynamic_range", .string(range.rawValue))])
  }

  private static func transparency(_ facts: MediaFacts, _ video: VideoInfo) -> Finding? {
    guard facts.hasAlpha == true else { return nil }
    return Finding(
      .mediaAlpha, about: .video,
      "Its pictures have transparency (\(video.codec)\(video.pixelFormat.map { ", \($0)" } ?? "")).",
      evidence: [("pixel_format", .optional(video.pixelFormat))])
  }

  private static func latePicture(_ facts: MediaFacts) -> Finding? {
    guard let start = facts.videoStart else { return nil }
    // A clock that starts late for all streams is no delay.
    let delay = start - min(facts.audioStart ?? start, start)
    guard delay > Defaults.latePicture else { return nil }
    return Finding(
      .mediaLatePicture, about: .video, "The first picture comes \(delay.short) after the first sound.",
      evidence: [("delay_seconds", .seconds(delay))])
  }

  private static func several(_ kind: String, _ count: Int, used: Int?, _ subject: Subject) -> Finding? {
    guard count > 1, let used else { return nil }
    return Finding(
      .mediaSeveralStreams, about: subject,
      "It has \(count) \(kind) streams; stream \(used) is looked at, and the service may take another.",
      evidence: [("streams", .int(count)), ("used", .int(used))])
  }

  private static func sampleRate(_ audio: AudioInfo) -> Finding? {
    guard audio.sampleRate > 0, !Defaults.sampleRates.contains(audio.sampleRate) else { return nil }
    return Finding(
      .mediaSampleRate, about: .audio, "It has \(audio.sampleRate) samples a second.",
      evidence: [("sample_rate", .int(audio.sampleRate))])
  }

  private static func channels(_ audio: AudioInfo) -> Finding? {
    guard audio.channels > 2 else { return nil }
    return Finding(
      .mediaChannels, about: .audio, "It has \(audio.channels) channels.",
      evidence: [("channels", .int(audio.channels))])
  }

  private static func pictures(_ seen: PictureFacts, of video: VideoInfo) -> [Finding] {
    let isTelling =
      seen.isWhole || seen.looked >= Defaults.tellingGlance
      || video.duration.map { seen.looked + seen.looked >= $0 } ?? false
    let part =
      seen.isWhole
      ? "All \(seen.looked.short) of the picture" : "The first \(seen.looked.short) of the picture"
    let evidence: [JSON.Member] = [
      ("looked_at_seconds", .seconds(seen.looked)), ("whole", .bool(seen.isWhole)),
    ]
    // Black does not move either; one finding says it.
    if seen.isBlack, isTelling {
      return [Finding(.mediaBlackVideo, about: .video, "\(part) is black.", evidence: evidence)]
    }
    if seen.isStill, isTelling {
      return [
        Finding(
          .mediaFrozenVideo, about: .video, "\(part) shows the same, with nothing moving.", evidence: evidence
        )
      ]
    }
    return [
      stretches(.mediaBlackVideo, "black", seen.black),
      stretches(.mediaFrozenVideo, "without movement", seen.still),
    ].compactMap(\.self)
  }

  private static func stretches(_ rule: RuleID, _ word: String, _ stretches: [PictureFacts.Stretch])
    -> Finding?
  {
    guard let longest = stretches.max(by: { $0.length < $1.length }) else { return nil }
    let total = stretches.map(\.length).reduce(.zero, +)
    return Finding(
      rule, about: .video,
      "\(total.short) of it is \(word), the longest part from \(longest.start.short) to \(longest.end.short).",
      severity: .info,
      evidence: [("total_seconds", .seconds(total)), ("parts", .int(stretches.count))])
  }

  private static func sound(_ heard: SoundFacts, of audio: AudioInfo) -> [Finding] {
    if heard.isSilent {
      return [
        Finding(
          .mediaSilentAudio, about: .audio,
          "The loudest of \(heard.silentHead.short) is below -60 dB of full scale: the audio is silent.",
          evidence: [("sample_peak_dbfs", heard.peak.map { .double($0, places: 2) } ?? .null)])
      ]
    }
    return [ends(heard), quiet(heard), clipped(heard)].compactMap(\.self)
  }

  private static func ends(_ heard: SoundFacts) -> Finding? {
    guard max(heard.silentHead, heard.silentTail) > Defaults.silentEnd else { return nil }
    return Finding(
      .mediaSilentEnds, about: .audio,
      "It is silent for \(heard.silentHead.short) at its head and \(heard.silentTail.short) at its tail.",
      evidence: [("head_seconds", .seconds(heard.silentHead)), ("tail_seconds", .seconds(heard.silentTail))])
  }

  private static func quiet(_ heard: SoundFacts) -> Finding? {
    guard let loudness = heard.loudness, loudness < Defaults.quietLoudness else { return nil }
    return Finding(
      .mediaQuietAudio, about: .audio, "Its loudness is \(figure(loudness, 1)) LUFS.",
      evidence: [("loudness_lufs", .double(loudness, places: 2))])
  }

  private static func clipped(_ heard: SoundFacts) -> Finding? {
    // A 16-bit sample at its limit is -0.0003 dB.
    guard let peak = heard.peak, peak > -0.001 else { return nil }
    return Finding(
      .mediaClippedAudio, about: .audio,
      "Its largest sample is at \(figure(peak, 1)) dB of full scale.",
      evidence: [("sample_peak_dbfs", .double(peak, places: 2))])
  }
}
