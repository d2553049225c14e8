package import LipSyncMedia

/// What the facts of media mean, by the rules that judge facts alone.
package enum MediaJudge {
  /// What is wrong with media whatever it is for; of media in which nothing plays, that alone.
  static func findings(_ media: MediaInfo, about subject: Subject) -> [Finding] {
    let nothing = Rule.findings(on: OpenedMedia(info: media, subject: subject), about: subject)
    if let first = nothing.first(where: { $0.rule == .mediaUnsupported }) ?? nothing.first { return [first] }
    return Rule.findings(on: PlayableMedia(info: media), about: subject)
  }

  /// What media means as one part of a pair: the video, or else the audio.
  static func part(_ media: MediaInfo, as subject: Subject) -> [Finding] {
    let missing = Rule.findings(on: WantedStream(media: media, subject: subject), about: subject)
    guard missing.isEmpty else { return missing }
    let upload = SentPart(
      subject: subject,
      duration: (subject == .audio ? media.audio?.duration : media.video?.duration) ?? media.duration,
      bytes: media.bytes)
    return stream(media, as: subject) + Rule.findings(on: upload, about: subject)
  }

  /// What is seen and heard in media whose part in a pair is not known.
  package static func all(_ media: MediaInfo) -> [Finding] {
    stream(media, as: .video) + stream(media, as: .audio)
  }

  /// What a stream states, and what is seen or heard in it.
  static func stream(_ media: MediaInfo, as subject: Subject) -> [Finding] {
    if subject == .audio {
      return media.audio.map { Rule.findings(on: AudioPart(media: media, stream: $0), about: .audio) } ?? []
    }
    guard let video = media.video, !media.isImage else { return [] }
    return Rule.findings(on: VideoPart(media: media, stream: video), about: .video)
  }
}

extension MediaInfo {
  /// How long the moving picture lasts; nil for still pictures and sound alone.
  package var pictureLength: MediaTime? { isImage ? nil : video?.duration }

  /// How long one frame lasts on average; nil if unknown.
  var frame: MediaTime? {
    guard let video else { return nil }
    if let frames = video.frames, frames > 0, let duration = video.duration {
      let (denominator, overflow) = duration.denominator.multipliedReportingOverflow(by: Int64(frames))
      if !overflow { return MediaTime(duration.numerator, denominator) }
    }
    guard let rate = video.frameRate, rate > 0.001, rate < 100_000 else { return nil }
    return MediaTime(1_000_000, Int64(rate * 1_000_000))
  }
}
