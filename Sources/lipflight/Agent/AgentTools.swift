internal import LipSync

extension AgentTool {
  private static let video = AgentInput(
    "video", .source, .position, isRequired: true, "The video: a path, or a URL that the service can fetch.")
  private static let audio = AgentInput(
    "audio", .source, .position, isRequired: true, "The audio: a path, or a URL that the service can fetch.")
  private static let playback = AgentInput(
    "playback_type", .word(PlaybackOptions.Choice.allCases.map(\.rawValue)),
    .option("--playback-type"),
    "How a video shorter than its audio is extended; auto takes what is recommended.")
  private static let strict = AgentInput("strict", .truth, .flag("--strict"), "Warnings count as errors.")
  private static let fixLinks = AgentInput(
    "fix_links", .truth, .flag("--fix-links"),
    "Replace a share link by its direct link, or a badly pasted link by the right one.")
  private static let timeout = AgentInput(
    "timeout_seconds", .number, .option("--timeout"),
    "The time limit, in seconds: of each source, and of waiting for a task.")
  private static let task = AgentInput(
    "task_id", .text, .position, isRequired: true, "The task's id, as submit gave it.")
  private static let sent = [
    AgentInput("video", .source, .option("--video"), "The video that was sent: a path or URL."),
    AgentInput("audio", .source, .option("--audio"), "The audio that was sent: a path or URL."), playback,
  ]

  /// All tools. What each does is said in full, as it is all that a model knows of it.
  static let all: [AgentTool] = [
    AgentTool(
      name: "probe", title: "Measure media",
      about:
        "Measure videos and audios: streams, exact durations, how they were measured, and what is wrong with them. "
        + "Free, and nothing is sent to the service.",
      effect: .looks, asksOthers: true, command: ["probe"],
      inputs: [
        AgentInput("source", .source, .position, isRequired: true, "A path or URL."),
        AgentInput(
          "deep", .truth, .flag("--deep"), "Decode to the end: loudness, silence, black or frozen pictures."),
        strict, timeout,
      ], output: .probe),
    AgentTool(
      name: "check", title: "Check a pair before paying",
      about:
        "Check a video and an audio before a lip-sync job is paid for: whether the service can fetch them, what they "
        + "really are, which playback type fits, what the job costs, and what to mend. Free. Call it before submit.",
      effect: .looks, asksOthers: true, command: ["check"],
      inputs: [video, audio, playback, strict, fixLinks, timeout],
      output: .check),
    AgentTool(
      name: "estimate", title: "Estimate the credits",
      about:
        "Say what a job would cost with each playback type, in credits. Free. Call it before submit for a quote.",
      effect: .looks, asksOthers: true, command: ["estimate"], inputs: [video, audio, playback, timeout],
      output: .estimate),
    AgentTool(
      name: "submit", title: "Pay for a lip-sync job",
      about:
        "Check the pair, then create the task. THIS PAYS CREDITS that are not handed back: get a quote from check or "
        + "estimate, and ask the person, before it is called. Nothing is paid if the highest estimate is above max_credits, "
        + "if the check fails, or if the same job was paid for before: then that task is given.",
      effect: .pays, asksOthers: true, command: ["submit"],
      inputs: [
        video, audio,
        AgentInput(
          maxCredits, .number, .option("--max-credits"), isRequired: true,
          "The most that the job may cost, in credits, as the person agreed to."), playback, strict, fixLinks,
        timeout,
      ], output: .submit, usesJournal: true),
    AgentTool(
      name: "wait", title: "Wait for a task",
      about:
        "Wait until a task succeeds or fails. It can be cancelled and called again; the task goes on meanwhile.",
      effect: .looks, asksOthers: true, command: ["wait"], inputs: [task, timeout], output: .wait,
      usesJournal: true),
    AgentTool(
      name: "fetch", title: "Bring a result home, proved",
      about:
        "Wait for a task, download its result and cover into a folder, and prove that the result is whole, carries the "
        + "audio that was sent, and plays the picture as asked. The cover comes back as an image.",
      effect: .writes, asksOthers: true, command: ["fetch"],
      inputs: [
        task,
        AgentInput(
          "output", .path, .option("--output"), isRequired: true,
          "The folder for the result; made if missing."),
      ] + sent + [strict, timeout], output: .job, usesJournal: true),
    AgentTool(
      name: "verify", title: "Prove a result",
      about:
        "Examine a finished video against what was sent: length, sound, picture, playback type. Name video and audio: "
        + "without them nothing is compared.",
      effect: .looks, asksOthers: true, command: ["verify"],
      inputs: [
        AgentInput("result", .source, .position, isRequired: true, "The finished video: a path or URL.")
      ] + sent
        + [strict, timeout], output: .verify),
    AgentTool(
      name: "mend", title: "Mend a source",
      about:
        "Write a copy of a video or audio without what check finds: constant frame rate, rotation, HDR, silence, loudness, "
        + "headers that lie. The source stays as it is; the copy is checked. Free. With dry_run it only says what would be done "
        + "and what that costs in quality: show that to the person first. Else output is needed.",
      effect: .writes, asksOthers: true, command: ["mend"],
      inputs: [
        AgentInput("source", .source, .position, isRequired: true, "A path or URL."),
        AgentInput("output", .path, .option("--output"), "The folder for the copy; made if missing."),
        AgentInput("dry_run", .truth, .flag("--dry-run"), "Only say what would be done."),
        AgentInput(
          "as", .word(Mend.Purpose.allCases.map(\.rawValue)), .option("--as"), "What the source is for."),
        AgentInput(
          "loudness", .word(["-14", "-16", "-18", "-20", "-23"]), .option("--loudness"),
          "The loudness to bring the sound to, in LUFS; left as it is if not given."),
        timeout,
      ], output: .mend),
    AgentTool(
      name: "jobs", title: "List what was paid for",
      about: "List the payments in the journal, the newest first, with their tasks and states.",
      effect: .looks, asksOthers: false, command: ["jobs", "list"], inputs: [], output: .jobs,
      usesJournal: true),
    AgentTool(
      name: "batch_status", title: "Show a batch in figures",
      about: "Show a batch of jobs in figures: jobs by state, credits, workers.",
      effect: .looks, asksOthers: false, command: ["batch", "status"],
      inputs: [
        AgentInput(
          "batch", .text, .option("--batch"),
          "The batch's id, or a unique prefix of it; the newest if left out."),
        AgentInput("by", .text, .option("--by"), "A label whose values jobs are counted by."),
      ], output: .batchStatus, usesJournal: true),
    AgentTool(
      name: "rules", title: "Explain a finding",
      about:
        "Explain a rule by its id, as findings name it: what it means, its limit and the remedy. All rules if no id is given.",
      effect: .looks, asksOthers: false, command: ["rules"],
      inputs: [AgentInput("rule", .text, .position, "A rule's id, such as link.html-page.")], output: .rules),
  ]

  /// The argument that a tool which pays cannot do without.
  static let maxCredits = "max_credits"

  static func named(_ name: String) -> AgentTool? { all.first { $0.name == name } }
}
