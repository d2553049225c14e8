internal import ArgumentParser
internal import FoundationEssentials
internal import LipSync

/// `lipflight check`: everything that can be known before a job is paid for.
struct Check: Subcommand {
  static let configuration = CommandConfiguration(
    abstract: "Pre-flight: links, media, recommended playback type, credits, verdict.",
    discussion:
      "Where JOGG_API_KEY is set, the credits that are left are asked for and held against the estimate.")

  @OptionGroup
  var pair: PairArguments

  @OptionGroup(title: "Playback")
  var playback: PlaybackOptions

  @OptionGroup(title: "Judgement")
  var judgement: JudgementOptions

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @Flag(
    name: .long, help: "Hold the estimate against an embedded sandbox's credits; implies --allow-private.")
  var sandbox = false

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let quota = await quota(console)
    let request = pair.request(playback, judgement, quota: quota)
    let report = await Preflight.check(request, inspector: Session.inspector(network, sandbox: sandbox))
    if Interruption.happened { throw CancellationError() }
    console.document(report.json)
    console.print(CheckText.report(report, console.style))
    return report.verdict == .fail ? .failedCheck : .passed
  }

  /// The credits that are left; nil, and said, where the service does not tell.
  private func quota(_ console: Console) async -> Credits? {
    let key = ProcessInfo.processInfo.environment["JOGG_API_KEY"] ?? ""
    guard sandbox || (!key.isEmpty && !network.offline) else { return nil }
    do {
      return try await Session.with(network, ServiceOptions.only(sandbox: sandbox)) { session in
        try await session.service.remainingQuota()
      }
    } catch {
      guard !Interruption.happened else { return nil }
      let failure = Failure(error, interrupted: false)
      console.note("The credits that are left are not known: \(failure.message)")
      return nil
    }
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
