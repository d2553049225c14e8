internal import LipSync
internal import LipSyncMedia
internal import Synchronization

/// One job, from where it was left to its end, under its lease.
final class BatchWork: Sendable {
  /// The job is another worker's by now.
  private struct LeaseLost: Error {}
  /// The job is over.
  private struct Over: Error {
    var note: BatchNote
  }

  private let runner: BatchRunner
  private let job: BatchJob
  private let lease: BatchLease
  private let progress: Mutex<Progress>

  private struct Progress {
    /// What is handed back with the job where it cannot be ended.
    var state: BatchJobState
    /// Whether the budget holds something for a payment of this attempt.
    var hasReserved = false
    /// What the last task costs at most.
    var planned: Credits?
    /// Notes on their way to the ledger, in order.
    var notes: Task<Void, Never>?
  }

  init(_ runner: BatchRunner, _ claim: BatchClaims.Claim) {
    (self.runner, job, lease) = (runner, claim.job, claim.lease)
    progress = Mutex(
      Progress(state: claim.job.state == .finished ? .submitted : claim.job.state, planned: claim.job.planned)
    )
  }

  private var id: String { job.row.id }

  /// Does the work; whatever goes wrong is written down.
  func run() async -> BatchWorkEnd {
    do {
      return await finished(try await work())
    } catch is LeaseLost {
      runner.events(.lost(id))
      return .done
    } catch let over as Over {
      return await finished(over.note)
    } catch let stop as BatchStop {
      await release(error: stop.description, after: .zero, counts: false)
      return .unaffordable(stop)
    } catch {
      return await close(error)
    }
  }

  private func work() async throws -> BatchNote {
    if let end = Self.surrender(job, attempt: lease.attempt, limit: runner.options.attempts) {
      if job.reserved != nil { _ = try await runner.ledger.settle(job.planned, for: lease) }
      throw Over(note: end)
    }
    guard let sources = runner.options.links.sources(of: job.row) else {
      throw Over(
        note: BatchNote(
          .setAside, verdict: .fail,
          error: "A link of it is signed or long and not kept in the ledger: give this worker the manifest."))
    }
    let (task, type) = try await task(of: sources)
    let waited = try await wait(for: task)
    if waited.status == .failed { throw try await failure(of: waited) }
    try await note(BatchNote(.finished))
    return try await proof(of: waited, sources, type)
  }

  /// The end of a job that is given up before anything is done; nil where it is not: a pure function.
  static func surrender(_ job: BatchJob, attempt: Int, limit: Int) -> BatchNote? {
    if job.lapses > LedgerDefaults.lapses {
      return BatchNote(
        .failed,
        error:
          "Given up: \(job.lapses) workers ended while they had it, and it may be why. A retry tries it again."
      )
    }
    guard attempt > limit else { return nil }
    let why = "Given up after \(attempt - 1) attempts" + (job.error.map { ": \($0)" } ?? ".")
    return BatchNote(.failed, error: why, rule: job.rule)
  }

  /// The task: the one that is known already, else the one that is paid for now.
  private func task(of sources: (video: Source, audio: Source)) async throws -> (
    (id: String, isNew: Bool), PlaybackType?
  ) {
    if let id = job.taskID, !job.mayPayAgain, job.state == .submitted || job.state == .finished {
      return ((id, false), job.playbackType)
    }
    try await note(BatchNote(.checking, error: ""))
    let request = CheckRequest(
      video: sources.video, audio: sources.audio,
      playbackType: job.row.playbackType ?? runner.settings.playbackType, strict: runner.settings.strict,
      ignoredRules: runner.settings.ignoredRules)
    let report = try await runner.checks.use { try await self.libraryJob.submit(request) }
    guard let task = report.task else { throw refusal(report.check) }
    let planned = report.check?.credits?.high.roundedUp
    progress.withLock { ($0.state, $0.planned) = (.submitted, planned ?? $0.planned) }
    try await note(
      BatchNote(
        .submitted, taskID: task.id, playbackType: report.check?.chosen, verdict: report.check?.verdict,
        planned: planned))
    return ((task.id, !report.isReused), report.check?.chosen)
  }

  private var libraryJob: Job {
    let terms = Job.Terms(retryFailed: job.mayPayAgain) { cost in try await self.reserve(cost) }
    return Job(
      service: runner.service, inspector: runner.inspector, journal: runner.ledger, terms: terms
    ) { event in
      self.runner.events(.progress(self.id, event))
      if case .uploading = event { self.uploading() }
    }
  }

  /// Holds what a create costs at most; called before it is sent.
  private func reserve(_ cost: Credits?) async throws {
    guard let cost = cost?.roundedUp else {
      guard runner.batch.budget != nil else { return }
      throw Over(
        note: BatchNote(
          .setAside, verdict: .fail, error: "What it costs is unknown, and the batch has a ceiling."))
    }
    switch try await runner.ledger.reserve(cost, for: lease) {
    case .granted: progress.withLock { $0.hasReserved = true }
    case .exhausted(let committed, let budget): throw BatchStop.budget(committed: committed, budget: budget)
    case .leaseLost: throw LeaseLost()
    }
  }

  /// Why a job that was checked has no task.
  private func refusal(_ check: CheckReport?) -> any Error {
    let error = check?.findings.first { $0.severity == .error }
    if check?.failsForMoneyAlone == true {
      return BatchStop.quota(error?.message ?? "The credits do not do.")
    }
    return Over(
      note: BatchNote(
        .setAside, playbackType: check?.chosen, verdict: .fail, planned: check?.credits?.high.roundedUp,
        error: error?.words, rule: error?.rule))
  }

  private func wait(for task: (id: String, isNew: Bool)) async throws -> LipSyncTask {
    try await libraryJob.wait(taskID: task.id, justCreated: task.isNew, patience: runner.options.patience)
  }

  /// What a failed task means. It may have been charged for: what the service does then is not documented.
  private func failure(of task: LipSyncTask) async throws -> any Error {
    let cause = FailureCause(task.errorMessage)
    let isUnpaid = cause.kind == .creditsUsedUp
    _ = try await runner.ledger.settle(isUnpaid ? nil : progress.withLock(\.planned), for: lease)
    let said = task.errorMessage.map { " (\"\($0)\")" } ?? ""
    let words = "The service failed task \(task.id): \(cause.sentence)\(said)."
    guard cause.isTransient,
      case .again(let pause, _) = BatchFate.later(lease.attempt, runner.options.attempts)
    else { return Over(note: BatchNote(.failed, taskID: task.id, error: words, rule: .taskFailed)) }
    progress.withLock { $0.state = .pending }
    return PutOff(words: words, pause: pause)
  }

  private struct PutOff: Error {
    var words: String
    var pause: Duration
  }

  private func proof(of task: LipSyncTask, _ sources: (video: Source, audio: Source), _ type: PlaybackType?)
    async throws
    -> BatchNote
  {
    let sent = SentMedia(video: sources.video, audio: sources.audio, playbackType: type)
    let settings = runner.settings
    let judgement = Judgement(strict: settings.strict, ignoredRules: settings.ignoredRules)
    let directory = runner.options.directory + "/" + (job.row.output ?? job.row.id)
    let report = try await runner.proofs.use {
      try await self.libraryJob.fetch(task, into: directory, sent: sent, judgement: judgement)
    }
    let verification = report.verification
    let measured = verification?.lengths.measured
    let charged =
      report.charged ?? measured.map { Credits(output: $0).roundedUp } ?? progress.withLock(\.planned)
    guard try await runner.ledger.settle(charged, for: lease) else { throw LeaseLost() }
    let findings = (verification?.findings ?? []) + report.taskFindings
    let error = findings.first { $0.severity == .error }
    return BatchNote(
      report.verdict == .fail ? .failed : .verified, verdict: report.verdict,
      verified: measured.map { .milliseconds($0.ticks(rate: 1000)) }, error: error?.words ?? "",
      rule: error?.rule, output: verification?.path, report: verification?.page)
  }

  // MARK: writing down

  private func note(_ note: BatchNote) async throws {
    await settleNotes()
    guard try await runner.ledger.advance(lease, note) else { throw LeaseLost() }
    runner.events(.state(id, note.state))
  }

  /// Said once, from a callback that cannot wait.
  private func uploading() {
    progress.withLock { progress in
      guard progress.notes == nil else { return }
      progress.notes = Task {
        guard (try? await self.runner.ledger.advance(self.lease, BatchNote(.uploading))) == true else {
          return
        }
        self.runner.events(.state(self.id, .uploading))
      }
    }
  }

  private func settleNotes() async { await progress.withLock(\.notes)?.value }

  private func finished(_ note: BatchNote) async -> BatchWorkEnd {
    await settleNotes()
    do {
      guard try await runner.ledger.finish(lease, note) else {
        runner.events(.lost(id))
        return .done
      }
      runner.events(.ended(id, note.state, error: note.error.flatMap { $0.isEmpty ? nil : $0 }))
      return note.state == .setAside ? .done : .settled
    } catch {
      return .stops(.failure(error))
    }
  }

  private func close(_ error: any Error) async -> BatchWorkEnd {
    await settleNotes()
    if let later = error as? PutOff {
      await release(error: later.words, rule: .taskFailed, after: later.pause, counts: true)
      return .settled
    }
    if Task.isCancelled {
      // Also where the lease was lost: then nothing is written.
      await release(error: nil, after: .zero, counts: false)
      return .done
    }
    let words = Self.words(error)
    if progress.withLock(\.hasReserved), !Self.mayHavePaid(error) {
      _ = try? await runner.ledger.settle(nil, for: lease)
    }
    switch BatchFate(after: error, attempt: lease.attempt, limit: runner.options.attempts) {
    case .again(let pause, let counts):
      await release(error: words, after: pause, counts: counts)
      return .done
    case .failed:
      // Where it may have been paid for, what is held counts as spent.
      _ = try? await runner.ledger.settle(
        Self.mayHavePaid(error) ? progress.withLock(\.planned) : nil, for: lease)
      return await finished(BatchNote(.failed, error: words))
    case .stops:
      await release(error: words, after: .zero, counts: false)
      return .stops(.failure(error))
    }
  }

  private func release(
    error: String?, rule: Rule? = nil, after pause: Duration, counts: Bool
  ) async {
    let note = BatchNote(progress.withLock(\.state), error: error, rule: rule)
    guard (try? await runner.ledger.release(lease, note, after: pause, counts: counts)) == true else {
      runner.events(.lost(id))
      return
    }
    if let error { runner.events(.putOff(id, why: error, after: pause)) }
  }

  private static func words(_ error: any Error) -> String {
    switch error {
    case let stopped as JobInterruption: words(stopped.cause)
    case let error as ServiceError: "\(error.subject): \(error.message)"
    default: "\(error)"
    }
  }

  /// Whether what failed may have been a payment, or came after one.
  private static func mayHavePaid(_ error: any Error) -> Bool {
    if error is JobInterruption { return true }
    return (error as? ServiceError)?.mayHavePaid ?? true
  }
}

extension Finding {
  /// As the error of a job.
  fileprivate var words: String { "\(rule): \(message)" }
}
