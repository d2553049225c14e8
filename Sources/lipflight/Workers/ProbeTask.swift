internal import LipSync

/// The facts of one source, ready to be printed: what `lipflight probe` asks its workers for.
struct ProbeTask: WorkerTask {
  static let kind = "probe"

  private let look: LookSettings
  private let inspector: Inspector
  private let isJSON: Bool
  private let style: Style

  init(_ look: LookSettings, isJSON: Bool, style: Style) {
    self.look = look
    inspector = look.reach.inspector.keepingNoBytes()
    self.isJSON = isJSON
    self.style = style
  }

  init?(settings: JSON) {
    guard let look = LookSettings(settings) else { return nil }
    self.init(
      look, isJSON: settings["json"]?.isTrue ?? false,
      style: Style(isColoured: settings["coloured"]?.isTrue ?? false))
  }

  var settings: JSON {
    .object(look.members + [("json", .bool(isJSON)), ("coloured", .bool(style.isColoured))])
  }

  /// A source as a job.
  func job(_ source: String) -> WorkerJob {
    let known = Source(source)
    var isRemote = false
    if case .url = known { isRemote = true }
    return WorkerJob(
      name: known.shown, payload: .string(source), isRemote: isRemote, timeout: look.reach.timeout)
  }

  func answer(_ job: JSON) async -> JSON { answer(await facts(Source(job.stringValue ?? ""))) }

  /// Does a job in this process. One that overruns its time limit is abandoned, as the process ends soon.
  func outcome(of job: WorkerJob) async -> WorkerOutcome {
    let (outcomes, arrive) = AsyncStream.makeStream(of: WorkerOutcome.self)
    let work = Task { arrive.yield(.answer(await answer(job.payload))) }
    let clock = Task {
      try await Task.sleep(for: job.timeout + Defaults.workerGrace)
      arrive.yield(.overdue)
    }
    defer {
      work.cancel()
      clock.cancel()
    }
    for await outcome in outcomes { return outcome }
    return .overdue
  }

  /// What is printed of a source whose job went wrong.
  func answer(_ job: WorkerJob, _ outcome: WorkerOutcome) -> JSON {
    if case .answer(let answer) = outcome { return answer }
    let source = Source(job.payload.stringValue ?? "")
    let findings = outcome.finding(job, about: .pair).map { [$0] } ?? []
    return answer(SourceInspection(source: source, findings: findings))
  }

  /// What a source is, regardless of its purpose: sound alone and video without sound are both fine.
  private func facts(_ source: Source) async -> SourceInspection {
    var inspection =
      look.deep
      ? await inspector.examine(source, as: .pair, deep: true) : await inspector.inspect(source, as: .pair)
    if look.deep, let media = inspection.media { inspection.findings += MediaJudge.all(media) }
    let wanted: Set<Rule> = [.mediaNoVideoStream, .mediaNoAudioStream]
    inspection.findings.removeAll { wanted.contains($0.rule) }
    return inspection
  }

  private func answer(_ inspection: SourceInspection) -> JSON {
    var inspection = inspection
    inspection.findings = inspection.findings.judged(strict: look.strict, ignoring: look.ignored)
      .withToolRemedies()
    let shown = isJSON ? inspection.probeJSON : .string(ProbeText.entry(inspection, style))
    return .object([("failed", .bool(inspection.failure != nil)), ("shown", shown)])
  }
}
