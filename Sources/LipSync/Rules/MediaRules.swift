internal import LipSyncMedia

extension Limits {
  /// How far a header's length may be from the true one, unless a frame lasts longer.
  static let headerTolerance = MediaTime(50, 1000)
}

/// Media as it was opened, before anything is said of its length.
struct OpenedMedia: Sendable {
  let info: MediaInfo
  /// What it is for.
  let subject: Subject
}

/// Media of which something plays.
struct PlayableMedia: Sendable {
  let info: MediaInfo
}

extension Rule {
  /// What is wrong with media whatever it is for, in the order in which a job meets it.
  static let mediaRules: [Rule] = [
    .mediaUnreadable, .mediaNotMedia, .mediaTruncated, .mediaDamaged, .mediaTrailingBytes, .mediaEncrypted,
    .mediaUnsupported, .mediaTimeout, .mediaDurationMisstated, .mediaDurationUncertain,
  ]

  /// It is media of a known kind, but too broken to be opened.
  public static let mediaUnreadable = Rule(
    "media.unreadable", .error, "It is media of a known kind, but too broken to be opened.",
    "Export it again, for example as MP4 (H.264, AAC), WAV or MP3.",
    evidence: EvidenceKeys.media + EvidenceKeys.served + [
      "codec", "container", "bytes", "frames", "header_seconds", "ended_by",
    ],
    judges: [Judge { (media: OpenedMedia) in EmptyMedia.seen(media.info, media.subject) }])

  /// The bytes are of no kind of media that is known here.
  public static let mediaNotMedia = Rule(
    "media.not-media", .error, "The bytes are of no kind of media that is known here.",
    "Check that it is the right file, and export it again as MP4, WAV or MP3.", evidence: EvidenceKeys.media)

  /// Bytes are missing: the file ends before what its index describes.
  public static let mediaTruncated = Rule(
    "media.truncated", .error, "Bytes are missing: the file ends before what its index describes.",
    "Copy, upload or export the file again, completely.",
    evidence: EvidenceKeys.transfer + EvidenceKeys.media + ["bytes", "duration_seconds", "at"],
    judges: [Judge { (media: PlayableMedia) in truncated(media.info) }])

  /// Part of it cannot be decoded: pictures or sound are lost.
  public static let mediaDamaged = Rule(
    "media.damaged", .warning, "Part of it cannot be decoded: pictures or sound are lost.",
    "Copy or upload it again; if the original is damaged, too, export it again.",
    evidence: ["frames", "faults", "duration_seconds", "listed_frames", "listed_seconds"],
    judges: [Judge { (media: DecodedWhole) in media.contradiction }])

  /// Bytes lie behind the end that the header states, such as a second file that was joined to the first.
  public static let mediaTrailingBytes = Rule(
    "media.trailing-bytes", .warning,
    "Bytes lie behind the end that the header states, such as a second file that was joined to the first.",
    "Join files with a tool that reads them, such as ffmpeg's concat filter; to keep the first alone: ffmpeg -i IN -c copy OUT.",
    evidence: ["at", "bytes", "kind"], judges: [Judge { (media: PlayableMedia) in trailing(media.info) }])

  /// The media is encrypted (DRM).
  public static let mediaEncrypted = Rule(
    "media.encrypted", .error, "The media is encrypted (DRM).", "Use a file without copy protection.",
    evidence: EvidenceKeys.media)

  /// The container or codec is not one that is decoded here.
  public static let mediaUnsupported = Rule(
    "media.unsupported", .error, "The container or codec is not one that is decoded here.",
    "Export it as MP4 (H.264, AAC), WAV or MP3.", evidence: EvidenceKeys.media + ["codec", "container"],
    judges: [Judge { (media: OpenedMedia) in unsupported(media.info, media.subject) }])

  /// Reading the file took longer than allowed.
  public static let mediaTimeout = Rule(
    "media.timeout", .error, "Reading the file took longer than allowed.",
    "Allow more time, or export the file again.", settings: [.timeout],
    evidence: EvidenceKeys.media + ["timeout_seconds"])

  /// The length in the header differs from the true one; an error if the header has a place for the length and leaves it empty.
  public static let mediaDurationMisstated = Rule(
    "media.duration-misstated", .warning,
    "The length in the header differs from the true one by more than a frame or \(Limits.headerTolerance.milliseconds); "
      + "an error if the header has a place for the length and leaves it empty.",
    "Remux the file, which rewrites its header: ffmpeg -i IN -c copy OUT.",
    limit: "one frame or \(Limits.headerTolerance.milliseconds)",
    evidence: ["header_seconds", "true_seconds", "cause"],
    judges: [Judge { (media: PlayableMedia) in StatedLength.seen(media.info) }])

  /// The exact length could not be established.
  public static let mediaDurationUncertain = Rule(
    "media.duration-uncertain", .info, "The exact length could not be established.",
    "Export the file as MP4, WAV or MP3 if the exact price matters.", evidence: EvidenceKeys.transfer,
    judges: [Judge { (media: PlayableMedia) in uncertain(media.info) }])

  /// The stream that the subject is for is coded in a way that nothing here decodes.
  private static func unsupported(_ media: MediaInfo, _ subject: Subject) -> Seen? {
    let codec = subject == .audio ? media.audio?.codec : media.video?.codec ?? media.audio?.codec
    let isDecodable = (subject == .audio ? nil : media.video?.isDecodable) ?? media.audio?.isDecodable ?? true
    guard let codec, !isDecodable || !AcceptedMedia.accepts(codec: codec) else { return nil }
    let stream = subject == .audio || media.video == nil ? "sound" : "picture"
    let name = codec == "unknown" ? "an unknown codec" : "the codec \(codec)"
    return Seen(
      "Its \(stream) is in \(name), which is not decoded here.",
      [("codec", .string(codec)), ("container", .string(media.container))])
  }

  private static func truncated(_ media: MediaInfo) -> Seen? {
    guard media.isTruncated else { return nil }
    let whole = media.headerDuration.flatMap { header in
      (media.duration ?? .zero) < header ? "the \(header.short) that it states" : nil
    }
    let plays =
      media.duration.map { "\($0.short) of \(whole ?? "it") would play" } ?? "nothing of it may play"
    if let place = media.foreignBytesAt {
      return Seen(
        "At byte \(place) zeros or text stand in the place of samples, as when a download was not finished, lost a part or "
          + "ended in an error page; \(plays).",
        [
          ("bytes", .optional(media.bytes)), ("duration_seconds", .seconds(media.duration)),
          ("at", .int(place)),
        ])
    }
    let bytes = media.bytes.map { " after \($0) bytes" } ?? ""
    return Seen(
      "The file ends\(bytes), before all that its own index describes; \(plays).",
      [("bytes", .optional(media.bytes)), ("duration_seconds", .seconds(media.duration))])
  }

  private static func trailing(_ media: MediaInfo) -> Seen? {
    guard let trailing = media.facts.trailing, !media.isTruncated else { return nil }
    let words =
      trailing.kind.map { "and begin with \($0), as a second file does that was joined to the first" }
      ?? "and are no part that the format knows, such as samples that its header does not count"
    return Seen(
      "\(trailing.count) bytes lie behind the end that its header states \(words): nobody plays them.",
      [("at", .int(trailing.offset)), ("bytes", .int(trailing.count)), ("kind", .optional(trailing.kind))])
  }

  private static func uncertain(_ media: MediaInfo) -> Seen? {
    // If the file is cut, that is what is wrong.
    guard !media.isImage, !media.isTruncated, !media.isDurationExact || media.duration == nil else {
      return nil
    }
    let message =
      media.duration.map {
        "It lasts about \($0.short), but that could not be made certain (found by \(media.durationMethod.rawValue))."
      } ?? "Its length could not be established."
    return Seen(message, severity: media.duration == nil ? .warning : .info)
  }
}
