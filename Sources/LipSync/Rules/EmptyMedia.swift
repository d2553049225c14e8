internal import LipSyncMedia

/// Media that was gone through, and of which nothing plays (`media.unreadable`).
enum EmptyMedia {
  static func seen(_ media: MediaInfo, _ subject: Subject) -> Seen? {
    announced(media) ?? useless(media, subject)
  }

  /// All of it was gone through, and nothing in it plays.
  private static func announced(_ media: MediaInfo) -> Seen? {
    guard media.duration == nil, media.durationMethod != .header, !media.isImage, !media.isTruncated,
      media.video != nil || media.audio != nil, media.video?.frames ?? 0 == 0
    else { return nil }
    return Seen(
      "Its header announces \(media.video != nil ? "pictures" : "sound"), and none follow: nothing of it plays, as with a "
        + "stream's first segment without the others.",
      [("container", .string(media.container)), ("bytes", .optional(media.bytes))])
  }

  /// The stream that the subject is for was gone through, and nothing of it plays, whatever the others hold.
  private static func useless(_ media: MediaInfo, _ subject: Subject) -> Seen? {
    // Samples that are something else are no picture, however many bytes are missing.
    guard media.durationMethod != .header, !media.isTruncated || media.foreignBytesAt != nil, !media.isImage
    else {
      return nil
    }
    if subject == .audio { return soundless(media) }
    guard media.video?.frames == 0 else { return nil }
    let evidence: [JSON.Member] = [("frames", .int(0)), ("header_seconds", .seconds(media.headerDuration))]
    guard media.durationMethod == .decode else {
      return Seen("It has a video stream without one picture.", evidence)
    }
    let stated = media.headerDuration.map { " of the \($0.short) that its header states" } ?? ""
    return Seen("Not one picture\(stated) decodes: what its index points at is something else.", evidence)
  }

  private static func soundless(_ media: MediaInfo) -> Seen? {
    guard let audio = media.audio, audio.duration ?? .zero <= .zero else { return nil }
    return Seen(
      "It has an audio stream (\(audio.codec)) of which not one sample plays.",
      [("codec", .string(audio.codec)), ("header_seconds", .seconds(media.headerDuration))])
  }
}
