internal import ArgumentParser
internal import LipSync
internal import LipSyncLedger
internal import Platform

/// Which batch of which ledger.
struct BatchPlace: ParsableArguments {
  @OptionGroup
  var journal: JournalOptions

  @Option(
    name: .long,
    help: ArgumentHelp("The batch's id or a unique prefix of it (default: the newest).", valueName: "id"))
  var batch: String?

  /// The ledger and the batch.
  func open() async throws -> (any LedgerStore, Batch) {
    let ledger = try await JournalPlace.existing(journal.journal)
    return (ledger, try await Self.find(batch, in: ledger))
  }

  /// The batch with this id or prefix of an id; the newest if none is given.
  static func find(_ id: String?, in ledger: any LedgerStore) async throws -> Batch {
    let found = try await ledger.batches().filter { id == nil || $0.id.hasPrefix(id ?? "") }
    guard let batch = found.first, id == nil || found.count == 1 else {
      let what =
        id.map { found.isEmpty ? "no batch '\($0)'" : "\(found.count) batches '\($0)…'" } ?? "no batch"
      throw Failure(
        .usage, "The ledger \(ledger.name) holds \(what).",
        remedy: "Name the ledger with --ledger; `lipflight batch run MANIFEST -o DIR` creates a batch.")
    }
    return batch
  }
}

/// How a worker of a batch works.
struct BatchWorkOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Maximum number of jobs in progress; most of them wait for the service.", valueName: "n"))
  var inFlight = LedgerDefaults.inFlight

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Maximum number of results downloaded and verified at once (default: one per core).", valueName: "n"))
  var proofs: Int?

  @Option(name: .long, help: ArgumentHelp("Maximum number of attempts per job.", valueName: "n"))
  var attempts = LedgerDefaults.attempts

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How long a job stays with a worker that no longer responds (default: \(LedgerDefaults.lease.inSeconds)).",
      valueName: "seconds"),
    transform: Parse.duration)
  var lease: Duration?

  @Option(
    name: .customLong("worker-name"),
    help: ArgumentHelp("The worker's name in the figures (default: host and process).", valueName: "text")
  )
  var name: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Keep the batch's figures up to date in this file, in Prometheus text format.", valueName: "file"),
    completion: .file())
  var metrics: String?

  @Option(name: .long, help: ArgumentHelp("How events are logged on standard error.", valueName: "text|json"))
  var logFormat = LogFormat.text

  enum LogFormat: String, CaseIterable, ExpressibleByArgument { case text, json }

  mutating func validate() throws {
    for (name, value) in [("in-flight", inFlight), ("attempts", attempts), ("proofs", proofs ?? 1)]
    where value < 1 {
      throw ValidationError("--\(name) must be 1 or more.")
    }
  }

  /// As the library takes them.
  func options(directory: String, links: BatchLinks, patience: Job.Patience) -> BatchRunner.Options {
    let process = ProcessInfo.processInfo
    var options = BatchRunner.Options(
      worker: name ?? "\(process.hostName)-\(process.processIdentifier)",
      proofs: proofs ?? process.activeProcessorCount, directory: directory)
    (options.inFlight, options.attempts, options.links) = (inFlight, attempts, links)
    (options.lease, options.patience) = (lease ?? LedgerDefaults.lease, patience)
    return options
  }
}
