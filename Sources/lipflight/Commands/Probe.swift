internal import ArgumentParser
internal import LipSync
internal import Synchronization

/// `lipflight probe`: what is in each source and how long it really is.
struct Probe: Subcommand {
  static let configuration = CommandConfiguration(
    abstract: "Show each source's streams, exact durations, and how they were measured.")

  @Argument(help: ArgumentHelp("Paths or http(s) URLs.", valueName: "source"), completion: .file())
  var sources: [String]

  @Flag(
    name: .long,
    help:
      "Decode every source to the end: loudness, silence, black and frozen stretches, and decoding errors."
  )
  var deep = false

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

  func perform(_ console: Console) async throws -> ExitStatus {
    let task = ProbeTask(
      LookSettings(SourceReach(network, sandbox: sandbox), judgement, deep: deep), isJSON: console.isJSON,
      style: console.style)
    let hasFailed = Atomic(false)
    let sources = sources.map { Source($0) }
    let progress = Progress(console)
    defer { progress.clear() }
    let phase = deep ? "decoding" : "measuring"
    let done = Steps()
    progress.expect(phase)
    try await Lanes().run {
      sources
    } isRemote: {
      $0.isURL
    } work: {
      await task.shown($0)
    } deliver: { _, shown in
      if Interruption.happened { return }
      progress.clear()
      if shown.hasFailed { hasFailed.store(true, ordering: .relaxed) }
      console.entry(shown.entry, of: "sources", in: .probe)
      console.print(shown.entry.stringValue ?? "")
      let count = done.next()
      if count < sources.count {
        progress.expect(
          phase, fraction: Double(count) / Double(sources.count), figures: "\(count) of \(sources.count)")
      }
    }
    if Interruption.happened { throw CancellationError() }
    console.document(.probe, ProbeDocument(sources: []).json)
    return hasFailed.load(ordering: .relaxed) ? .failedCheck : .passed
  }

  func document(for failure: Failure) -> Printout {
    let fault = ProbeDocument.Entry.Fault(rule: nil, message: failure.message)
    let entries = sources.map { ProbeDocument.Entry(source: Source($0), error: fault) }
    return Printout(.probe, ProbeDocument(sources: entries).json)
  }
}
