internal import LipSync
internal import LipSyncTransfer
internal import Platform

/// The check of one pair of a list: what `lipflight check --from` asks its workers for.
struct CheckTask: WorkerTask {
  static let kind = "check"

  private let look: LookSettings
  /// One for all pairs: what it has found out of a source serves the others that name it.
  private let inspector: Inspector
  private let gate: HostGate
  /// For rows that name none.
  private let playbackType: PlaybackType?

  init(_ look: LookSettings, playbackType: PlaybackType?) {
    self.look = look
    inspector = look.reach.inspector.keepingNoBytes().remembering(
      for: Defaults.rememberedFor, bytes: Defaults.rememberedOfList)
    gate = HostGate.shared(by: ProcessInfo.processInfo.activeProcessorCount)
    self.playbackType = playbackType
  }

  init?(settings: JSON) {
    guard let look = LookSettings(settings) else { return nil }
    self.init(look, playbackType: settings["playback_type"]?.stringValue.flatMap(PlaybackType.init))
  }

  var settings: JSON {
    .object(look.members + [("playback_type", .optional(playbackType?.rawValue))])
  }

  /// A pair as a job.
  func job(_ row: PairRow) -> WorkerJob {
    let payload = JSON.object([
      ("line", .int(row.line)), ("video", .string(row.video)), ("audio", .string(row.audio)),
      ("playback_type", .optional((row.playbackType ?? playbackType)?.rawValue)),
      ("labels", .object(row.labels)),
    ])
    return WorkerJob(
      name: "line \(row.line): \(Source(row.video).shown)", payload: payload,
      isRemote: !Self.hosts(of: [row.video, row.audio]).isEmpty,
      // A pair may have to wait for its hosts.
      timeout: look.reach.timeout * 3)
  }

  func answer(_ job: JSON) async -> JSON {
    let sources = ["video", "audio"].map { job[$0]?.stringValue ?? "" }
    let request = CheckRequest(
      video: Source(sources[0]), audio: Source(sources[1]),
      playbackType: job["playback_type"]?.stringValue.flatMap(PlaybackType.init), strict: look.strict,
      ignoredRules: look.ignored, deep: look.deep)
    let hosts = look.reach.offline ? [] : Self.hosts(of: sources)
    await gate.enter(hosts)
    let report = await Preflight.check(request, inspector: inspector)
    let isBusy = [report.video, report.audio].contains(where: HostGate.isBusy)
    await gate.leave(hosts, busy: isBusy ? hosts : [])
    return Self.answer(report, job)
  }

  /// The line that is printed of a pair, even if its job went wrong.
  func line(_ job: WorkerJob, _ outcome: WorkerOutcome) -> JSON {
    if case .answer(let answer) = outcome { return answer }
    func inspection(_ name: String) -> SourceInspection {
      SourceInspection(source: Source(job.payload[name]?.stringValue ?? ""))
    }
    let findings = (outcome.finding(job, about: .pair).map { [$0] } ?? []).judged(
      strict: look.strict, ignoring: look.ignored)
    let report = CheckReport(
      verdict: Verdict(findings), video: inspection("video"), audio: inspection("audio"), advice: nil,
      chosen: nil,
      credits: nil, findings: findings)
    return Self.answer(report, job.payload)
  }

  /// The document of `check`, after the line number and before the list's other columns.
  private static func answer(_ report: CheckReport, _ job: JSON) -> JSON {
    let document = report.withToolRemedies().json
    guard case .object(let members) = document else { return document }
    return .object(
      [("line", job["line"] ?? .null)] + members + [("labels", job["labels"] ?? .object([]))])
  }

  private static func hosts(of sources: [String]) -> Set<String> {
    Set(sources.compactMap(HostGate.host))
  }
}
