internal import LipSync

extension DocumentSchema {
  /// What `lipflight mend` did or would do.
  static let mend = DocumentSchema(
    .mend, "`lipflight mend SOURCE...`.",
    [
      Field("dry_run", .flag, "Whether it only says what would be done."),
      Field("sources", .list(.named(.mended)), "An entry for each source, in the order of the command line."),
      Field("split", split.orNull, "What `--split` did or would do; null without it."),
      Field(
        "manifest", .text.orNull, "The path of the batch manifest that `--split` wrote; null without it."),
    ])

  private static let split = Shape.object([
    Field("limit_seconds", .amount, .seconds, "No part is longer."),
    Field("sample_rate", .count, .hertz, "Of the parts."),
    Field("samples", .count, "Samples of one channel of all parts together: those of the whole."),
    Field(
      "playback_type", .word(PlaybackType.self).orNull,
      "The type whose course the parts' videos carry on; null without a video."),
    Field("frame_rate", .amount.orNull, .framesPerSecond, "Of the parts' videos; null without a video."),
    Field("parts", .list(part), "In order."),
  ])

  private static let part = Shape.object([
    Field("part", .count, "From 1."),
    Field("start_seconds", .amount, .seconds, "When it begins in the whole."),
    Field("seconds", .amount, .seconds, "How long its sound is."),
    Field("first_sample", .count, "The number of its first sample in the whole."),
    Field("samples", .count, "Its samples of one channel."),
    Field("pictures", .count.orNull, "Pictures of its video; null without a video."),
    Field(
      "video_seconds", .amount.orNull, .seconds,
      "The moment of the video that its own one begins with; null without a video."),
    Field(
      "direction", .word(["forward", "reverse", "hold"]).orNull,
      "Which way the video plays there; null without a video."),
    Field(
      "cut",
      Shape.object([
        Field("at_seconds", .amount, .seconds, "Where it is in the whole."),
        Field(
          "level_dbfs", .figure.orNull, .peak, "How loud it is there, rms; null where all samples are zero."),
        Field(
          "pause", .flag,
          "Whether it is a pause: inaudible, or 20 dB softer than the whole. Else a word may be cut."),
        Field(
          "window_seconds",
          .object([
            Field("low", .amount, .seconds, "Its beginning."), Field("high", .amount, .seconds, "Its end."),
          ]), "Where the quietest place was looked for."),
      ]).orNull, "How it ends; null for the end of the whole."),
    Field("audio", .text.orNull, "Its sound; null in a dry run."),
    Field("video", .text.orNull, "Its video; null in a dry run, and without a video."),
    Field(
      "offset_samples", .whole(least: nil).orNull,
      "How many samples its sound lies late, at most anywhere; null if not made, or silent."),
    Field(
      "ssim_least", .figure.orNull, "Structural similarity of the worst of the pictures that were compared."),
  ])

  /// What `lipflight join` did or would do.
  static let join = DocumentSchema(
    .join, "`lipflight join MANIFEST RESULTS -o FILE`.",
    [
      Field(
        "state", .word(JoinReport.State.self),
        "`planned`: what a dry run would join. `joined`: the new file passed its check. `failed`: they cannot be joined, or it did not pass and was removed."
      ),
      Field("output", .text.orNull, "The new file; null if there is none."),
      Field(
        "parts",
        .list(
          .object([
            Field("part", .count, "From 1."), Field("id", .text, "Its row's id."),
            Field("result", .text.orNull, "The path of its result; null where there is none."),
            Field("start_seconds", .amount, .seconds, "When it begins in the whole."),
            Field("seconds", .amount, .seconds, "How long its sound is."),
            Field(
              "frames", .count.orNull, "Pictures that decode from its result; null if it was not looked at."),
            Field("used_frames", .count.orNull, "Pictures that are used of it; null if it cannot be joined."),
            Field(
              "similarity", .amount.orNull, .share,
              "How alike the sounds of result and part are; null where that cannot be told."),
            Field(
              "offset_ms", .figure.orNull, .milliseconds,
              "How late the result's sound is beside its pictures; null where that cannot be told."),
          ])), "In the manifest's order."),
      Field(
        "faults",
        .list(
          .object([
            Field("part", .count.orNull, "The part that it is about; null for all."),
            Field("message", .text, "What was seen, with the figures."),
          ])), "What keeps them from being joined; empty if nothing does."),
      Field("frames", .count.orNull, "Pictures of the new file."),
      Field("frame_rate", .amount.orNull, .framesPerSecond, "Its rate."),
      Field(
        "pictures_copied", .flag.orNull, "Whether pictures were copied as they are; null if it was not made."),
      Field(
        "picture_distance", .amount.orNull, .levels,
        "How far its pictures are from those of the results that belong there, on average."),
      Field("picture_distance_most", .amount.orNull, .levels, "That of the picture that is furthest away."),
      Field(
        "sound_from", .word(JoinReport.Sound.self).orNull,
        "`original`: the sound that was split. `parts`: the parts' sounds, where that one is gone or has changed."
      ),
      Field("samples", .count.orNull, "Its samples of one channel."),
      Field("sample_rate", .count.orNull, .hertz, "Its rate."),
      Field(
        "offset_samples", .whole(least: nil).orNull,
        "How many samples its sound lies late, at most anywhere; null if it was not made, or is silent."),
      Field("similarity", .amount.orNull, .share, "How alike its sound and the one that was split are."),
      Field(
        "offset_ms", .figure.orNull, .milliseconds, "How late its sound is against the one that was split."),
      Field("seconds", .amount.orNull, .seconds, "How long it lasts."),
      Field("output_bytes", .count.orNull, .bytes, "How large it is."),
    ])
}

extension Definition {
  private static let lengths = Shape.object([
    Field(
      "video", .amount.orNull, .seconds, "Of the moving picture; null if there is none, or it is unknown."),
    Field("audio", .amount.orNull, .seconds, "Of the sound; null if there is none, or it is unknown."),
  ])

  fileprivate static let mended = Definition(
    "mended", "What was done to a source.",
    [
      Field("source", .text, "The path or URL; signatures are shortened."),
      Field("subject", .word(Subject.self), "What it was taken for: `video` or `audio`."),
      Field(
        "state", .word(MendReport.State.self),
        "`sound`: nothing to mend. `planned`: what a dry run would mend. `mended`: the new file passed its check. `hopeless`: it cannot be mended. `failed`: the new file did not pass its check and was removed."
      ),
      Field("output", .text.orNull, "The new file; null if there is none."),
      Field(
        "steps",
        .list(
          .object([
            Field("step", .word(MendStep.Kind.self), "What is done."),
            Field("rules", .list(.rule), "The rules that ask for it; empty for what another step calls for."),
            Field("does", .text, "What is done, with the figures."),
            Field("cost", .text, "What that costs in quality."),
          ])), "What is done, in order; empty if there is nothing to mend."),
      Field(
        "left",
        .list(
          .object([
            Field("rule", .rule, "The rule's id."),
            Field("severity", .word(Severity.self), "How much it matters."),
            Field("message", .text, "What was seen, with the figures."),
            Field("reason", .text, "Why it is not mended."),
          ])), "Findings that stay, and why."),
      Field(
        "picture", picture.orNull, "How the new pictures compare with the source's; null without a new file."),
      Field("sound", sound.orNull, "How the new sound compares with the source's; null without a new file."),
      Field("seconds", lengths.orNull, "How long the source is; null if it could not be opened."),
      Field("output_seconds", lengths.orNull, "How long the new file is; null if there is none."),
      Field("output_bytes", .count.orNull, .bytes, "How large the new file is."),
      Field("trouble", .text.orNull, "Why it failed; null if it did not."),
    ])

  private static let picture = Shape.object([
    Field("copied", .flag, "Whether the packets were copied, so that nothing of the picture changed."),
    Field("frames", .count.orNull, "Pictures in the new file."),
    Field("frame_rate", .amount.orNull, .framesPerSecond, "The new rate."),
    Field(
      "ssim", .figure.orNull,
      "Structural similarity to the source as it is shown, 1 for the same."),
    Field("ssim_least", .figure.orNull, "That of the worst of the pictures that were compared."),
    Field(
      "compared_with", .word(["source", "encoded", "packets"]).orNull,
      "`source`: the source's own pictures, shown at the same time. `encoded`: what was handed to the encoder, where light, shape or order of the pictures were changed. `packets`: all packets were copied and found again, byte for byte."
    ),
    Field("compared", .count, "How many pictures were compared."),
  ])

  private static let sound = Shape.object([
    Field("copied", .flag, "Whether the packets were copied, so that nothing of the sound changed."),
    Field("samples", .count.orNull, "Samples of one channel in the new file; null if copied."),
    Field(
      "offset_samples", .whole(least: nil).orNull,
      "How many samples the new sound lies late, at most anywhere; null if copied or silent."),
    Field(
      "gain_db", .figure.orNull, "By how many decibels it was made louder; null if that was not asked for."),
    Field("limited_db", .amount.orNull, "By how many decibels the highest peak was held down."),
    Field("filled_seconds", .amount, .seconds, "Silence that was filled in."),
    Field("cut_head_seconds", .amount, .seconds, "Silence cut off before the first sound."),
    Field("cut_tail_seconds", .amount, .seconds, "Silence cut off after the last sound."),
    Field(
      "loudness_lufs", .figure.orNull, .loudness, "The loudness of the new file; null if it was not measured."
    ),
  ])
}
