internal import ArgumentParser
internal import LipSync
internal import LipSyncMedia

/// `lipflight estimate`: playback options and credits, without judging the sources.
struct Estimate: Subcommand {
  static let configuration = CommandConfiguration(
    abstract: "Estimate playback options and credits only.",
    usage: """
      lipflight estimate VIDEO AUDIO [options]
      lipflight estimate --video-seconds X --audio-seconds Y [options]
      """)

  @Argument(help: "The video: a path or URL.", completion: .file())
  var video: String?

  @Argument(help: "The audio: a path or URL.", completion: .file())
  var audio: String?

  @Option(
    name: .long, help: ArgumentHelp("The video's length, instead of VIDEO.", valueName: "seconds"),
    transform: Parse.seconds)
  var videoSeconds: MediaTime?

  @Option(
    name: .long, help: ArgumentHelp("The audio's length, instead of AUDIO.", valueName: "seconds"),
    transform: Parse.seconds)
  var audioSeconds: MediaTime?

  @OptionGroup(title: "Playback")
  var playback: PlaybackOptions

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @Flag(
    name: .long,
    help: "Accepted as by the commands that use the service; here it only implies --allow-private.")
  var sandbox = false

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func validate() throws {
    let (files, lengths) = (
      [video, audio].compactMap(\.self), [videoSeconds, audioSeconds].compactMap(\.self)
    )
    guard (files.count == 2 && lengths.isEmpty) || (files.isEmpty && lengths.count == 2) else {
      throw ValidationError("Give VIDEO and AUDIO, or --video-seconds and --audio-seconds.")
    }
    guard lengths.allSatisfy({ $0 > .zero }) else { throw ValidationError("Lengths must be above 0.") }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    if let videoSeconds, let audioSeconds {
      return report(Preflight.estimate(video: videoSeconds, audio: audioSeconds, frame: nil), [], console)
    }
    let request = CheckRequest(
      video: Source(video ?? ""), audio: Source(audio ?? ""), playbackType: playback.chosen)
    let progress = Progress(console)
    progress.expect("measuring both sources")
    let check = await Preflight.check(request, inspector: Session.inspector(network, sandbox: sandbox))
    progress.clear()
    if Interruption.happened { throw CancellationError() }
    return report(check.advice, check.findings, console)
  }

  func document(for failure: Failure) -> Printout {
    Printout(.estimate, Self.document(advice: nil, chosen: nil, findings: []))
  }

  /// Prints what each type would give; without both lengths there is nothing to estimate, and the findings say why.
  private func report(_ advice: PlaybackAdvice?, _ findings: [Finding], _ console: Console) -> ExitStatus {
    let errors = findings.filter { $0.severity == .error }.withToolRemedies()
    // The stated length of a stream that cannot be decoded proves nothing.
    guard let advice, !errors.contains(where: { $0.rule == .mediaUnsupported }) else {
      console.document(.estimate, Self.document(advice: nil, chosen: nil, findings: errors))
      console.print(
        (["No estimate: the length of a source is not known, or not to be trusted."]
          + FindingText.lines(errors, console.style))
          .joined(separator: "\n"))
      return .failedCheck
    }
    let chosen = playback.chosen ?? advice.recommended
    console.document(.estimate, Self.document(advice: advice, chosen: chosen, findings: []))
    var lines: [String] = []
    if let option = advice.option(chosen) {
      lines.append(
        console.style.strong(
          "\(chosen.rawValue): \(Figures.seconds(option.output)), \(option.credits.text) credits"))
    }
    lines += AdviceText.lines(advice, chosen: chosen, console.style)
    console.print(lines.joined(separator: "\n"))
    return .passed
  }

  private static func document(advice: PlaybackAdvice?, chosen: PlaybackType?, findings: [Finding]) -> JSON {
    let option = chosen.flatMap { advice?.option($0) }
    return EstimateDocument(advice: advice, credits: option?.credits, findings: findings).json
  }
}
