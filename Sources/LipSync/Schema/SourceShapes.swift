internal import LipSyncMedia

extension Definition {
  /// A least and a most, in seconds.
  package static let secondsRange = Definition(
    "seconds_range", "A length that is not certain: the least and the most that it may be.",
    [
      Field("low", .amount.orNull, .seconds, "The least."),
      Field("high", .amount.orNull, .seconds, "The most."),
    ])

  /// A least and a most, in credits.
  package static let creditsRange = Definition(
    "credits_range", "An estimate, rounded up to two decimals.",
    [
      Field("low", .amount, .credits, "The least."),
      Field("high", .amount, .credits, "The most: what a budget is checked against."),
    ])

  /// What a rule found.
  package static let finding = Definition(
    "finding", "A rule that fired.",
    [
      Field("rule", .rule, "The rule's id. docs/rules.md lists them; new ones are added without notice."),
      Field("severity", .word(Severity.self), "How much it matters; with `--strict` no `warning` is left."),
      Field("subject", .word(Subject.self), "What it is about."),
      Field("message", .text, "What was seen, with the figures."),
      Field("remedy", .text, "What to do about it."),
      Field(
        "evidence", .object(Evidence.fields),
        "The figures, for scripts. Which keys are present depends on the rule and on what was found."),
    ])

  /// What was found out about a source.
  package static let source = Definition(
    "source", "A video or an audio, as the user named it.",
    [
      Field("source", .text, "The path or URL; signatures are shortened."),
      Field("link", .named(link).orNull, "What the URL leads to; null for a file."),
      Field("media", .named(media).orNull, "What is in it; null if it could not be opened as media."),
    ])

  /// What a URL leads to.
  package static let link = Definition(
    "link", "What a URL leads to.",
    [
      Field("final_url", .text.orNull, "The URL that answered, after redirects; null if none did."),
      Field("status", .count.orNull, "The HTTP status; null if there was no answer."),
      Field("content_type", .text.orNull, "The Content-Type header."),
      Field("bytes", .count.orNull, .bytes, "The whole length; null if the host does not state it."),
      Field("supports_ranges", .flag, "Whether the host answers a byte range with that range."),
      Field("redirects", .list(.text), "Where redirects led, in order."),
      Field("served", .word(Served.self), "What the first bytes are."),
      Field("direct_url", .text.orNull, "The direct form of a share link."),
      Field("expires_at", .moment.orNull, "When the URL's signature expires."),
      Field("requests", .count, "Requests sent, redirects included."),
      Field("bytes_read", .count, .bytes, "Body bytes received."),
    ])

  /// What is in a file.
  package static let media = Definition(
    "media", "What is in a file and how long it really is.",
    [
      Field("container", .text, "FFmpeg's name of the container, such as `mov,mp4,m4a,3gp,3g2,mj2`."),
      Field("bytes", .count.orNull, .bytes, "The length of the file; null if it is not known."),
      Field(
        "duration_seconds", .amount.orNull, .seconds,
        "The video's length if there is moving video, else the audio's; null if it is not known."),
      Field("duration_exact", .flag, "Whether the length is proven."),
      Field("duration_method", .word(MediaInfo.DurationMethod.self), "How it was measured."),
      Field("header_duration_seconds", .figure.orNull, .seconds, "The length that the header states."),
      Field(
        "video", .named(video).orNull, "The video stream; null if there is none. Cover art does not count."
      ),
      Field("audio", .named(audio).orNull, "The audio stream; null if there is none."),
      Field("image", .flag, "Whether it is a still image."),
      Field("truncated", .flag, "Whether bytes that the file announces are missing."),
      Field(
        "foreign_bytes_at", .count.orNull, .bytes,
        "Where the first sample lies that holds zeros or text; null if none was seen."),
      Field(
        "unread_bytes", .count.orNull, .bytes,
        "How much was left unread, as the index speaks for it: a hole in it is not seen. Null if the file's length is not known."
      ),
      Field("facts", .named(facts), "What else matters to lip sync."),
    ])

  /// A video stream.
  package static let video = Definition(
    "video", "A video stream.",
    [
      Field("codec", .text, "FFmpeg's name of the codec, such as `h264`."),
      Field("width", .count, .pixels, "Width as it is stored."),
      Field("height", .count, .pixels, "Height as it is stored."),
      Field("rotation", .whole(least: nil), .degrees, "By how much metadata rotates the picture."),
      Field("mirrored", .flag, "Whether metadata changes left and right, before it rotates the picture."),
      Field("frame_rate", .amount.orNull, .framesPerSecond, "The average frame rate."),
      Field("variable_frame_rate", .flag, "Whether the distance between frames varies."),
      Field("frames", .count.orNull, "The number of frames; null if they were not counted."),
      Field(
        "duration_seconds", .amount.orNull, .seconds,
        "What a full decode would play: the end of the last frame minus the start of the first."),
      Field("pixel_format", .text.orNull, "FFmpeg's name of the pixel format, such as `yuv420p`."),
    ])

  /// An audio stream.
  package static let audio = Definition(
    "audio", "An audio stream.",
    [
      Field("codec", .text, "FFmpeg's name of the codec, such as `aac`."),
      Field("sample_rate", .count, .hertz, "Samples a second."),
      Field("channels", .count, "The number of channels."),
      Field(
        "duration_seconds", .amount.orNull, .seconds,
        "Decoded samples by sample rate, without the priming and padding that the container declares."),
    ])
}
