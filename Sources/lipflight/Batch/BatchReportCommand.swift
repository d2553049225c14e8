internal import ArgumentParser
internal import LipSync
internal import LipSyncLedger
internal import LipSyncMedia

/// `lipflight batch report`: one HTML page.
struct BatchReportCommand: BatchSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write an HTML page: totals, credits, findings, a picture of each result.")

  @OptionGroup
  var place: BatchPlace

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The page to write (default: batch.html next to the results).", valueName: "file"),
    completion: .file())
  var file: String?

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let (ledger, batch) = try await place.open()
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
}
