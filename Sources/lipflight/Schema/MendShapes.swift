internal import LipSync

extension DocumentSchema {
  /// What `lipflight mend` did or would do.
  static let mend = DocumentSchema(
    .mend, "`lipflight mend SOURCE...`.",
    [
      Field("dry_run", .flag, "Whether it only says what would be done."),
      Field("sources", .list(.named(.mended)), "An entry for each source, in the order of the command line."),
      Field(
        "manifest", .text.orNull, "The path of the batch manifest that `--split` wrote; null without it."),
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
      "Structural similarity to the source as it is shown, 1 for the same; null if copied."),
    Field("ssim_least", .figure.orNull, "That of the worst of the pictures that were compared."),
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
