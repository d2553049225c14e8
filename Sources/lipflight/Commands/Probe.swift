internal import ArgumentParser
internal import LipSync

/// `lipflight probe`: what is in each source and how long it really is.
struct Probe: Subcommand {
  static let configuration = CommandConfiguration(
    abstract: "Facts of each source: streams, exact durations, how they were measured.")

  @Argument(help: ArgumentHelp("Paths or http(s) URLs.", valueName: "source"), completion: .file())
  var sources: [String]

  @OptionGroup(title: "Judgement")
  var judgement: JudgementOptions

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @Flag(name: .long, help: "As for the commands that use the service: here it only implies --allow-private.")
  var sandbox = false

  @OptionGroup(title: "Output")
  var output: OutputOptions

  /// Sources that are looked at side by side; what is printed keeps the order in which they were named.
  private static let breadth = 4

  func perform(_ console: Console) async throws -> ExitStatus {
    let inspector = Session.inspector(network, sandbox: sandbox)
    let judgement = judgement
    var inspections: [SourceInspection?] = Array(repeating: nil, count: sources.count)
    var (started, printed) = (0, 0)
    await withTaskGroup(of: (Int, SourceInspection).self) { group in
      func startNext() {
        guard started < sources.count, !Task.isCancelled else { return }
        let (index, source) = (started, Source(sources[started]))
        group.addTask { (index, await inspector.facts(of: source, judgement)) }
        started += 1
      }
      for _ in 0..<Self.breadth { startNext() }
      for await (index, inspection) in group {
        // What a cancelled look says of its source is not so.
        guard !Interruption.happened else { continue }
        inspections[index] = inspection
        startNext()
        while printed < inspections.count, let ready = inspections[printed] {
          console.print(ProbeText.entry(ready, console.style))
          printed += 1
        }
      }
    }
    if Interruption.happened { throw CancellationError() }
    let found = inspections.compactMap(\.self)
    console.document(.object([("sources", .array(found.map(\.probeJSON)))]))
    return found.allSatisfy { $0.failure == nil } ? .passed : .failedCheck
  }

  func document(for failure: Failure) -> JSON {
    let error = JSON.object([("rule", .null), ("message", .string(failure.message))])
    let entries = sources.map { source in
      JSON.object([
        ("source", .string(Source(source).shown)), ("link", .null), ("media", .null), ("error", error),
      ])
    }
    return .object([("sources", .array(entries))])
  }
}

extension Inspector {
  /// What a source is, whatever it is for: a track without pictures is as good as a video without sound.
  fileprivate func facts(of source: Source, _ judgement: JudgementOptions) async -> SourceInspection {
    var inspection = await inspect(source, as: .pair)
    let wanted: Set<String> = [RuleID.mediaNoVideoStream.rawValue, RuleID.mediaNoAudioStream.rawValue]
    inspection.findings.removeAll { wanted.contains($0.rule) }
    inspection.findings = inspection.findings.judged(strict: judgement.strict, ignoring: judgement.ignored)
    return inspection
  }
}
