internal import ArgumentParser
internal import LipSync
internal import LipSyncMedia

/// `lipflight verify`: proves a result, a file or a URL.
struct Verify: FormattedCommand {
  static let shownName = "lipflight verify"

  static let configuration = CommandConfiguration(
    abstract: "Verify results: length, sound, picture, playback type and cover.",
    discussion:
      "Several results are each compared with the same sources; with --json each is a document on a line of its own."
  )

  @Argument(
    help: ArgumentHelp("Finished videos: paths or URLs.", valueName: "result"), completion: .file())
  var results: [String]

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
  var format: FormatOptions

  @OptionGroup(title: "Output")
  var printing: OutputOptions

  var output: OutputOptions { format.applied(to: printing) }

  func validate() throws {
    if results.count > 1 {
      guard cover == nil, reportedSeconds == nil else {
        throw ValidationError("--cover and --reported-seconds are those of one result; give one.")
      }
    }
    let sources = (results + [cover, sent.video, sent.audio].compactMap(\.self)).map { Source($0) }
    let hasURL = sources.contains { if case .url = $0 { true } else { false } }
    if network.offline, hasURL { throw ValidationError("A URL cannot be verified with --offline.") }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let printer = printer()
    var (exit, worst) = (ExitStatus.passed, Verdict.pass)
    for result in results {
      do {
        let report = try await proved(result, console)
        if report.verdict == .fail, exit == .passed { exit = .failedCheck }
        worst = Verdict.allCases.last { $0 == worst || $0 == report.verdict } ?? worst
        printer?.add(FindingSheet.Case(report))
        if printer == nil { show(report, console) }
      } catch  where results.count > 1 && !Interruption.happened {
        // One that cannot be had says nothing about the others.
        let failure = Failure(error, interrupted: false)
        (exit, worst) = (failure.status, .fail)
        printer?.add(
          FindingSheet.Case(
            name: Source(result).shown, outcome: .broken, entries: [FindingSheet.Entry(failure)]))
        if printer == nil, console.isJSON {
          console.line(.verify, Self.emptyDocument(result, reportedSeconds, failure))
        }
        console.failure(failure)
      }
    }
    printer?.end(FindingSheet.Sum(verdict: worst, exit: exit))
    return exit
  }

  private func show(_ report: VerifyReport, _ console: Console) {
    if results.count > 1, console.isJSON { return console.line(.verify, report.json) }
    console.document(.verify, report.json)
    console.print(VerifyText.report(report, console.style))
  }

  private func proved(_ result: String, _ console: Console) async throws -> VerifyReport {
    let progress = Progress(console)
    defer { progress.clear() }
    let request = VerifyRequest(
      result: Source(result), cover: cover.map { Source($0) }, sent: sent.media,
      reportedDuration: reportedSeconds, directory: directory, judgement: judgement.judgement)
    let inspector = Session.inspector(network, sandbox: sandbox)
    let directory = directory
    return try await Destination.with(directory) {
      var report = try await Postflight.verify(
        request, inspector: inspector, events: { progress.show($0) }
      ).withToolRemedies()
      if let directory { report.page = try ReportPage.save(report, of: sent.media, in: directory) }
      return report
    }
  }

  func document(for failure: Failure) -> Printout {
    Printout(.verify, Self.emptyDocument(results.first ?? "", reportedSeconds, failure))
  }

  /// The document of a proof that could not be made.
  private static func emptyDocument(
    _ result: String, _ reportedSeconds: MediaTime?, _ failure: Failure
  ) -> JSON {
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
      ("difference", .null), ("lips", .null), ("lips_not_judged", .null),
      ("credits", .object([("reported", .null), ("measured", .null), ("expected", .null)])),
      ("report", .null),
    ])
  }
}
