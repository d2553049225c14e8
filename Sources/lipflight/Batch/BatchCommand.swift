internal import ArgumentParser
internal import LipSync

/// `lipflight batch`: many jobs from a manifest, on a ledger.
struct BatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Run many jobs from a manifest, with a ledger: nothing is lost or paid for twice.",
    subcommands: [
      BatchPlanCommand.self, BatchRunCommand.self, BatchWorkCommand.self, BatchStatusCommand.self,
      BatchRetryCommand.self, BatchExportCommand.self, BatchReportCommand.self,
    ])
}

/// A sub-command on a batch of a ledger.
protocol BatchSubcommand: Subcommand {}

extension BatchSubcommand {
  func document(for failure: Failure) -> Printout {
    .error(failure, [("batch", .null)])
  }
}

/// The manifest of a command.
struct ManifestArgument: ParsableArguments {
  @Argument(
    help:
      "The manifest: JSON lines, or a table with a header line (CSV, or what a spreadsheet saves), with id, video and audio in each row, and optionally playback_type and output; other columns are labels. - reads standard input. A folder stands for its pairs by name: anna.mp4 with anna.de.wav, language de.",
    completion: .file())
  var manifest: String

  @OptionGroup
  var list: ListOptions

  @OptionGroup
  var name: NameOptions
}
