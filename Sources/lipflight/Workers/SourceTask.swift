internal import LipSync
internal import LipSyncTransfer
internal import Platform

/// The facts of one source for its part in a job: what `lipflight batch plan` asks its workers for.
struct SourceTask: WorkerTask {
  static let kind = "source"

  private let look: LookSettings
  private let client: HTTPClient
  private let gate: HostGate

  init(_ look: LookSettings) {
    self.look = look
    client = look.reach.client
    gate = HostGate.shared(by: ProcessInfo.processInfo.activeProcessorCount)
  }

  init?(settings: JSON) {
    guard let look = LookSettings(settings) else { return nil }
    self.init(look)
  }

  var settings: JSON { .object(look.members) }

  /// A source as a job.
  func job(_ source: String, as subject: Subject) -> WorkerJob {
    let known = Source(source)
    let isRemote = if case .url = known { true } else { false }
    return WorkerJob(
      name: known.shown,
      payload: .object([("source", .string(source)), ("subject", .string(subject.rawValue))]),
      isRemote: isRemote, timeout: isRemote ? look.reach.timeout * 3 : look.reach.timeout)
  }

  func answer(_ job: JSON) async -> JSON {
    let (source, subject) = Self.named(job)
    let hosts: Set<String> = look.reach.offline ? [] : Set([HostGate.host(of: source)].compactMap(\.self))
    await gate.enter(hosts)
    let inspector = look.reach.inspector(client).keepingNoBytes()
    let inspection = await inspector.examine(Source(source), as: subject, deep: look.deep)
    await gate.leave(hosts, busy: HostGate.isBusy(inspection) ? hosts : [])
    return SourceFacts(inspection, as: subject).json
  }

  /// What a job was about.
  static func named(_ job: JSON) -> (source: String, subject: Subject) {
    (job["source"]?.stringValue ?? "", job["subject"]?.stringValue.flatMap(Subject.init) ?? .video)
  }

  /// The facts, even if the job went wrong.
  func facts(_ job: WorkerJob, _ outcome: WorkerOutcome) -> SourceFacts {
    if case .answer(let answer) = outcome, let facts = SourceFacts(answer) { return facts }
    let subject = Self.named(job.payload).subject
    return SourceFacts(findings: outcome.finding(job, about: subject).map { [$0] } ?? [])
  }
}
