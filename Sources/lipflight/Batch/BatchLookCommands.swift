internal import ArgumentParser
internal import LipSync
internal import LipSyncLedger
internal import Platform

/// `lipflight batch status`: a batch in figures.
struct BatchStatusCommand: BatchSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show a batch in figures: jobs by state, credits, workers.")

  @OptionGroup
  var place: BatchPlace

  @Option(name: .long, help: ArgumentHelp("Also count jobs by the values of this label.", valueName: "label"))
  var by: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Also write the figures to this file, in Prometheus text format.", valueName: "file"),
    completion: .file())
  var metrics: String?

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let (ledger, batch) = try await place.open()
    let figures = try await BatchFigures(ledger, batch.id, by: by)
    try figures.write(metrics: metrics)
    console.document(.batchStatus, figures.json)
    console.print(BatchText.status(figures, console.style))
    return .passed
  }
}

/// `lipflight batch retry`: opens jobs that are over again.
struct BatchRetryCommand: BatchSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Reopen failed jobs and those set aside.",
    discussion:
      "A job whose task failed is sent again, which is a new payment; a task that succeeded or still runs is resumed "
      + "and not paid for again. Then continue with `lipflight batch run --resume`.")

  @Argument(help: "The jobs' ids (default: all failed ones and those set aside).")
  var ids: [String] = []

  @OptionGroup
  var place: BatchPlace

  @Flag(name: .long, help: "Only those that failed.")
  var failed = false

  @Flag(name: .long, help: "Only those that were set aside by their check.")
  var setAside = false

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let (ledger, batch) = try await place.open()
    var states: Set<BatchJobState> = []
    if failed || !setAside { states.insert(.failed) }
    if setAside || !failed { states.insert(.setAside) }
    let count = try await ledger.retry(batch.id, states: states, ids: ids.isEmpty ? nil : ids)
    console.document(.batchRetry, .object([("batch", .string(batch.id)), ("opened", .int(count))]))
    console.print(
      "\(count) job\(count == 1 ? "" : "s") reopened. Continue with: lipflight batch run --resume")
    return .passed
  }
}

/// `lipflight batch export`: one row per job.
struct BatchExportCommand: BatchSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Export one row per job: CSV, JSON lines or JUnit XML.")

  @OptionGroup
  var place: BatchPlace

  @Option(name: .long, help: ArgumentHelp("The output format.", valueName: "csv|jsonl|junit"))
  var format = BatchExport.csv

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file to write (default: standard output).", valueName: "file"),
    completion: .file())
  var file: String?

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let (ledger, batch) = try await place.open()
    let sink = try Sink(file)
    sink.write(format.head(batch, try await ledger.tally(batch.id, by: nil)), as: format)
    try await ledger.eachJob(batch.id) { sink.write(format.row($0), as: format) }
    sink.write(format.tail, as: format)
    return .passed
  }

  /// A file or standard output.
  private final class Sink {
    private let handle: Int32

    init(_ path: String?) throws {
      guard let path else {
        handle = 1
        return
      }
      handle = try FileTrouble.emptied(path)
    }

    /// A terminal is given nothing that it would obey; JSON escapes it, the others write it out.
    func write(_ text: String, as format: BatchExport) {
      guard isatty(handle) != 0 else { return Console.write(text, to: handle) }
      let shown = format == .jsonl ? Printable.json(text) : Printable.text(text, keepingStyles: false)
      Console.write(shown, to: handle)
    }

    deinit { if handle != 1 { close(handle) } }
  }
}
