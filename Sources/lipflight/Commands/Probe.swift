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
    @Sendable func show(_ job: WorkerJob, _ outcome: WorkerOutcome) {
      let answer = task.answer(job, outcome)
      if answer["failed"]?.isTrue ?? true { hasFailed.store(true, ordering: .relaxed) }
      guard let shown = answer["shown"] else { return }
      console.entry(shown, of: "sources", in: .probe)
      console.print(shown.stringValue ?? "")
    }
    if sources.count == 1, let only = sources.first.map(task.job) {
      // There is no other source to affect, and starting a process takes longer than most probes.
      let outcome = await task.outcome(of: only)
      if !Interruption.happened { show(only, outcome) }
    } else {
      let sources = sources
      try await WorkerPool(task: task).run({ sources.lazy.map(task.job) }) { _, job, outcome in
        show(job, outcome)
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
