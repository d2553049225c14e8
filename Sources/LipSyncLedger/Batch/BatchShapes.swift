package import LipSync

extension DocumentSchema {
  /// `batch status`, and the end of `batch run` and `batch work`.
  package static let batchStatus = DocumentSchema(
    .batchStatus, "`lipflight batch status`, and what `batch run` and `batch work` print at their end.",
    [
      Field(
        "batch",
        .object([
          Field("id", .text, "The batch's id."),
          Field("name", .text, "Its manifest's name."),
          Field("created_at", .moment, "When it was made."),
          Field("max_credits", .amount.orNull, .credits, "Its ceiling; null if there is none."),
        ]), "The batch."),
      Field("jobs", .count, "The number of jobs."),
      Field("left", .count, "Jobs that are not over."),
      Field("states", states, "Jobs by state."),
      Field("retries", .count, "Attempts after the first of each job."),
      Field(
        "credits",
        .object([
          Field("planned", .amount, .credits, "What the payments cost at most."),
          Field("reserved", .amount, .credits, "What is held for payments that are not settled."),
          Field("charged", .amount, .credits, "What the payments took."),
        ]), "The money."),
      Field("verified_seconds", .amount, .seconds, "The length of all results that were proven."),
      Field(
        "workers",
        .list(
          .object([
            Field("name", .text, "The worker's name."),
            Field("jobs", .count, "Jobs that it holds."),
            Field(
              "lease_seconds", .figure, .seconds, "How long its newest lease lasts; negative if it ended."),
          ])), "Who is at work."),
      Field("labels", .map(states), "With `--by`: jobs by state, for each value of the label."),
    ])

  /// A row of `batch export`.
  package static let batchJob = DocumentSchema(
    .batchJob, "`lipflight batch export --format jsonl`: a line for each job.",
    [
      Field("id", .text, "The job's id, from the manifest."),
      Field("state", .word(BatchJobState.self), "How far it is; only `verified` means success."),
      Field("video", .text, "The video, as the manifest names it."),
      Field("audio", .text, "The audio, as the manifest names it."),
      Field(
        "playback_type", .word(PlaybackType.self).orNull,
        "The type that was submitted, else the one that the manifest names."),
      Field("task_id", .text.orNull, "The task; null before there is one."),
      Field("verdict", .word(Verdict.self).orNull, "The verdict of its proof, or of its check."),
      Field(
        "credits", .amount.orNull, .credits,
        "What was charged, else what it costs at most; 0 where it costs nothing: another row paid for its task, or it was set aside."
      ),
      Field("output", .text.orNull, "The result's path."),
      Field("attempts", .count, "How often it was attempted."),
      Field("error", .text.orNull, "Why it failed or was set aside."),
      Field("labels", .map(.text), "The manifest's other columns."),
    ])

  private static let states = Shape.object(
    BatchJobState.allCases.map { Field($0.rawValue, .count, "Jobs in this state.") })
}
