internal import LipSync
internal import LipSyncLedger
internal import LipSyncMedia

extension DocumentSchema {
  /// The schema of a document.
  init(_ kind: DocumentKind) {
    self =
      switch kind {
      case .probe: .probe
      case .check: .check
      case .checkLine: .checkLine
      case .estimate: .estimate
      case .submit: .submit
      case .wait: .wait
      case .job: .job
      case .verify: .verify
      case .jobs: .jobs
      case .jobsShow: .jobsShow
      case .account: .account
      case .config: .config
      case .faces: .faces
      case .mend: .mend
      case .join: .join
      case .finding: .findingLine
      case .rules: .rules
      case .formats: .formats
      case .batchPlan: .batchPlan
      case .batchStatus: .batchStatus
      case .batchJob: .batchJob
      case .batchLog: .batchLog
      case .batchRetry: .batchRetry
      case .batchReport: .batchReport
      case .webhookSign: .webhookSign
      case .webhookVerify: .webhookVerify
      case .webhookDeliver: .webhookDeliver
      case .webhookOutbox: .webhookOutbox
      case .webhookEvent: .webhookEvent
      case .schemas: .schemas
      case .error: .error
      }
  }

  private static let probe = DocumentSchema(
    .probe, "`lipflight probe SOURCE...`.",
    [Field("sources", .list(.named(.probed)), "An entry for each source, in the order of the command line.")])

  private static let estimate = DocumentSchema(
    .estimate, "`lipflight estimate VIDEO AUDIO`.",
    [
      Field(
        "playback", .named(.playback).orNull, "The playback types compared; null if a length is unknown."),
      Field("credits", .named(.creditsRange).orNull, .credits, "What the chosen or recommended type costs."),
      Field("findings", .list(.named(.finding)), "Why there is no estimate; empty if there is one."),
    ])

  private static let findingLine = DocumentSchema(
    .finding, "`--format jsonl` of check, verify, batch plan and batch report: a line for each finding.",
    [
      Field("case", .text, "The pair, job or result that it is about."),
      Field(
        "subject", .text,
        "What of it: `video`, `audio`, `pair`, `task`, `result`, `cover`, `job`, or `list` and `command` where nothing could be judged."
      ),
      Field("rule", .text, "The rule's id."),
      Field("severity", .word(Severity.self), "How much it matters."),
      Field("message", .text, "What was seen, with the figures."),
      Field("remedy", .text, "What to do."),
      Field("source", .text.orNull, "The file or link that it is about, with its signature shortened."),
      Field("file", .text.orNull, "The list that names it; null where there is none."),
      Field("line", .count.orNull, "The line of the list, from 1."),
      Field("column", .count.orNull, "The character in the line, from 1."),
    ])

  private static let account = DocumentSchema(
    .account, "`lipflight account`.",
    [
      Field("service", .text, "The base URL of the service."),
      Field("prefix", .text, "The path before each endpoint under which the service answered."),
      Field("account", .text, "What the journal calls the account: a hash of the key."),
      Field("name", .text.orNull, "Whose key it is; null where the service does not tell."),
      Field("email", .text.orNull, "Their address; null where the service does not tell."),
      Field(
        "credits", .amount.orNull, .credits,
        "The credits that are left; null where the service does not tell."),
      Field(
        "clock_ahead_seconds", .whole(least: nil).orNull, .seconds,
        "How far the service's clock is ahead of this machine's, below 0 where it is behind; null where it does not tell."
      ),
      Field("troubles", .list(.text), "What could not be found out, and why."),
    ])

  private static let config = DocumentSchema(
    .config, "`lipflight config`.",
    [
      Field(
        "settings",
        .list(
          .object([
            Field("name", .text, "The variable's name."),
            Field("value", .text.orNull, "What holds; null for secrets, and where nothing does."),
            Field("secret", .flag, "Whether its value is never printed."),
            Field("set", .flag, "Whether a value was found anywhere."),
            Field("from", .word(SettingLayer.Kind.self).orNull, "Which kind of place has it; null for none."),
            Field("place", .text.orNull, "The place, for people: a file with its line; null for none."),
          ])), "All settings, without those of options."),
      Field(
        "files",
        .list(
          .object([
            Field("kind", .word(SettingLayer.Kind.self), "What kind of place it is."),
            Field("path", .text.orNull, "Its path."),
            Field("permissions", .text.orNull, "Its mode, in octal; null for a directory of credentials."),
            Field("holds_secret", .flag, "Whether it holds a secret."),
            Field("unknown", .list(.text), "Names in it that are no settings."),
            Field("ignored_lines", .list(.count), "Lines in it that assign nothing."),
          ])), "The files and credentials that were read, those first that count more."),
      Field("user_file", .text, "Where the user's own file is, or would be."),
      Field(
        "proxy_veto",
        .object([
          Field("can", .text, "What is refused of what goes through a proxy."),
          Field("cannot", .text, "What cannot be."),
        ]), "How far the address policy holds behind a proxy."),
      Field("troubles", .list(.text), "Settings that cannot be used, and why."),
    ])

  private static let faces = DocumentSchema(
    .faces, "`lipflight faces`.",
    [
      Field("ready", .flag, "Whether faces are looked for."),
      Field("engine", .flag, "Whether the program that reads media has an engine for the networks."),
      Field(
        "folder", .text.orNull, "Where the user's networks are, or would be; null without a home folder."),
      Field(
        "networks",
        .list(
          .object([
            Field("network", .word(FaceNetworks.Part.self), "What it finds: faces, or the points of one."),
            Field("file", .text, "Its file's name."),
            Field("sha256", .text, "The digest that its file has to have."),
            Field("installed", .flag, "Whether it is in the folder."),
          ])), "The networks that it takes."),
    ])

  private static let rules = DocumentSchema(
    .rules, "`lipflight rules`, or one of them with `lipflight rules RULE`.",
    [
      Field(
        "rules",
        .list(
          .object([
            Field("rule", .rule, "The rule's id."),
            Field("severity", .word(Severity.self), "How much it matters, unless a finding says otherwise."),
            Field("fires_when", .text, "When it fires."),
            Field("limit", .text.orNull, "The figure beyond which it fires; null if it has none."),
            Field("remedy", .text, "What to do about it."),
          ])), "The catalogue.")
    ])

  private static let formats = DocumentSchema(
    .formats, "`lipflight formats`.",
    [
      Field("ffmpeg", .text, "The version of FFmpeg."),
      Field(
        "advisories", .list(.text),
        "Published faults that are mended in a later release than this one; the distribution may have mended them under its number."
      ),
      Field(
        "formats",
        .list(
          .object([
            Field("kind", .word(AcceptedMedia.Kind.self), "What the names are of."),
            Field(
              "names", .list(.text), "FFmpeg's names; one that ends in * stands for all that begin like it."),
            Field("reason", .text, "Why they are opened."),
          ])), "Everything that is opened."),
    ])

  private static let batchLog = DocumentSchema(
    .batchLog,
    "`lipflight batch run --log-format json` and `batch work --log-format json`, on standard error: a line for each event.",
    hasHead: false,
    [
      Field("time", .moment, "When it happened, in UTC."),
      Field("level", .word(["info", "warning", "error"]), "How much it matters."),
      Field(
        "event", .word(["state", "task", "ended", "put-off", "lost", "paying-again", "stopping", "note"]),
        "What happened: a job's state changed, its task exists, it is over, it is put off, another worker has it, it is paid for "
          + "again, no more jobs are started; or a note."),
      Field("batch", .text, "The batch's id."),
      Field("job", .text, "The job's id.").optional,
      Field("state", .word(BatchJobState.self), "The state of `state` and `ended`.").optional,
      Field("task_id", .text, "The task of `task` and `paying-again`.").optional,
      Field("reused", .flag, "Of `task`: whether it was paid for before.").optional,
      Field("seconds", .amount, .seconds, "Of `put-off`: when it is tried again.").optional,
      Field("error", .text.orNull, "Why, of `ended` and `put-off`.").optional,
      Field("message", .text, "The same as a sentence for people."),
    ])

  private static let batchRetry = DocumentSchema(
    .batchRetry, "`lipflight batch retry`.",
    [Field("batch", .text, "The batch's id."), Field("opened", .count, "Jobs that were opened again.")])

  private static let batchReport = DocumentSchema(
    .batchReport, "`lipflight batch report`.",
    [Field("batch", .text, "The batch's id."), Field("report", .text, "The page's path.")])

  private static let webhookSign = DocumentSchema(
    .webhookSign, "`lipflight webhook sign`.",
    [
      Field(
        "signature", .matching("^([0-9a-f]{64}|v1,.+)$"),
        "HMAC-SHA256 of the body, in hexadecimal; with an id one for each secret as Standard Webhooks has them."
      ),
      Field(
        "timestamp", .count.orNull, "The moment that is signed too, in seconds since 1970; null for none."),
      Field("id", .text.orNull, "The id that is signed too; null for none."),
    ])

  private static let webhookVerify = DocumentSchema(
    .webhookVerify, "`lipflight webhook verify`.",
    [Field("valid", .flag, "Whether the signature is that of the body.")])

  private static let schemas = DocumentSchema(
    .schemas, "`lipflight schema --json`.",
    [
      Field(
        "schemas",
        .list(
          .object([
            Field("name", .text, "What `lipflight schema NAME` takes."),
            Field("schema", .text, "What the document's `schema` member says."),
            Field("id", .text, "The `$id` of the JSON Schema."),
            Field("printed_by", .text, "What prints the document."),
          ])), "The documents' schemas.")
    ])

  private static let error = DocumentSchema(
    .error,
    "Any command that failed before its own document had any content; some add empty members of that document.",
    [
      Field("error", .text, "What went wrong."),
      Field("remedy", .text.orNull, "What to do about it."),
      Field("exit_code", .count, "The exit code of the command."),
    ])
}

extension Definition {
  fileprivate static let probed = Definition(
    "probed", "What is in a source.",
    [
      Field("source", .text, "The path or URL; signatures are shortened."),
      Field("link", .named(link).orNull, "What the URL leads to; null for a file."),
      Field("media", .named(media).orNull, "What is in it; null if it could not be opened as media."),
      Field(
        "error",
        Shape.object([
          Field("rule", .rule.orNull, "The rule that fired; null if the command itself failed."),
          Field("message", .text, "What was seen."),
        ]).orNull, "Why it cannot be used; null if it can."),
    ])
}
