internal import LipSyncMedia

/// The length that a header states beside the true one (`media.duration-misstated`).
enum StatedLength {
  static func seen(_ media: MediaInfo) -> Seen? {
    // If the file is cut, that is what is wrong.
    guard !media.isImage, !media.isTruncated, let truth = media.duration, truth > .zero else { return nil }
    guard let header = media.headerDuration, header > .zero else { return unstated(media, truth) }
    guard media.isDurationExact else { return nil }
    let tolerance = max(media.frame ?? .zero, Limits.headerTolerance)
    guard !lengths(media, truth).contains(where: { ($0 - header).magnitude <= tolerance }) else {
      return nil
    }
    let difference = (truth - header).magnitude.short
    return seen(
      media, truth,
      "The header states \(header.short), but it lasts \(truth.short), \(difference) "
        + (truth < header ? "less." : "more."),
      cause: HeaderHabit.whyOther(media, header: header, truth: truth), .warning)
  }

  private static func unstated(_ media: MediaInfo, _ truth: MediaTime) -> Seen? {
    let row = HeaderHabit.of(media)
    guard media.isDurationExact || row.statesLength else { return nil }
    let who = row.statesLength ? "The header" : "The format"
    return seen(
      media, truth, "\(who) states no length; it is \(media.isDurationExact ? "" : "about ")\(truth.short).",
      cause: row.whyNone, row.statesLength ? .error : .warning)
  }

  /// The lengths that a header may rightly state: a container is as long as its longest stream, and either end may be what
  /// its header speaks of; one that begins late may have the wait counted in.
  private static func lengths(_ media: MediaInfo, _ truth: MediaTime) -> [MediaTime] {
    let (video, audio) = (media.video?.duration, media.audio?.duration)
    let ends = [(media.facts.videoStart, video), (media.facts.audioStart, audio)]
    // Pauses without samples count for a header, too.
    let waited = (media.facts.audioStart ?? .zero) + (media.facts.audioGaps ?? .zero)
    return [truth, video, audio, audio.map { $0 + waited }].compactMap(\.self)
      + ends.compactMap { start, length in length.map { $0 + (start ?? .zero) } }
  }

  private static func seen(
    _ media: MediaInfo, _ truth: MediaTime, _ message: String, cause: String?, _ severity: Severity
  ) -> Seen {
    Seen(
      cause.map { "\(message) \($0)" } ?? message,
      [
        ("header_seconds", .seconds(media.headerDuration)), ("true_seconds", .seconds(truth)),
        ("cause", .optional(cause)),
      ], severity: severity, remedy: HeaderHabit.of(media).remedy)
  }
}
