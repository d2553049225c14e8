/// The steps of a job in order, each of which takes a value and gives a value.
public struct Job: Sendable {
  /// How a job is waited for.
  public struct Patience: Sendable {
    /// When the service is asked.
    public var schedule: PollSchedule
    /// After how long waiting is given up; the task may still finish.
    public var timeout: Duration

    /// The service's own advice, unless told otherwise.
    public init(schedule: PollSchedule = .advised, timeout: Duration = Defaults.waitTimeout) {
      self.schedule = schedule
      self.timeout = timeout
    }
  }

  /// On which terms a job is paid for.
  public typealias Terms = PaymentTerms

  /// Speaks to the service.
  public let service: ServiceClient
  let inspector: Inspector
  let journal: any Journal
  let terms: Terms
  let events: (@Sendable (JobEvent) -> Void)?

  /// A job at a service, all of it over one client: the inspector's, whose address policy holds for the service, for what is
  /// sent and for what comes back. All who share the journal keep to the service's rate limit together.
  ///
  /// - Parameters:
  ///   - configuration: the service's address and the key.
  ///   - inspector: looks at the inputs, opens them again for the proof, and lends its client.
  ///   - journal: remembers what was paid for, so that nothing is paid for twice. `NoJournal()` goes without: only URLs that
  ///     the service knows already are recognised then.
  ///   - terms: on which terms the task is paid for.
  ///   - events: called from any thread.
  public init(
    at configuration: ServiceConfiguration, inspector: Inspector, journal: any Journal,
    terms: Terms = Terms(), events: (@Sendable (JobEvent) -> Void)? = nil
  ) {
    let service = ServiceClient(
      configuration, client: inspector.client, gate: journal.remembers ? journal : nil)
    self.init(service: service, inspector: inspector, journal: journal, terms: terms, events: events)
  }

  /// A job at a service that is spoken to by a client of its own: with another address policy, retries or gate than the
  /// inspector's client would bring. Results are still brought home by the inspector's.
  ///
  /// - Parameters:
  ///   - service: creates and polls, uploads, and looks whether an upload is still there.
  ///   - inspector: looks at the inputs, opens them again for the proof, and brings results home with its client.
  ///   - journal: remembers what was paid for, so that nothing is paid for twice. `NoJournal()` goes without: only URLs that
  ///     the service knows already are recognised then.
  ///   - terms: on which terms the task is paid for.
  ///   - events: called from any thread.
  public init(
    service: ServiceClient, inspector: Inspector, journal: any Journal, terms: Terms = Terms(),
    events: (@Sendable (JobEvent) -> Void)? = nil
  ) {
    self.service = service
    self.inspector = inspector
    self.journal = journal
    self.terms = terms
    self.events = events
  }

  /// Checks the pair against the quota and, where it passes, uploads local files and creates the task.
  ///
  /// A job that was paid for before, by the journal's word or for URLs by the service's, is not paid for again: its task is
  /// taken up, also one that failed, unless its cause may have passed or `Terms.retryFailed` says otherwise.
  /// - Returns: the check and, where it passed, the task. A task that was being created when the job was cancelled is waited
  ///   for and returned, too.
  /// - Throws: `CancellationError` where the job was cancelled and nothing is paid for; `JournalError` before anything is
  ///   sent; else `ServiceError`, of which `mayHavePaid` says that a task may exist all the same.
  public func submit(_ request: CheckRequest) async throws -> JobReport {
    do { return try await submitted(request) } catch { throw JobInterruption.cause(error) }
  }

  private func submitted(_ request: CheckRequest) async throws -> JobReport {
    var request = request
    try await askForCredits(&request)
    CrashPoint.quotaRead.reached()
    events?(.checking)
    var check = await Preflight.check(request, inspector: inspector)
    // Share links may have been replaced by their direct forms.
    (request.video, request.audio) = (check.video.source, check.audio.source)
    // A check that was cut short has found nothing out.
    try Task.checkCancellation()
    events?(.checked(check))
    guard check.verdict != .fail || check.failsForMoneyAlone else { return JobReport(check: check) }
    guard let type = check.chosen else {
      check.findings += TaskProof.notCreated(check).map { [$0] } ?? []
      check.verdict = Verdict(check.findings)
      return JobReport(check: check)
    }

    CrashPoint.checked.reached()
    let payment = Payment(
      service: service, inspector: inspector, journal: journal, terms: terms, events: events)
    switch try await payment.pay(for: request, check, type) {
    case .unpaid: return JobReport(check: check)
    case .reused(let task):
      // A pair that fails for the money alone is good for a task that is paid for already.
      return JobReport(task: task, isReused: true, check: check.verdict == .fail ? check.withoutMoney : check)
    case .paid(let task):
      var report = JobReport(task: task, check: check)
      report.quotaBefore = request.quota
      return report
    }
  }

  /// Waits for a task.
  ///
  /// - Parameters:
  ///   - taskID: the task's id.
  ///   - justCreated: puts the first look off as the schedule says.
  ///   - patience: how often it is looked at, and for how long.
  /// - Throws: `ServiceError`, with code `gaveUp` where the time was over first; `CancellationError`.
  public func wait(
    taskID: String, justCreated: Bool = false, patience: Patience = Patience()
  ) async throws -> LipSyncTask {
    do {
      return try await waited(taskID, justCreated: justCreated, patience: patience)
    } catch {
      throw JobInterruption.cause(error)
    }
  }

  /// Waits for a task, and writes down what became of it.
  func waited(
    _ taskID: String, justCreated: Bool, patience: Patience,
    seen: (@Sendable (LipSyncTask) -> Void)? = nil
  ) async throws -> LipSyncTask {
    let task = try await service.wait(
      taskID: taskID, schedule: patience.schedule, timeout: patience.timeout, justCreated: justCreated
    ) { [events] task in
      seen?(task)
      events?(.waiting(task))
    }
    CrashPoint.waited.reached()
    await noteOutcome(of: task)
    return task
  }

  /// Waits for a task, brings its result home and proves it.
  ///
  /// - Parameters:
  ///   - taskID: the task's id.
  ///   - directory: where result and cover are kept.
  ///   - sent: what the result is held against; what is left out is not compared.
  ///   - judgement: what counts.
  ///   - patience: how often the task is looked at, and for how long.
  /// - Throws: `ServiceError` or `CancellationError` where nothing was heard of the task, `JobInterruption` afterwards.
  public func fetch(
    taskID: String, into directory: String, named name: String? = nil, sent: SentMedia = SentMedia(),
    judgement: Judgement = Judgement(), patience: Patience = Patience()
  ) async throws -> JobReport {
    try await prove(
      JobReport(), taskID: taskID, into: directory, named: name, sent: sent, judgement: judgement,
      patience: patience)
  }

  /// Brings the result of a task that was waited for home and proves it; the service is not asked again how it stands.
  ///
  /// - Parameters:
  ///   - task: what `wait` gave; one that is not over is waited for.
  ///   - directory: where result and cover are kept.
  ///   - name: what they are called, without an ending; nil for the task's id. Files of that name are replaced, reports are not.
  ///   - sent: what the result is held against; what is left out is not compared.
  ///   - judgement: what counts.
  /// - Throws: `JobInterruption`.
  public func fetch(
    _ task: LipSyncTask, into directory: String, named name: String? = nil, sent: SentMedia = SentMedia(),
    judgement: Judgement = Judgement()
  ) async throws -> JobReport {
    do {
      var task = task
      if !task.status.isTerminal { task = try await wait(taskID: task.id) }
      return try await proved(
        JobReport(), task, into: directory, named: name, sent: sent, judgement: judgement)
    } catch {
      throw JobInterruption(report: JobReport(task: task), cause: JobInterruption.cause(error))
    }
  }

  /// All of it: check, submit, wait, download, verify.
  ///
  /// - Parameter name: what result and cover are called, without an ending; nil for the task's id. Files of that name are replaced.
  /// - Throws: what `submit` throws while nothing is paid for, `JobInterruption` afterwards. So a job that was cancelled ends
  ///   in a `CancellationError`, or in a `JobInterruption` with that as its cause, which keeps the task.
  public func run(
    _ request: CheckRequest, into directory: String, named name: String? = nil,
    patience: Patience = Patience()
  ) async throws -> JobReport {
    let submitted = try await submit(request)
    guard let task = submitted.task, let check = submitted.check, let type = check.chosen else {
      return submitted
    }
    return try await prove(
      submitted, quotaBefore: submitted.quotaBefore, taskID: task.id, justCreated: !submitted.isReused,
      into: directory, named: name,
      sent: SentMedia(video: check.video.source, audio: check.audio.source, playbackType: type),
      judgement: Judgement(strict: request.strict, ignoredRules: request.ignoredRules), patience: patience)
  }

  /// Writes down what became of a task, where the journal knows it.
  func noteOutcome(of task: LipSyncTask) async {
    guard var entry = try? await journal.entry(task: task.id, at: service.account) else { return }
    entry.adopt(task, at: service.clock.time(at: service.pace.date()))
    await record(entry)
  }

  func record(_ entry: JournalEntry) async {
    do {
      try await journal.record(entry)
    } catch {
      events?(.journalTrouble(error))
    }
  }
}
