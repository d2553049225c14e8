internal import ArgumentParser
internal import LipSync
internal import LipSyncMedia

/// `lipflight verify`: proves a result, a file or a URL.
struct Verify: Subcommand {
  static let configuration = CommandConfiguration(
    abstract: "Verify a result: length, sound, picture, playback type and cover.")

  @Argument(help: "The finished video: a path or URL.", completion: .file())
  var result: String

  @Option(name: .long, help: "The picture that came with it: a path or URL.", completion: .file())
  var cover: String?

  @Option(
    name: .long, help: ArgumentHelp("The length that the service stated.", valueName: "seconds"),
    transform: Parse.seconds)
  var reportedSeconds: MediaTime?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Keep downloaded files in this directory, with a report.html (default: nothing is kept).",
      valueName: "dir"),
    completion: .directory)
  var directory: String?

  @OptionGroup(title: "What was sent")
  var sent: SentOptions

  @OptionGroup(title: "Judgement")
  var judgement: JudgementOptions

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @Flag(
    name: .long,
    help: "Accepted as by the commands that use the service; here it only implies --allow-private.")
  var sandbox = false

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func validate() throws {
    let sources = [result, cover, sent.video, sent.audio].compactMap(\.self).map { Source($0) }
    let hasURL = sources.contains { if case .url = $0 { true } else { false } }
    if network.offline, hasURL { throw ValidationError("A URL cannot be verified with --offline.") }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let progress = Progress(console)
    defer { progress.clear() }
    let request = VerifyRequest(
      result: Source(result), cover: cover.map { Source($0) }, sent: sent.media,
      reportedDuration: reportedSeconds, directory: directory, judgement: judgement.judgement)
    let inspector = Session.inspector(network, sandbox: sandbox)
    let directory = directory
    let report = try await Destination.with(directory) {
      var report = try await Postflight.verify(
        request, inspector: inspector, events: { progress.show($0) }
      ).withToolRemedies()
      if let directory { report.page = try ReportPage.save(report, of: sent.media, in: directory) }
      return report
    }
    progress.clear()
    console.document(.verify, report.json)
    console.print(VerifyText.report(report, console.style))
    return report.verdict == .fail ? .failedCheck : .passed
  }

  func document(for failure: Failure) -> Printout { Printout(.verify, emptyDocument(failure)) }

  /// The document of a proof that could not be made.
  private func emptyDocument(_ failure: Failure) -> JSON {
    .object([
      ("verdict", .string(Verdict.fail.rawValue)),
      (
        "result",
        .object([
          ("source", .string(Source(result).shown)), ("path", .null), ("bytes", .null), ("sha256", .null),
          ("verified_by", .null), ("media", .null),
        ])
      ),
      ("cover", .null),
      (
        "duration",
        .object([
          ("reported_seconds", .seconds(reportedSeconds)), ("measured_seconds", .null),
          ("expected_seconds", .object([("low", .null), ("high", .null)])),
        ])
      ),
      ("audio", .null), ("playback", .null),
      ("findings", .array([failure.finding(.resultIncomplete, about: .result).json])),
      ("checks", .array([])),
      ("difference", .null),
      ("credits", .object([("reported", .null), ("measured", .null), ("expected", .null)])),
      ("report", .null),
    ])
  }
}
