internal import ArgumentParser
internal import LipSync
internal import LipSyncLedger
internal import LipSyncMedia
internal import Platform

/// `lipflight batch report`: one HTML page.
struct BatchReportCommand: BatchSubcommand, FormattedCommand {
  static let shownName = "lipflight batch report"

  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write an HTML page: totals, credits, findings, a picture of each result.",
    discussion:
      "With --format jsonl, junit, sarif, github or markdown the report is printed in that form, or written to the file of -o, in the page's place."
  )

  @OptionGroup
  var place: BatchPlace

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "The page to write (default: batch.html next to the results), or the report in another form (default: standard output).",
      valueName: "file"),
    completion: .file())
  var file: String?

  @OptionGroup(title: "Output")
  var format: FormatOptions

  @OptionGroup(title: "Output")
  var printing: OutputOptions

  var output: OutputOptions { format.applied(to: printing) }

  func perform(_ console: Console) async throws -> ExitStatus {
    let (ledger, batch) = try await place.open()
    if format.format.writer(Self.shownName) != nil { return try await print(ledger, batch) }
    let own = BatchSettings(text: batch.settings).map { $0.directory + "/batch.html" }
    guard let path = file.map(BatchRunCommand.absolute) ?? own else {
      throw Failure(
        .usage, "This batch has no directory to write the page to.", remedy: "Name a file with -o.")
    }
    try await BatchPage.write(
      ledger, batch.id, to: path, examiner: .installed,
      whereAllAre: "`lipflight batch export` lists them all.")
    console.document(.batchReport, .object([("batch", .string(batch.id)), ("report", .string(path))]))
    console.print(path)
    return .passed
  }

  /// The report in a form for other programs.
  private func print(_ ledger: any LedgerStore, _ batch: Batch) async throws -> ExitStatus {
    let descriptor = try file.map(FileTrouble.emptied) ?? STDOUT_FILENO
    defer { if descriptor != STDOUT_FILENO { close(descriptor) } }
    let printer = SheetPrinter(format.format, Self.shownName) { Console.write($0, to: descriptor) }
    try await ledger.eachJob(batch.id) { printer?.add(FindingSheet.Case($0)) }
    let figures = try await BatchFigures(ledger, batch.id)
    let (tally, charged) = (figures.tally, figures.sum(\.charged).text)
    let verdict: Verdict = figures.isDoneWell ? .pass : tally.left > 0 ? .warn : .fail
    printer?.end(
      FindingSheet.Sum(
        verdict: verdict, exit: .passed,
        notes: [
          "\(batch.name): \(tally.jobs) jobs, \(tally.jobs(.verified)) verified, \(charged) credits charged"
        ]))
    return .passed
  }
}
