internal import LipSyncMedia

extension Limits {
  /// The longest video in the service's upload guide.
  static let longestVideo = MediaTime(300)
  /// The longest audio in the service's upload guide.
  static let longestAudio = MediaTime(600)
  /// The largest video in the service's upload guide, in bytes.
  static let largestVideo: Int64 = 100_000_000
  /// The largest audio in the service's upload guide, in bytes.
  static let largestAudio: Int64 = 20_000_000
}

/// Media that has to have a stream of one kind.
struct WantedStream: Sendable {
  let media: MediaInfo
  /// Video or audio.
  let subject: Subject
}

/// One part of a pair, as it would be sent.
struct SentPart: Sendable {
  /// Video or audio.
  let subject: Subject
  /// Nil if unknown.
  let duration: MediaTime?
  /// Nil if unknown.
  let bytes: Int64?

  /// The limit that is its part's.
  fileprivate func limit<Amount>(video: Amount, audio: Amount) -> Amount { subject == .audio ? audio : video }

  /// What is said of a part that passes its limit.
  fileprivate func beyond(_ seen: String, _ limit: String) -> String {
    "It \(seen); the service's upload guide allows \(limit) of \(subject.rawValue)."
  }
}

extension Rule {
  /// What either part of a pair has to be, in the order in which a job meets it.
  static let partRules: [Rule] = [.mediaNoVideoStream, .mediaNoAudioStream, .mediaTooLong, .mediaTooLarge]

  /// The video has no moving picture: it is audio only, or a still image.
  public static let mediaNoVideoStream = Rule(
    "media.no-video-stream", .error, "The video has no moving picture: it is audio only, or a still image.",
    "Name a file with a video stream; the video comes first, the audio second.",
    evidence: ["container", "image"],
    judges: [Judge { (wanted: WantedStream) in noVideo(wanted.media, wanted.subject) }])

  /// The audio has no audio stream.
  public static let mediaNoAudioStream = Rule(
    "media.no-audio-stream", .error, "The audio has no audio stream.",
    "Name a file with an audio stream; the video comes first, the audio second.",
    evidence: ["container", "image"],
    judges: [Judge { (wanted: WantedStream) in noAudio(wanted.media, wanted.subject) }])

  /// It is longer than the service's upload guide allows.
  public static let mediaTooLong = Rule(
    "media.too-long", .warning,
    "It is longer than the service's upload guide allows: \(longest).", "Cut it into parts.", limit: longest,
    evidence: ["seconds", "limit_seconds"],
    judges: [
      Judge { (part: SentPart) in
        let limit = part.limit(video: Limits.longestVideo, audio: Limits.longestAudio)
        guard let duration = part.duration, duration > limit else { return nil as Seen? }
        return Seen(
          part.beyond("lasts \(duration.short)", limit.short),
          [("seconds", .seconds(duration)), ("limit_seconds", .seconds(limit))])
      }
    ])

  /// It is larger than the service's upload guide allows.
  public static let mediaTooLarge = Rule(
    "media.too-large", .warning,
    "It is larger than the service's upload guide allows: \(largest).", "Re-encode it at a lower bit rate.",
    limit: largest,
    evidence: ["bytes", "limit_bytes"],
    judges: [
      Judge { (part: SentPart) in
        let limit = part.limit(video: Limits.largestVideo, audio: Limits.largestAudio)
        guard let bytes = part.bytes, bytes > limit else { return nil as Seen? }
        return Seen(
          part.beyond("holds \(megabytes(bytes))", megabytes(limit)),
          [("bytes", .int(bytes)), ("limit_bytes", .int(limit))])
      }
    ])

  private static let longest =
    "\(Limits.longestVideo.wholeSeconds) of video, \(Limits.longestAudio.wholeSeconds) of audio"
  private static let largest =
    "\(megabytes(Limits.largestVideo)) of video, \(megabytes(Limits.largestAudio)) of audio"

  private static func noVideo(_ media: MediaInfo, _ subject: Subject) -> Seen? {
    guard subject == .video, media.video == nil || media.isImage else { return nil }
    let stillPicture =
      "It is a still picture" + (media.video.map { " (\($0.codec), \($0.width) x \($0.height))" } ?? "")
      + ", not a video."
    let soundOnly = media.audio.map {
      "It holds audio only (\($0.codec), \(media.duration?.short ?? "of unknown length"))."
    }
    return Seen(
      media.isImage ? stillPicture : soundOnly ?? "It holds neither video nor audio that can be played.",
      [("container", .string(media.container)), ("image", .bool(media.isImage))])
  }

  private static func noAudio(_ media: MediaInfo, _ subject: Subject) -> Seen? {
    guard subject == .audio, media.audio == nil else { return nil }
    let pictureOnly = media.video.map {
      "It holds video only (\($0.codec), \($0.width) x \($0.height)), no audio."
    }
    return Seen(
      media.isImage
        ? "It is a still picture, not audio." : pictureOnly ?? "It holds no audio that can be played.",
      [("container", .string(media.container)), ("image", .bool(media.isImage))])
  }
}
