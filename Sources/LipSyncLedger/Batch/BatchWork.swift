internal import LipSync
internal import LipSyncMedia

/// One job, from where it was left to its end, under its lease.
struct BatchWork: Sendable {
  /// The job is over.
  private struct Over: Error {
    var note: BatchNote
  }

  private let runner: BatchRunner
  private let job: BatchJob
  private let record: BatchRecord

  init(_ runner: BatchRunner, _ claim: BatchClaims.Claim) {
    (self.runner, job) = (runner, claim.job)
    record = BatchRecord(
      claim, in: runner.ledger, receiver: runner.options.receiver, events: runner.events)
  }

  private var attempt: Int { record.lease.attempt }

  /// Does the work; whatever goes wrong is recorded.
  func run() async -> BatchWorkEnd {
    do {
      return await record.finish(try await work())
    } catch is LeaseLost {
      record.lost()
      return .done
    } catch let over as Over {
      return await record.finish(over.note)
    } catch let stop as BatchStop {
      await record.release(error: stop.description, after: .zero, counts: false)
      return .unaffordable(stop)
    } catch {
      return await close(error)
    }
  }

  private func work() async throws -> BatchNote {
    if let end = Self.giveUp(job, attempt: attempt, limit: runner.options.attempts) {
      if job.reserved != nil { _ = try await record.settle(job.planned) }
      throw Over(note: end)
    }
    guard let sources = runner.options.links.sources(of: job.row) else {
      throw Over(
        note: BatchNote(
          .setAside, verdict: .fail,
          error:
            "One of its links is signed or long, and the ledger does not keep those: give this worker the manifest."
        ))
    }
    let libraryJob = libraryJob()
    let (task, type) = try await task(of: sources, libraryJob)
    let ended = try await libraryJob.wait(
      taskID: task.id, justCreated: task.isNew, patience: runner.options.patience)
    record.saw(ended: ended)
    if ended.status == .failed { throw try await failure(of: ended) }
    try await record.write(BatchNote(.finished))
    return try await proof(of: ended, sources, type, libraryJob)
  }

  /// Whether it may be what ended several workers.
  private var isSuspect: Bool { job.lapses > LedgerDefaults.suspicion }

  /// The end of a job that is given up before anything is done; nil if it is not: a pure function.
  static func giveUp(_ job: BatchJob, attempt: Int, limit: Int) -> BatchNote? {
    if job.lapses > LedgerDefaults.lapses {
      return BatchNote(
        .failed,
        error:
          "Given up: \(job.lapses) workers died while working on it, and it may be the cause. A retry tries it again."
      )
    }
    guard attempt > limit else { return nil }
    let why = "Given up after \(attempt - 1) attempts" + (job.error.map { ": \($0)" } ?? ".")
    return BatchNote(.failed, error: why, rule: job.rule)
  }

  /// The task: the one that is known already, else the one that is paid for now.
  private func task(of sources: (video: Source, audio: Source), _ libraryJob: Job) async throws -> (
    (id: String, isNew: Bool), PlaybackType?
  ) {
    if let id = job.taskID, !job.mayPayAgain, job.state == .submitted || job.state == .finished {
      return ((id, false), job.playbackType)
    }
    try await record.write(BatchNote(.checking, error: ""))
    let request = CheckRequest(
      video: sources.video, audio: sources.audio,
      playbackType: job.row.playbackType ?? runner.settings.playbackType, strict: runner.settings.strict,
      ignoredRules: runner.settings.ignoredRules)
    let report = try await runner.solitude.use(alone: isSuspect) {
      try await self.runner.checks.use { try await libraryJob.submit(request) }
    }
    guard let task = report.task else { throw refusal(report.check) }
    let planned = report.check?.credits?.high.roundedUp
    record.stands(.submitted, planned: planned)
    try await record.write(
      BatchNote(
        .submitted, taskID: task.id, playbackType: report.check?.chosen, verdict: report.check?.verdict,
        planned: costsNothing(report) ? Credits(hundredths: 0) : planned))
    return ((task.id, !report.isReused), report.check?.chosen)
  }

  /// Whether the task was paid for elsewhere: by a row before of the same pair, another batch, or a run. What sums up to the
  /// bill has to count it there.
  private func costsNothing(_ report: JobReport) -> Bool {
    report.isReused && job.reserved == nil && job.charged == nil && !record.hasReserved
  }

  /// The job of the library, which tells this one's events and holds this one's budget.
  private func libraryJob() -> Job {
    let terms = Job.Terms(retryFailed: job.mayPayAgain) { cost in try await reserve(cost) }
    return Job(
      service: runner.service, inspector: runner.inspector, journal: runner.ledger, terms: terms
    ) { event in
      runner.events(.progress(job.row.id, event))
      if case .uploading = event { record.uploading() }
    }
  }

  /// Holds what a create costs at most; called before it is sent.
  private func reserve(_ cost: Credits?) async throws {
    guard let cost = cost?.roundedUp else {
      guard runner.batch.budget != nil else { return }
      throw Over(
        note: BatchNote(
          .setAside, verdict: .fail, error: "Its cost is unknown, and the batch has a ceiling."))
    }
    try await record.reserve(cost)
  }

  /// Why a job that was checked has no task.
  private func refusal(_ check: CheckReport?) -> any Error {
    let error = check?.findings.first { $0.severity == .error }
    if check?.failsForMoneyAlone == true {
      return BatchStop.quota(error?.message ?? "There are not enough credits.")
    }
    return Over(
      note: BatchNote(
        .setAside, playbackType: check?.chosen, verdict: .fail, planned: Credits(hundredths: 0),
        error: error?.words, rule: error?.rule))
  }

  /// What a failed task means. It may have been charged for: what the service does then is not documented.
  private func failure(of task: LipSyncTask) async throws -> any Error {
    let cause = FailureCause(task.errorMessage)
    let isUnpaid = cause.kind == .creditsUsedUp
    _ = try await record.settle(isUnpaid ? nil : record.planned)
    let said = task.errorMessage.map { " (\"\($0)\")" } ?? ""
    let words = "The service failed task \(task.id): \(cause.sentence)\(said)."
    guard cause.isTransient,
      case .again(let pause, _) = BatchFate.later(attempt, runner.options.attempts)
    else {
      let planned: Credits? = isUnpaid ? Credits(hundredths: 0) : nil
      return Over(
        note: BatchNote(.failed, taskID: task.id, planned: planned, error: words, rule: .taskFailed))
    }
    record.stands(.pending)
    return PutOff(words: words, pause: pause)
  }

  private struct PutOff: Error {
    var words: String
    var pause: Duration
  }

  private func proof(
    of task: LipSyncTask, _ sources: (video: Source, audio: Source), _ type: PlaybackType?, _ libraryJob: Job
  ) async throws -> BatchNote {
    let sent = SentMedia(video: sources.video, audio: sources.audio, playbackType: type)
    let settings = runner.settings
    let judgement = Judgement(strict: settings.strict, ignoredRules: settings.ignoredRules)
    let place = settings.place(of: job.row)
    let directory = runner.options.directory + "/" + place.directory
    let report = try await runner.solitude.use(alone: isSuspect) {
      try await self.runner.proofs.use {
        try await libraryJob.fetch(
          task, into: directory, named: place.name, sent: sent, judgement: judgement)
      }
    }
    let verification = report.verification
    record.saw(ended: task, verification)
    let measured = verification?.lengths.measured
    let charged =
      report.charged ?? measured.map { Credits(output: $0).roundedUp } ?? record.planned
    guard try await record.settle(charged) else { throw LeaseLost() }
    let findings = (verification?.findings ?? []) + report.taskFindings
    let error = findings.first { $0.severity == .error }
    return BatchNote(
      report.verdict == .fail ? .failed : .verified, verdict: report.verdict,
      verified: measured.map { .milliseconds($0.ticks(rate: 1000)) }, error: error?.words ?? "",
      rule: error?.rule, output: verification?.path, report: verification?.page)
  }

  /// What becomes of a job that went wrong.
  private func close(_ error: any Error) async -> BatchWorkEnd {
    if let later = error as? PutOff {
      await record.release(error: later.words, rule: .taskFailed, after: later.pause, counts: true)
      return .settled
    }
    if Task.isCancelled {
      // Also where the lease was lost: then nothing is written.
      await record.release(error: nil, after: .zero, counts: false)
      return .done
    }
    let words = Self.words(error)
    if record.hasReserved, !Self.mayHavePaid(error) {
      _ = try? await record.settle(nil)
    }
    switch await fate(after: error) {
    case .again(let pause, let counts):
      await record.release(error: words, after: pause, counts: counts)
      return .done
    case .failed:
      // Where it may have been paid for, what is held counts as spent.
      _ = try? await record.settle(Self.mayHavePaid(error) ? record.planned : nil)
      return await record.finish(BatchNote(.failed, error: words), because: error)
    case .stops:
      await record.release(error: words, after: .zero, counts: false)
      return .stops(.failure(error))
    }
  }

  private func fate(after error: any Error) async -> BatchFate {
    let limit = runner.options.attempts
    let fate = BatchFate(
      after: error, attempt: attempt, limit: limit, wasSeen: record.isSubmitted)
    guard fate == .stops, BatchFate.doubtsKey(error) else { return fate }
    // One odd answer is not the end of a night's work: whoever lets the key in now did not mean it.
    do {
      _ = try await runner.service.remainingQuota()
    } catch {
      // No word about the key is no word for it.
      if BatchFate.doubtsKey(error) || error.code == .notFound { return fate }
    }
    return BatchFate.later(attempt, limit)
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
