internal import ArgumentParser
internal import LipSync
internal import LipSyncLedger

/// `lipflight batch work`: one more worker for a batch, on any machine that reaches its ledger.
struct BatchWorkCommand: BatchSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "work",
    abstract: "Work on a batch that another command has started, on this or another machine.",
    discussion: "A worker that dies loses only its leases. A worker ends when the batch is finished.")

  @Option(
    name: .long,
    help: ArgumentHelp("The batch's id or a unique prefix of it (default: the newest).", valueName: "id"))
  var batch: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The manifest, needed if it holds signed links, which the ledger does not keep.", valueName: "file"),
    completion: .file())
  var manifest: String?

  @OptionGroup
  var list: ListOptions

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Directory for this worker's results (default: the batch's own).", valueName: "dir"),
    completion: .directory)
  var directory: String?

  @OptionGroup(title: "Work")
  var work: BatchWorkOptions

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
    guard !service.isEphemeral else {
      throw ValidationError(
        "An embedded sandbox already has its own worker; use --sandbox-data, or JOGG_BASE_URL.")
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    try JournalPlace.require(service.journal)
    let scratch = TemporaryDirectory.orKept(nil)
    defer { scratch.removeIfTemporary() }
    let read = try await manifest.asyncMap {
      try await BatchManifest.read($0, as: list, names: nil, in: scratch.path)
    }
    let directory = directory.map(BatchRunCommand.absolute)
    return try await Destination.with(directory) {
      try await Session.with(
        network, service, opening: read?.privateHosts ?? [], keepsLedger: true
      ) { session in
        let ledger = try session.ledger
        let batch = try await BatchPlace.find(batch, in: ledger)
        return try await BatchWorker(
          console: console, work: work, notifier: try notify.notifier(session, console),
          patience: Job.Patience(schedule: service.schedule, timeout: network.waitTimeout)
        ).run(
          session, ledger, batch, directory: directory, links: read?.links ?? BatchLinks(),
          resume: "the same command")
      }
    }
  }
}
