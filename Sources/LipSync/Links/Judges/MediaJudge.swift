internal import LipSyncMedia

/// What is wrong with media whatever it is for.
enum MediaJudge {
  static func findings(_ media: MediaInfo, about subject: Subject) -> [Finding] {
    if let nothing = unsupported(media, subject) ?? empty(media, subject) ?? useless(media, subject) {
      return [nothing]
    }
    return [truncated(media, subject), misstated(media, subject), uncertain(media, subject)].compactMap(
      \.self)
  }

  /// All of it was gone through, and nothing in it plays.
  private static func empty(_ media: MediaInfo, _ subject: Subject) -> Finding? {
    guard media.duration == nil, media.durationMethod != .header, !media.isImage, !media.isTruncated,
      media.video != nil || media.audio != nil, media.video?.frames ?? 0 == 0
    else { return nil }
    return Finding(
      .mediaUnreadable, about: subject,
      "Its header announces \(media.video != nil ? "pictures" : "sound"), and none follow: nothing of it plays, as of a stream's "
        + "first segment without the others.",
      evidence: [("container", .string(media.container)), ("bytes", .optional(media.bytes))])
  }

  /// The stream that the subject is for is coded in a way that nothing here decodes.
  private static func unsupported(_ media: MediaInfo, _ subject: Subject) -> Finding? {
    let codec = subject == .audio ? media.audio?.codec : media.video?.codec ?? media.audio?.codec
    guard let codec, !AcceptedMedia.decodes(codec: codec) else { return nil }
    let stream = subject == .audio || media.video == nil ? "sound" : "picture"
    let name = codec == "unknown" ? "a codec that is not known" : "the codec \(codec)"
    return Finding(
      .mediaUnsupported, about: subject, "Its \(stream) is in \(name), which is not decoded here.",
      evidence: [("codec", .string(codec)), ("container", .string(media.container))])
  }

  /// The stream that the subject is for was gone through, and nothing of it plays, whatever the others hold.
  private static func useless(_ media: MediaInfo, _ subject: Subject) -> Finding? {
    guard media.durationMethod != .header, !media.isTruncated, !media.isImage else { return nil }
    if subject == .audio { return soundless(media, subject) }
    guard media.video?.frames == 0 else { return nil }
    guard media.durationMethod == .decode else {
      return Finding(
        .mediaUnreadable, about: subject, "It has a video stream without one picture.",
        evidence: [("frames", .int(0)), ("header_seconds", .seconds(media.headerDuration))])
    }
    let stated = media.headerDuration.map { " of the \($0.short) that its header states" } ?? ""
    return Finding(
      .mediaUnreadable, about: subject,
      "Not one picture\(stated) decodes: what its index points at is something else.",
      evidence: [("frames", .int(0)), ("header_seconds", .seconds(media.headerDuration))])
  }

  private static func soundless(_ media: MediaInfo, _ subject: Subject) -> Finding? {
    guard let audio = media.audio, audio.duration ?? .zero <= .zero else { return nil }
    return Finding(
      .mediaUnreadable, about: subject,
      "It has an audio stream (\(audio.codec)) of which not one sample plays.",
      evidence: [("codec", .string(audio.codec)), ("header_seconds", .seconds(media.headerDuration))])
  }

  private static func truncated(_ media: MediaInfo, _ subject: Subject) -> Finding? {
    guard media.isTruncated else { return nil }
    let whole = media.headerDuration.flatMap { header in
      (media.duration ?? .zero) < header ? "the \(header.short) that it states" : nil
    }
    let plays =
      media.duration.map { "\($0.short) of \(whole ?? "it") would play" } ?? "nothing of it may play"
    let bytes = media.bytes.map { " after \($0) bytes" } ?? ""
    return Finding(
      .mediaTruncated, about: subject,
      "The file ends\(bytes), before all that its own index speaks of; \(plays).",
      evidence: [("bytes", .optional(media.bytes)), ("duration_seconds", .seconds(media.duration))])
  }

  private static func misstated(_ media: MediaInfo, _ subject: Subject) -> Finding? {
    // Of a file that is cut, that is what is wrong.
    guard !media.isImage, !media.isTruncated, let truth = media.duration, truth > .zero else { return nil }
    func finding(_ message: String, cause: String?, _ severity: Severity) -> Finding {
      Finding(
        .mediaDurationMisstated, about: subject, cause.map { "\(message) \($0)" } ?? message,
        severity: severity,
        evidence: [
          ("header_seconds", .seconds(media.headerDuration)), ("true_seconds", .seconds(truth)),
          ("cause", .optional(cause)),
        ])
    }
    guard let header = media.headerDuration, header > .zero else {
      let row = HeaderHabit.of(media.container)
      guard media.isDurationExact || row.statesLength else { return nil }
      return finding(
        "\(row.statesLength ? "The header states no length" : "The format states no length"); it is "
          + "\(media.isDurationExact ? "" : "about ")\(truth.short).",
        cause: row.whyNone, row.statesLength ? .error : .warning)
    }
    guard media.isDurationExact else { return nil }
    // A container is as long as its longest stream, and either end may be what its header speaks of.
    // So does one that begins late: its header counts the wait.
    let truths =
      [truth, media.video?.duration, media.audio?.duration].compactMap(\.self)
      + [(media.facts.videoStart, media.video?.duration), (media.facts.audioStart, media.audio?.duration)]
      .compactMap { start, length in length.map { $0 + (start ?? .zero) } }
    let tolerance = max(media.frame ?? .zero, Defaults.headerTolerance)
    guard !truths.contains(where: { ($0 - header).magnitude <= tolerance }) else { return nil }
    let difference = (truth - header).magnitude.short
    return finding(
      "The header states \(header.short), but it lasts \(truth.short), \(difference) "
        + (truth < header ? "less." : "more."),
      cause: HeaderHabit.whyOther(media, header: header, truth: truth),
      .warning)
  }

  private static func uncertain(_ media: MediaInfo, _ subject: Subject) -> Finding? {
    guard !media.isImage, !media.isDurationExact || media.duration == nil else { return nil }
    let message =
      media.duration.map {
        "It lasts about \($0.short), but that could not be made certain (found by \(media.durationMethod.rawValue))."
      } ?? "Its length could not be found out."
    return Finding(
      .mediaDurationUncertain, about: subject, message, severity: media.duration == nil ? .warning : .info)
  }
}

extension MediaInfo {
  /// How long one frame lasts on average; nil where unknown.
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
