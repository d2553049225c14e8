internal import ArgumentParser
internal import LipSync
internal import Platform

/// `lipflight check`: everything that can be known before a job is paid for.
struct Check: FormattedCommand {
  static let shownName = "lipflight check"

  static let configuration = CommandConfiguration(
    abstract: "Check a pair before paying: links, media, recommended playback type, credits, verdict.",
    usage: """
      lipflight check VIDEO AUDIO [OPTIONS]
      lipflight check --from LIST [OPTIONS]
      """,
    discussion:
      "If JOGG_API_KEY is set, the remaining credits are read and compared with the estimate. With --from, one "
      + "JSON line is printed per pair, in the order of the list.")

  @Argument(help: "The video: a path or URL.", completion: .file())
  var video: String?

  @Argument(help: "The audio: a path or URL.", completion: .file())
  var audio: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Check all pairs of a list: JSON lines, or a table with a header line (CSV, or what a spreadsheet saves), with video and audio in each row; - reads standard input. A folder stands for its pairs by name: anna.mp4 with anna.de.wav.",
      valueName: "list"),
    completion: .file())
  var from: String?

  @OptionGroup
  var list: ListOptions

  @Flag(
    name: .long,
    help:
      "Decode both to the end: loudness, silence, black and frozen stretches. Without it, audio is analysed only when that is cheap, and pictures only until one moves."
  )
  var deep = false

  @OptionGroup(title: "Playback")
  var playback: PlaybackOptions

  @OptionGroup(title: "Judgement")
  var judgement: JudgementOptions

  @OptionGroup(title: "Links")
  var links: LinkOptions

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @Flag(
    name: .long, help: "Compare the estimate with an embedded sandbox's credits; implies --allow-private.")
  var sandbox = false

  @Option(
    name: .customLong("report"),
    help: ArgumentHelp(
      "Also write an HTML page with pictures, waveform and playback types.", valueName: "file"),
    completion: .file())
  var reportPath: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "First mend both sources as `lipflight mend` does, into this directory, and check what was mended in the place of the source.",
      valueName: "dir"),
    completion: .directory)
  var mend: String?

  @OptionGroup(title: "Output")
  var format: FormatOptions

  @OptionGroup(title: "Output")
  var printing: OutputOptions

  var output: OutputOptions { format.applied(to: printing) }

  func validate() throws {
    guard from == nil else {
      guard mend == nil else {
        throw ValidationError("--mend works for one pair only, not for a list.")
      }
      guard reportPath == nil else {
        throw ValidationError("--report works for one pair only, not for a list.")
      }
      guard video == nil else {
        throw ValidationError("Give either VIDEO and AUDIO, or a list with --from, not both.")
      }
      return
    }
    guard video != nil, audio != nil else {
      throw ValidationError("Give VIDEO and AUDIO, or a list with --from.")
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    if let from {
      return try await CheckList(task: task, console: console, options: list, printer: printer()).run(from)
    }
    let reach = SourceReach(network, sandbox: sandbox, links: links)
    let pair = try await MendedPair(video: video ?? "", audio: audio ?? "").mended(
      into: mend, inspector: reach.inspector, console)
    let progress = Progress(console)
    defer { progress.clear() }
    progress.expect(deep ? "decoding both sources" : "checking both sources")
    let request = CheckRequest(
      video: pair.video, audio: pair.audio, playbackType: playback.chosen,
      strict: judgement.strict, ignoredRules: judgement.ignored,
      quota: await Session.quota(network, sandbox: sandbox, console), deep: deep)
    let inspector = reach.inspector
    let report = await Preflight.check(request, inspector: inspector).withToolRemedies()
    progress.clear()
    if Interruption.happened { throw CancellationError() }
    if let reportPath {
      let path = try await ReportPage.save(report, inspector: inspector, to: reportPath)
      console.say("The report is at \(path).")
    }
    let exit = report.verdict == .fail ? ExitStatus.failedCheck : .passed
    if let printer = printer() {
      printer.add(FindingSheet.Case(report))
      printer.end(FindingSheet.Sum(report, exit))
    } else {
      console.document(.check, report.json)
      console.print(CheckText.report(report, console.style))
    }
    return exit
  }

  /// The check of each pair of a list.
  private func task(opening hosts: Set<String>) -> CheckTask {
    let reach = SourceReach(network, sandbox: sandbox, links: links, opening: hosts)
    return CheckTask(LookSettings(reach, judgement, deep: deep), playbackType: playback.chosen)
  }

  func document(for failure: Failure) -> Printout {
    from == nil
      ? Printout(.check, Self.emptyDocument(video: video ?? "", audio: audio ?? ""))
      : .error(failure, [("verdict", .string(Verdict.fail.rawValue))])
  }

  /// The document of a check that could not be made.
  static func emptyDocument(video: String, audio: String) -> JSON {
    func source(_ text: String) -> JSON { SourceInspection(source: Source(text)).json }
    return .object([
      ("verdict", .string(Verdict.fail.rawValue)), ("video", source(video)), ("audio", source(audio)),
      ("playback", .null), ("credits", .null), ("findings", .array([])),
    ])
  }
}
