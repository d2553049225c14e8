internal import ArgumentParser
internal import LipSync
internal import LipSyncLedger

/// `lipflight batch work`: one more worker for a batch, on any machine that reaches its ledger.
struct BatchWorkCommand: BatchSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "work",
    abstract: "Work on a batch that another command has begun, on this or another machine.",
    discussion: "A worker that dies loses its leases and nothing else. It ends when the batch is over.")

  @Option(
    name: .long,
    help: ArgumentHelp("The batch's id, or the beginning of one (default: the newest).", valueName: "id"))
  var batch: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The manifest, where it holds signed links: the ledger does not keep those.", valueName: "file"),
    completion: .file())
  var manifest: String?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where this worker keeps results (default: where the batch was told to).", valueName: "dir"),
    completion: .directory)
  var directory: String?

  @OptionGroup(title: "Work")
  var work: BatchWorkOptions

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
        "An embedded sandbox has its worker already; use --sandbox-data, or JOGG_BASE_URL.")
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    try JournalPlace.require(service.journal)
    let scratch = TemporaryDirectory.orKept(nil)
    defer { scratch.removeIfTemporary() }
    let read = try await manifest.asyncMap { try await BatchManifest.read($0, in: scratch.path) }
    let directory = directory.map(BatchRunCommand.absolute)
    return try await Destination.with(directory) {
      try await Session.with(
        network, service, opening: read?.privateHosts ?? [], keepsLedger: true
      ) { session in
        let ledger = try session.ledger
        let batch = try await BatchPlace.find(batch, in: ledger)
        return try await BatchWorker(
          console: console, work: work,
          patience: Job.Patience(schedule: service.schedule, timeout: network.waitTimeout)
        ).run(
          session, ledger, batch, directory: directory, links: read?.links ?? BatchLinks(),
          resume: "the same command")
      }
    }
  }
}
