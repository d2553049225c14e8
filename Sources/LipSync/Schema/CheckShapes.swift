extension Definition {
  /// A playback type and its price.
  package static let option = Definition(
    "option", "What a playback type would give.",
    [
      Field("playback_type", .word(PlaybackType.self), "The playback type."),
      Field(
        "output_seconds", .named(secondsRange), .seconds,
        "The output's length, over all that the service leaves open."),
      Field("credits", .named(creditsRange), .credits, "What that output costs."),
      Field(
        "reversals", .list(.amount), .seconds, "The moments of the output at which the direction changes."),
      Field("note", .text, "Why it is recommended, or why not."),
    ])

  /// The playback types compared.
  package static let playback = Definition(
    "playback", "The playback types compared.",
    [
      Field("recommended", .word(PlaybackType.self), "The type that `auto` picks."),
      Field("reason", .text, "Why, with the figures."),
      Field("options", .list(.named(option)), "All playback types."),
    ])

  /// The check of a pair.
  package static let check = Definition(
    "check", "The check of a video and an audio.",
    [
      Field(
        "verdict", .word(Verdict.self), "`fail` if any finding is an error, else `warn` if any is a warning."),
      Field("video", .named(source), "What is known of the video."),
      Field("audio", .named(source), "What is known of the audio."),
      Field(
        "playback", .named(playback).orNull, "The playback types compared; null if a length is unknown."),
      Field(
        "credits", .named(creditsRange).orNull, .credits,
        "What the type that would be submitted costs; null if a length is unknown."),
      Field(
        "quota", .amount.orNull, .credits,
        "The credits that are left; null where they are not known, or were not asked for."),
      Field("findings", .list(.named(finding)), "The rules that fired."),
    ])
}

extension DocumentSchema {
  /// `check`.
  package static let check = DocumentSchema(.check, "`lipflight check VIDEO AUDIO`.", Definition.check.fields)

  /// A line of `check --from`.
  package static let checkLine = DocumentSchema(
    .checkLine, "`lipflight check --from LIST`: a line for each pair, in the order of the list.",
    [Field("line", .count, "The line of the list, from 1.")] + DocumentSchema.check.fields
      + [Field("labels", .map(.anything), "The row's other columns.")])

  /// `batch plan`.
  package static let batchPlan = DocumentSchema(
    .batchPlan, "`lipflight batch plan MANIFEST`.",
    [
      Field(
        "verdict", .word(Verdict.self), "The worst of all jobs; `fail` also if the credits do not suffice."
      ),
      Field("jobs", .count, "The number of jobs."),
      Field("sources", .count, "The number of distinct sources."),
      Field("repeated", .count, "Jobs that name the same pair and type as an earlier one, and cost nothing."),
      Field(
        "verdicts", .object(Verdict.allCases.map { Field($0.rawValue, .count, "Jobs with this verdict.") }),
        "Jobs by verdict."),
      Field(
        "playback_types",
        .object(
          PlaybackType.allCases.map { Field($0.rawValue, .count, "Jobs that would be sent with this type.") }),
        "Jobs that would be sent, by playback type."),
      Field("credits", .named(.creditsRange), .credits, "What the jobs that would be sent cost."),
      Field(
        "quota", .amount.orNull, .credits, "The remaining credits; null if they were not read."),
      Field("max_credits", .amount.orNull, .credits, "The ceiling of `--max-credits`."),
      Field(
        "labels", .map(.map(.named(.labelSum))),
        "What is paid for, by label and value; labels of more than 200 values are left out."),
      Field("findings", .list(.named(.hit)), "The rules that fired, the worst and most frequent first."),
      Field("shortfall", .named(.finding).orNull, "Why the credits do not suffice; null if they do."),
    ])
}

extension Definition {
  /// The jobs of a label's value.
  package static let labelSum = Definition(
    "label_sum", "The jobs that have a label's value.",
    [
      Field("jobs", .count, "The number of jobs that would be sent."),
      Field("credits", .named(creditsRange), .credits, "What they cost."),
    ])

  /// A rule, over many jobs.
  package static let hit = Definition(
    "hit", "A rule that fired, and for how many jobs.",
    [
      Field("rule", .rule, "The rule's id."),
      Field("severity", .word(Severity.self), "How much it matters."),
      Field("jobs", .count, "The number of jobs that it is about."),
      Field(
        "examples",
        .list(
          .object([
            Field("id", .text, "The job's id."), Field("message", .text, "What was seen, with the figures."),
          ])), "The first few of them."),
    ])
}
