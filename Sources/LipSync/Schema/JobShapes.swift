extension Definition {
  /// A task at the service.
  package static let task = Definition(
    "task", "A task at the service.",
    [
      Field("task_id", .text.orNull, "Its id; null if no task is known."),
      Field(
        "status", .text.orNull,
        "The service's word: `pending`, `processing`, `success`, `failed`, or one that is new."),
      Field("created_at", .count.orNull, "When it was created, by the service, in seconds since 1970."),
      Field("completed_at", .count.orNull, "When it was over, by the service, in seconds since 1970."),
      Field("reused", .flag, "Whether it was paid for before, so that nothing new was paid."),
      Field(
        "error", .text.orNull,
        "Why there is no result: the service's words, or what kept the command from one."),
      Field(
        "charged_credits", .amount.orNull, .credits,
        "What it took from the quota; null if unknown."),
    ])

  /// A payment in the journal.
  package static let payment = Definition(
    "payment", "A payment as the journal holds it.",
    [
      Field("id", .text, "The payment's id."),
      Field("state", .word(JournalEntry.State.self), "How far it is."),
      Field(
        "task_id", .text.orNull, "The task that was paid for; null if the service's answer was not seen."),
      Field("video", .text, "The video, as the user named it."),
      Field("audio", .text, "The audio, as the user named it."),
      Field("playback_type", .word(PlaybackType.self), "The playback type that was asked for."),
      Field("service", .text, "The service's address."),
      Field("account", .text, "A digest that distinguishes accounts; the key itself is not kept."),
      Field("sent_at", .moment, "When it was sent."),
      Field("created_at", .moment.orNull, "When the service's answer arrived."),
      Field("completed_at", .moment.orNull, "When the task was over."),
      Field("error", .text.orNull, "Why it failed."),
      Field("estimated_credits", .amount.orNull, .credits, "The most that it was to cost."),
      Field(
        "charged_credits", .amount.orNull, .credits,
        "What it took from the quota; null if unknown."),
      Field(
        "video_content", .text,
        "What identifies the video's content: a digest of it, or what its host says of it."),
      Field("audio_content", .text, "What identifies the audio's content."),
      Field(
        "video_url", .text.orNull,
        "The URL that was sent; null if it holds a signature, which is not kept."),
      Field(
        "audio_url", .text.orNull,
        "The URL that was sent; null if it holds a signature, which is not kept."),
      Field("outlook", .text, "What the same job would do now."),
    ])
}

extension DocumentSchema {
  private static func task(
    _ kind: DocumentKind, _ about: String, check: Field, verify: Field
  ) -> DocumentSchema {
    DocumentSchema(
      kind, about,
      [
        Field("verdict", .word(Verdict.self), "The worst of all findings; `fail` if there is no result."),
        Field("task", .named(.task).orNull, "The task; null if the check prevented it."),
        check, verify,
      ])
  }

  private static let checked = Field(
    "check", .named(.check).orNull, "The check of the inputs; null if the command ended before it.")

  /// `run` and `fetch`.
  package static let job = task(
    .job,
    "`lipflight run VIDEO AUDIO` and `lipflight fetch TASK_ID`; it is also kept next to the result.",
    check: checked,
    verify: Field("verify", .named(.verify).orNull, "The proof of the result; null if there is none."))

  /// `submit`.
  package static let submit = task(
    .submit, "`lipflight submit VIDEO AUDIO`.", check: checked,
    verify: Field("verify", .nothing, "Always null: the result is not examined."))

  /// `wait`.
  package static let wait = task(
    .wait, "`lipflight wait TASK_ID`.",
    check: Field("check", .nothing, "Always null: what was sent is not examined."),
    verify: Field(
      "verify", .named(.verify).orNull, "The proof of the result, with `--notify`; otherwise null."))

  /// `jobs`.
  package static let jobs = DocumentSchema(
    .jobs, "`lipflight jobs`.", [Field("jobs", .list(.named(.payment)), "Payments, the newest first.")])

  /// `jobs show`.
  package static let jobsShow = DocumentSchema(
    .jobsShow, "`lipflight jobs show ID`.", Definition.payment.fields)

  /// What `wait --notify` posts.
  package static let webhookEvent = DocumentSchema(
    .webhookEvent,
    "What `--notify URL` of `wait`, `fetch`, `run` and `batch` posts, in the shape of the service's own webhooks.",
    hasHead: false,
    [
      Field(
        "event_id", .matching("^evt_[0-9a-f]{24}$"),
        "The same for the same task and event, however often it is sent."),
      Field("event", .word(WebhookEvent.Kind.Known.self), "What happened."),
      Field("timestamp", .count, "When, in seconds since 1970."),
      Field(
        "data",
        .object([
          Field("video_id", .text.orNull, "The task's id; null for a job of a batch that has none."),
          Field(
            "status", .word(["success", "failed", "unknown"]),
            "How the task ended; `unknown` where that was not found out."),
          Field("video_url", .text.orNull, "Where the result is; on success.").optional,
          Field("cover_url", .text.orNull, "Where the cover is; on success.").optional,
          Field(
            "duration", .amount.orNull, .seconds, "The result's length as it was measured; on success."
          ).optional,
          Field("verdict", .word(Verdict.self).orNull, "The verdict of the proof; on success.").optional,
          Field(
            "error",
            .object([
              Field(
                "code", .count,
                "The exit code: 1 the result failed its proof, 2 the service failed the task, 3 the service refused or knows no such task, 4 gave up waiting."
              ),
              Field("message", .text, "Why."),
            ]), "What went wrong; on failure."
          ).optional,
          Field("batch", .text, "The batch's id; of jobs of a batch.").optional,
          Field("job", .text, "The job's id in the manifest; of jobs of a batch.").optional,
        ]), "The task."),
    ])
}
