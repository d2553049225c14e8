internal import ArgumentParser
internal import LipSync
internal import Platform
internal import Synchronization

/// `lipflight batch plan`: what a batch would do and cost; pays nothing.
struct BatchPlanCommand: FormattedCommand {
  static let shownName = "lipflight batch plan"

  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Show what a batch would do and cost. Uploads nothing and pays nothing.",
    discussion:
      "Each source is checked once, however many rows name it. If JOGG_API_KEY is set, the remaining credits "
      + "are compared with the sum of the highest estimates.")

  @OptionGroup
  var manifest: ManifestArgument

  @Option(
    name: .long,
    help: ArgumentHelp("Check that the whole batch stays within this many credits.", valueName: "credits"),
    transform: Parse.credits)
  var maxCredits: Credits?

  @Flag(name: .long, help: "Decode all sources to the end: loudness, silence, black and frozen stretches.")
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

  @OptionGroup(title: "Output")
  var format: FormatOptions

  @OptionGroup(title: "Output")
  var printing: OutputOptions

  var output: OutputOptions { format.applied(to: printing) }

  func perform(_ console: Console) async throws -> ExitStatus {
    let scratch = TemporaryDirectory.orKept(nil)
    defer { scratch.removeIfTemporary() }
    let file = try await ListFile.regular(manifest.manifest, in: scratch.path)
    let progress = Progress(console)
    defer { progress.clear() }
    progress.show("reading the manifest")
    let table = SharedTable()
    var hosts: Set<String> = []
    var names = ResultNames(manifest.name.template)
    let list: RowList<JobRow> = try ListFile.read(
      file, named: manifest.manifest, as: manifest.list, undone: "nothing was checked"
    ) { row, fields in
      hosts.formUnion(NamedHosts.of(row.pair))
      table.use { table in
        for (source, subject) in row.pair.sources { table.name(source, as: subject) }
      }
      return names.faults(row, fields)
    }
    try await look(list, table, progress, opening: hosts)
    if Interruption.happened { throw CancellationError() }
    let sources = table.use { $0 }
    var plan = BatchPlan(
      BatchPlan.Terms(
        playbackType: playback.chosen, strict: judgement.strict, ignoredRules: judgement.ignored))
    plan.sources = sources.count
    let printer = printer()
    for row in list.rows() {
      guard let video = sources.facts(of: row.pair.video, as: .video),
        let audio = sources.facts(of: row.pair.audio, as: .audio)
      else { break }
      let (verdict, findings) = plan.add(row, video: video, audio: audio)
      printer?.add(FindingSheet.Case(row, verdict, findings.withToolRemedies(), of: manifest.manifest))
    }
    guard plan.jobs == list.count else {
      throw Failure(.usage, "\(manifest.manifest) changed while it was read: it had \(list.count) jobs.")
    }
    let quota = await Session.quota(network, sandbox: sandbox, console)
    progress.clear()
    let short = plan.shortfall(quota: quota, ceiling: maxCredits)?.withToolRemedies()
    let exit = plan.verdict == .fail || short != nil ? ExitStatus.failedCheck : .passed
    if let printer {
      if let short { printer.add(FindingSheet.Case(shortfall: short, of: manifest.manifest)) }
      printer.end(FindingSheet.Sum(plan, exit, isShort: short != nil))
    } else {
      console.document(.batchPlan, plan.json(quota: quota, ceiling: maxCredits, short: short))
      console.print(BatchPlanText.text(plan, quota: quota, short: short, console.style))
    }
    return exit
  }

  /// Looks at every distinct source once.
  private func look(
    _ list: RowList<JobRow>, _ table: SharedTable, _ progress: Progress, opening hosts: Set<String>
  ) async throws {
    let reach = SourceReach(network, sandbox: sandbox, links: links, opening: hosts)
    let task = SourceTask(LookSettings(reach, judgement, deep: deep))
    let count = table.use { $0.count }
    let done = Steps()
    try await Lanes().run {
      list.rows().lazy.flatMap { row in
        row.pair.sources.filter { source, subject in table.use { $0.claim(source, as: subject) } }
      }
    } isRemote: {
      Source($0.0).isURL
    } work: {
      await task.facts($0.0, as: $0.1)
    } deliver: { named, facts in
      table.use { $0.keep(facts, of: named.0, as: named.1) }
      let finished = done.next()
      progress.show(
        "checking sources", fraction: Double(finished) / Double(count), figures: "\(finished) of \(count)")
    }
  }

  /// The table, which the pool's thread fills and draws from.
  private final class SharedTable: Sendable {
    private let table = Mutex(SourceTable())
    func use<T: Sendable>(_ body: (inout SourceTable) -> T) -> T { table.withLock { body(&$0) } }
  }

  func document(for failure: Failure) -> Printout {
    .error(failure, [("verdict", .string(Verdict.fail.rawValue))])
  }
}
