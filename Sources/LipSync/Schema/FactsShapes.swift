internal import LipSyncMedia

extension Shape {
  /// From and to.
  package static let stretch = Shape.list(.amount, count: 2)
  /// A moment in seconds, and by how many milliseconds something is late then.
  package static let offset = Shape.list(.figure, count: 2)
}

extension Definition {
  /// What matters besides the lengths.
  package static let facts = Definition(
    "facts", "What matters to lip sync besides the lengths.",
    [
      Field("display_width", .count.orNull, .pixels, "Width after rotation; null without video."),
      Field("display_height", .count.orNull, .pixels, "Height after rotation; null without video."),
      Field(
        "dynamic_range", .word(MediaFacts.DynamicRange.self).orNull,
        "What the video stream states of brightness and colours; null without video."),
      Field("alpha", .flag.orNull, "Whether the picture has transparency; null without video."),
      Field("video_streams", .count, "The number of video streams."),
      Field("audio_streams", .count, "The number of audio streams."),
      Field("video_stream", .count.orNull, "The index of the video stream that is used, from 0."),
      Field("audio_stream", .count.orNull, "The index of the audio stream that is used, from 0."),
      Field(
        "video_start_seconds", .figure.orNull, .seconds,
        "When the first picture is shown on the container's clock."),
      Field(
        "audio_start_seconds", .figure.orNull, .seconds,
        "When the first sample is heard on the container's clock."),
      Field(
        "audio_wait_seconds", .amount.orNull, .seconds,
        "How long the file's clock runs before the first sound packet; null without audio, or if not all was read."
      ),
      Field(
        "audio_gaps_seconds", .amount.orNull, .seconds,
        "Pauses of the audio's clock for which there are no samples; null without audio, or if not all was read."
      ),
      Field(
        "trailing_bytes", .named(trailing).orNull,
        "What lies behind the end of the media; null if nothing was seen."),
      Field("sound", .named(sound).orNull, "What is heard; null if it was not measured."),
      Field("pictures", .named(pictures).orNull, "What is seen; null if it was not examined."),
      Field(
        "faces", .named(faces).orNull,
        "What is seen of faces; null if none was looked for, for which `faces_not_looked_at` says why."),
      Field(
        "faces_not_looked_at", .word(FaceFacts.Absence.self).orNull,
        "Why no face was looked for: nobody asked (`check` and `--deep` do), there are no pictures, the networks are not installed (`lipflight faces`), this build has no engine for them, or it failed; null if faces were looked for."
      ),
    ])

  /// What is seen of faces.
  package static let faces = Definition(
    "faces", "What is seen of faces. Drawn faces and animals' are found less surely than people's.",
    [
      Field("pictures", .count, "How many pictures were looked at."),
      Field("whole", .flag, "Whether these were two a second of all of it; else a few."),
      Field("with_face", .count, "How many of them show a face."),
      Field("share", .amount.orNull, .share, "The share of them with a face, 0 to 1."),
      Field(
        "height", .amount.orNull, .share,
        "Height of the largest face, forehead to chin, over that of the picture; the median of pictures with one."
      ),
      Field("most_faces", .count, "The most faces in one picture; no more than four are counted."),
      Field("several", .count, "How many pictures show a second face at least half as high as the largest."),
      Field(
        "yaw_degrees", .amount.orNull, .degrees,
        "By how many degrees the largest face is turned to a side; the median of pictures with one."),
      Field(
        "longest_without_seconds", .stretch.orNull, .seconds,
        "The longest part without a face, start and end; null if there is none, or not all was looked at."),
    ])

  /// What lies behind the end.
  package static let trailing = Definition(
    "trailing", "Bytes behind the end of the media, which nobody plays.",
    [
      Field("at", .count, .bytes, "Where they begin."),
      Field("bytes", .count, .bytes, "How many there are."),
      Field("kind", .text.orNull, "What they begin with, such as `RIFF`; null for nothing known."),
    ])

  /// What is heard.
  package static let sound = Definition(
    "sound", "What is heard.",
    [
      Field("loudness_lufs", .figure.orNull, .loudness, "Integrated loudness (BS.1770-4)."),
      Field("sample_peak_dbfs", .figure.orNull, .peak, "The largest sample; null if all are 0."),
      Field("silent", .flag, "Whether nothing can be heard."),
      Field("silent_head_seconds", .amount, .seconds, "The silence before the first sound."),
      Field("silent_tail_seconds", .amount, .seconds, "The silence after the last sound."),
    ])

  /// What is seen.
  package static let pictures = Definition(
    "pictures", "What is seen.",
    [
      Field("looked_at_seconds", .amount, .seconds, "How much of the video was decoded."),
      Field("whole", .flag, "Whether that was all of it."),
      Field("black", .flag, "Whether all of what was decoded is black."),
      Field("frozen", .flag, "Whether nothing of what was decoded moves."),
      Field("black_stretches", .list(.stretch), .seconds, "Black parts: start and end of each."),
      Field("frozen_stretches", .list(.stretch), .seconds, "Parts without movement: start and end of each."),
    ])
}
