internal import ArgumentParser
internal import LipSync
internal import LipSyncLedger
internal import Platform

/// `lipflight batch run`: from a manifest to verified results, or from where a run stopped.
struct BatchRunCommand: BatchSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Check, submit, wait, download and verify every job of a manifest.",
    usage: """
      lipflight batch run MANIFEST -o DIR [OPTIONS]
      lipflight batch run --resume [OPTIONS]
      """,
    discussion:
      "Running the same manifest again continues where it stopped. Jobs that fail their check are set aside. More "
      + "workers can join with `lipflight batch work`.")

  @Argument(
    help:
      "The manifest: JSON lines, or a table with a header line (CSV, or what a spreadsheet saves), with id, video and audio in each row, and optionally playback_type and output; other columns are labels. - reads standard input.",
    completion: .file())
  var manifest: String?

  @OptionGroup
  var list: ListOptions

  @OptionGroup
  var name: NameOptions

  @Flag(
    name: .long,
    help:
      "With --name: replace files that are there already under the names of results. Without it a new batch is refused."
  )
  var overwrite = false

  @Flag(name: .long, help: "Continue a batch of the ledger: the newest, or the one that --batch names.")
  var resume = false

  @Option(
    name: .long,
    help: ArgumentHelp("The batch to continue: its id or a unique prefix of it.", valueName: "id"))
  var batch: String?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Directory for the results, with one directory per job; created if missing.", valueName: "dir"),
    completion: .directory)
  var directory: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Maximum credits that all workers together may spend on the batch, by the highest estimates.",
      valueName: "credits"),
    transform: Parse.credits)
  var maxCredits: Credits?

  @OptionGroup(title: "Work")
  var work: BatchWorkOptions

  @OptionGroup(title: "Playback")
  var playback: PlaybackOptions

  @OptionGroup(title: "Judgement")
  var judgement: JudgementOptions

  @OptionGroup(title: "Webhook")
  var notify: NotifyOptions

  @OptionGroup(title: "Service")
  var service: ServiceOptions

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func validate() throws {
    try network.requireOnline()
    guard (manifest != nil) != resume else { throw ValidationError("Give either a MANIFEST or --resume.") }
    guard directory != nil || resume else {
      throw ValidationError("Give -o DIR, the directory for the results.")
    }
    guard batch == nil || resume else { throw ValidationError("--batch needs --resume.") }
    guard name.template == nil || !resume else {
      throw ValidationError("--name belongs to a new batch; one that is continued keeps its names.")
    }
    guard !overwrite || name.template != nil else { throw ValidationError("--overwrite needs --name.") }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    if resume { try JournalPlace.require(service.journal) }
    let scratch = TemporaryDirectory.orKept(nil)
    defer { scratch.removeIfTemporary() }
    let read = try await manifest.asyncMap {
      try await BatchManifest.read($0, as: list, names: name.template, in: scratch.path)
    }
    let directory = directory.map(Self.absolute)
    return try await Destination.with(directory) {
      try await Session.with(
        network, service, opening: read?.privateHosts ?? [], keepsLedger: true
      ) { session in
        let ledger = try session.ledger
        var batch: Batch
        if let read {
          let settings = BatchSettings(
            playbackType: playback.chosen, strict: judgement.strict, ignoredRules: judgement.ignored,
            directory: directory ?? ".", account: session.service.account,
            nameTemplate: name.template?.text)
          batch = try await read.batch(in: ledger, settings, budget: maxCredits, overwriting: overwrite)
        } else {
          batch = try await BatchPlace.find(self.batch, in: ledger)
        }
        if let maxCredits, batch.budget != maxCredits {
          try await ledger.set(budget: maxCredits, of: batch.id)
          batch = try await ledger.batch(batch.id) ?? batch
        }
        return try await BatchWorker(
          console: console, work: work, notifier: try notify.notifier(session, console),
          patience: Job.Patience(schedule: service.schedule, timeout: network.waitTimeout)
        ).run(
          session, ledger, batch, directory: directory, links: read?.links ?? BatchLinks(), resume: resumption
        )
      }
    }
  }

  /// The command that continues this batch.
  private var resumption: String {
    guard !service.isEphemeral else {
      return "lipflight batch run, with --sandbox-data DIR to keep what was done"
    }
    var words = ["lipflight", "batch", "run", manifest.map { $0 == "-" ? "MANIFEST" : $0 } ?? "--resume"]
    if let encoding = list.encoding { words += ["--encoding", encoding.rawValue] }
    if let template = name.template, manifest != nil { words += ["--name", template.text] }
    if let directory { words += ["-o", directory] }
    if let data = service.sandboxData { words += ["--sandbox-data", data] }
    if let ledger = service.journal { words += ["--ledger", Resumption.shown(ledger)] }
    return Resumption.line(words)
  }

  static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }
}

extension Optional {
  func asyncMap<T>(_ body: (Wrapped) async throws -> T) async rethrows -> T? {
    guard let self else { return nil }
    return try await body(self)
  }
}
