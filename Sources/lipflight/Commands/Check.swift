internal import ArgumentParser
internal import LipSync

/// `lipflight check`: everything that can be known before a job is paid for.
struct Check: Subcommand {
  static let configuration = CommandConfiguration(
    abstract: "Pre-flight: links, media, recommended playback type, credits, verdict.")

  @OptionGroup
  var pair: PairArguments

  @OptionGroup(title: "Playback")
  var playback: PlaybackOptions

  @OptionGroup(title: "Judgement")
  var judgement: JudgementOptions

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let request = pair.request(playback, judgement)
    let report = await Preflight.check(request, inspector: Session.inspector(network, sandbox: false))
    if Interruption.happened { throw CancellationError() }
    console.document(report.json)
    console.print(CheckText.report(report, console.style))
    return report.verdict == .fail ? .failedCheck : .passed
  }

  func document(for failure: Failure) -> JSON { Self.emptyDocument(pair) }

  /// The document of a check that did not come about.
  static func emptyDocument(_ pair: PairArguments) -> JSON {
    func source(_ text: String) -> JSON {
      SourceInspection(source: Source(text)).json
    }
    return .object([
      ("verdict", .string(Verdict.fail.rawValue)), ("video", source(pair.video)),
      ("audio", source(pair.audio)),
      ("playback", .null), ("credits", .null), ("findings", .array([])),
    ])
  }
}
