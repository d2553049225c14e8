internal import LipSync
internal import Transfer

/// The facts of one source, ready to be printed: what `lipflight probe` asks its workers for.
struct ProbeTask: WorkerTask {
  static let kind = "probe"

  private let reach: SourceReach
  private let inspector: Inspector
  private let strict: Bool
  private let ignored: Set<String>
  private let deep: Bool
  private let isJSON: Bool
  private let style: Style

  init(reach: SourceReach, strict: Bool, ignored: Set<String>, deep: Bool = false, isJSON: Bool, style: Style)
  {
    self.reach = reach
    inspector = reach.inspector
    self.strict = strict
    self.ignored = ignored
    self.deep = deep
    self.isJSON = isJSON
    self.style = style
  }

  init?(settings: JSON) {
    guard let reach = settings["reach"].flatMap(SourceReach.init),
      case .array(let ignored)? = settings["ignored"]
    else { return nil }
    self.init(
      reach: reach, strict: settings["strict"]?.isTrue ?? false,
      ignored: Set(ignored.compactMap(\.stringValue)), deep: settings["deep"]?.isTrue ?? false,
      isJSON: settings["json"]?.isTrue ?? false,
      style: Style(isColoured: settings["coloured"]?.isTrue ?? false))
  }

  var settings: JSON {
    .object([
      ("reach", reach.json), ("strict", .bool(strict)),
      ("ignored", .array(ignored.sorted().map { .string($0) })), ("deep", .bool(deep)),
      ("json", .bool(isJSON)),
      ("coloured", .bool(style.isColoured)),
    ])
  }

  /// A source as a job.
  func job(_ source: String) -> WorkerJob {
    let known = Source(source)
    var isRemote = false
    if case .url = known { isRemote = true }
    return WorkerJob(name: known.shown, payload: .string(source), isRemote: isRemote, timeout: reach.timeout)
  }

  func answer(_ job: JSON) async -> JSON { answer(await facts(Source(job.stringValue ?? ""))) }

  /// Does a job in this process. One that does not heed its time limit is left behind, as the process ends soon.
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

  /// What a source is, whatever it is for: a track without pictures is as good as a video without sound.
  private func facts(_ source: Source) async -> SourceInspection {
    var inspection =
      deep
      ? await inspector.examine(source, as: .pair, deep: true) : await inspector.inspect(source, as: .pair)
    if deep, let media = inspection.media { inspection.findings += FactsJudge.all(media) }
    let wanted: Set<String> = [RuleID.mediaNoVideoStream.rawValue, RuleID.mediaNoAudioStream.rawValue]
    inspection.findings.removeAll { wanted.contains($0.rule) }
    return inspection
  }

  private func answer(_ inspection: SourceInspection) -> JSON {
    var inspection = inspection
    inspection.findings = inspection.findings.judged(strict: strict, ignoring: ignored)
    let shown = isJSON ? inspection.probeJSON : .string(ProbeText.entry(inspection, style))
    return .object([("failed", .bool(inspection.failure != nil)), ("shown", shown)])
  }
}

/// How far a look at sources may go: what an inspector is made of, in a form that a worker can be told.
struct SourceReach: Sendable {
  var allowPrivate: Bool
  var offline: Bool
  var timeout: Duration
  var fetchedWithin = Defaults.fetchHorizon
  var fixesLinks = false
  var readLimit = Defaults.readLimit

  init(_ network: NetworkOptions, sandbox: Bool, links: LinkOptions? = nil) {
    allowPrivate = network.allowPrivate || sandbox
    offline = network.offline
    timeout = network.sourceTimeout
    fetchedWithin = links?.fetchedWithin ?? Defaults.fetchHorizon
    fixesLinks = links?.fixLinks ?? false
    readLimit = network.readLimit
  }

  init?(_ json: JSON) {
    guard let milliseconds = json["timeout_ms"]?.intValue else { return nil }
    allowPrivate = json["allow_private"]?.isTrue ?? false
    offline = json["offline"]?.isTrue ?? false
    timeout = .milliseconds(milliseconds)
    if let horizon = json["fetched_within_ms"]?.intValue { fetchedWithin = .milliseconds(horizon) }
    fixesLinks = json["fix_links"]?.isTrue ?? false
    readLimit = json["read_limit"]?.intValue ?? Defaults.readLimit
  }

  var json: JSON {
    func milliseconds(_ duration: Duration) -> JSON {
      let (seconds, attoseconds) = duration.components
      return .int(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
    return .object([
      ("allow_private", .bool(allowPrivate)), ("offline", .bool(offline)),
      ("timeout_ms", milliseconds(timeout)), ("fetched_within_ms", milliseconds(fetchedWithin)),
      ("fix_links", .bool(fixesLinks)), ("read_limit", .int(readLimit)),
    ])
  }

  /// Looks at sources within these bounds.
  var inspector: Inspector { inspector(HTTPClient(policy: policy)) }

  /// The same on connections that are there already.
  func inspector(_ client: HTTPClient) -> Inspector {
    Inspector(
      client: client, policy: policy, offline: offline, timeout: timeout, fetchHorizon: fetchedWithin,
      fixesLinks: fixesLinks, readLimit: readLimit)
  }

  var policy: AddressPolicy { allowPrivate ? .privateAllowed : .publicOnly }
}

extension JSON {
  /// Whether it is `true`.
  var isTrue: Bool { if case .bool(true) = self { true } else { false } }
}
