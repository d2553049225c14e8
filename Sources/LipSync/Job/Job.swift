public import LipSyncTransfer
internal import Platform
internal import Synchronization

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
  public struct Terms: Sendable {
    /// Whether a job whose task failed is sent again, a new payment, whatever the cause; else only where the cause may have
    /// passed.
    public var retryFailed: Bool
    /// Called before each create with what it costs at most, nil where that is unknown. What it throws keeps the create from
    /// being sent: that is how a budget is kept.
    public var reserve: (@Sendable (Credits?) async throws -> Void)?

    /// Careful, unless told otherwise.
    public init(retryFailed: Bool = false, reserve: (@Sendable (Credits?) async throws -> Void)? = nil) {
      self.retryFailed = retryFailed
      self.reserve = reserve
    }
  }

  private let service: ServiceClient
  private let inspector: Inspector
  private let client: HTTPClient
  private let journal: any Journal
  private let terms: Terms
  private let events: (@Sendable (JobEvent) -> Void)?

  /// A job at a service.
  ///
  /// - Parameters:
  ///   - inspector: looks at the inputs, and opens them again for the proof.
  ///   - client: brings results home.
  ///   - journal: remembers what was paid for; without one only URLs that the service knows already are recognised.
  ///   - events: called from any thread.
  public init(
    service: ServiceClient, inspector: Inspector, client: HTTPClient,
    journal: any Journal = NoJournal(), terms: Terms = Terms(), events: (@Sendable (JobEvent) -> Void)? = nil
  ) {
    self.service = service
    self.inspector = inspector
    self.client = client
    self.journal = journal
    self.terms = terms
    self.events = events
  }

  /// Checks the pair against the quota and, where it passes, uploads local files and creates the task.
  ///
  /// A job that was paid for before, by the journal's word or for URLs by the service's, is not paid for again: its task is
  /// taken up, also one that failed, unless its cause may have passed or `Terms.retryFailed` says otherwise.
  /// - Returns: the check and, where it passed, the task.
  /// - Throws: `ServiceError`; `JournalError` before anything is sent.
  public func submit(_ request: CheckRequest) async throws -> JobReport {
    var request = request
    // Asked first: a wrong key costs no upload.
    request.quota = try await service.remainingQuota()
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
      check.findings.append(TaskProof.notCreated(check))
      check.verdict = Verdict(check.findings)
      return JobReport(check: check)
    }

    CrashPoint.checked.reached()
    return try await Submission(
      service: service, inspector: inspector, client: client, journal: journal, terms: terms, events: events
    ).task(for: request, check, type)
  }

  /// Waits for a task.
  ///
  /// - Parameter justCreated: puts the first look off as the schedule says.
  /// - Throws: `ServiceError`, with code `gaveUp` where the time was over first.
  public func wait(
    taskID: String, justCreated: Bool = false, patience: Patience = Patience()
  ) async throws -> LipSyncTask {
    let task = try await service.wait(
      taskID: taskID, schedule: patience.schedule, timeout: patience.timeout, justCreated: justCreated
    ) { [events] task in events?(.waiting(task)) }
    await noteOutcome(of: task)
    return task
  }

  /// Waits for a task, brings its result home and proves it.
  ///
  /// - Parameters:
  ///   - proof: what the result is held against; its `result`, `cover`, `reportedDuration` and `name` are filled in
  ///     from the task.
  /// - Throws: `ServiceError` where nothing was heard of the task, `JobInterruption` afterwards.
  public func fetch(
    taskID: String, into directory: String, proof: VerifyRequest? = nil, patience: Patience = Patience()
  ) async throws -> JobReport {
    try await prove(JobReport(), taskID: taskID, into: directory, proof: proof, patience: patience)
  }

  /// All of it: check, submit, wait, download, verify.
  /// - Throws: `ServiceError` while nothing is paid for, `JobInterruption` afterwards.
  public func run(
    _ request: CheckRequest, into directory: String, patience: Patience = Patience()
  ) async throws -> JobReport {
    let submitted = try await submit(request)
    guard let task = submitted.task, let type = submitted.check?.chosen else { return submitted }
    let sources = submitted.check.map { ($0.video.source, $0.audio.source) } ?? (request.video, request.audio)
    let proof = VerifyRequest(
      result: sources.0, video: sources.0, audio: sources.1, playbackType: type,
      strict: request.strict, ignoredRules: request.ignoredRules)
    return try await prove(
      submitted, quotaBefore: submitted.quotaBefore, taskID: task.id, justCreated: !submitted.isReused,
      into: directory, proof: proof,
      patience: patience)
  }

  /// Waits for a task and adds its proof to what is known of the job.
  private func prove(
    _ known: JobReport, quotaBefore: Credits? = nil, taskID: String, justCreated: Bool = false,
    into directory: String,
    proof: VerifyRequest?, patience: Patience
  ) async throws -> JobReport {
    let seen = Mutex(known)
    do {
      let task = try await service.wait(
        taskID: taskID, schedule: patience.schedule, timeout: patience.timeout, justCreated: justCreated
      ) { [events] task in
        seen.withLock { $0.task = task }
        events?(.waiting(task))
      }
      CrashPoint.waited.reached()
      await noteOutcome(of: task)
      var report = known
      report.task = task
      try await complete(&report, task, quotaBefore: quotaBefore, into: directory, proof: proof)
      CrashPoint.proved.reached()
      return report
    } catch {
      // Nothing was ever heard of a task that is only known by the id that was typed.
      let report = seen.withLock { $0 }
      throw report.task == nil ? error : JobInterruption(report: report, cause: error)
    }
  }

  private func complete(
    _ report: inout JobReport, _ task: LipSyncTask, quotaBefore: Credits?, into directory: String,
    proof: VerifyRequest?
  ) async throws {
    guard task.status == .success, let resultURL = task.resultURL else {
      report.taskFindings = [
        task.status == .success
          ? TaskProof.noResult(task)
          : TaskProof.failure(task, isReused: report.isReused, check: report.check)
      ]
      return
    }
    var request = proof ?? VerifyRequest(result: Source(resultURL))
    request.reportedDuration = task.reportedDuration
    request.directory = directory
    let name = Homecoming.safe(task.id)
    request.name = name
    request.result = Source(resultURL)
    request.cover = task.coverURL.map { Source($0) }
    var verification = try await Postflight.verify(
      request, inspector: inspector, client: client, events: events, refresh: fresh(after: task))
    if task.coverURL == nil {
      verification.findings += [TaskProof.noCover]
        .judged(strict: request.strict, ignoring: request.ignoredRules)
    }
    report.verification = verification
    if let quotaBefore, !report.isReused { await charge(&report, task, before: quotaBefore) }
    let path = directory + "/" + name + ".json"
    // The proof stands all the same, and what was paid for is told.
    func note(_ path: String, _ error: any Error) {
      report.verification?.findings += [TaskProof.notWritten(path, error)]
        .judged(strict: request.strict, ignoring: request.ignoredRules)
    }
    do { report.verification?.page = try ReportPage.save(verification, in: directory) } catch {
      note(directory + "/report.html", error)
    }
    do { report.path = try Self.save(report.json, to: path) } catch { note(path, error) }
  }

  private static func save(_ document: JSON, to path: String) throws -> String {
    try Data((document.prettyText + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    return path
  }

  /// Links to a result may die after the task is over: the service is asked for fresh ones.
  private func fresh(after task: LipSyncTask) -> Postflight.Refresh {
    { [service] subject in
      guard let fresh = try? await service.status(taskID: task.id) else { return nil }
      let (url, old) =
        subject == .cover ? (fresh.coverURL, task.coverURL) : (fresh.resultURL, task.resultURL)
      return url == old ? nil : url
    }
  }

  /// Holds the quota's fall against what the result's length costs.
  private func charge(_ report: inout JobReport, _ task: LipSyncTask, before: Credits) async {
    guard let after = try? await service.remainingQuota() else { return }
    let entry = try? await journal.entry(task: task.id, at: service.account)
    let isAlone = if let entry { await journal.isAlone(entry) } else { !journal.remembers }
    let (charged, finding) = Charge.judge(
      before: before, after: after, measured: report.verification?.lengths.measured, isAlone: isAlone)
    report.charged = charged
    if let finding { report.taskFindings.append(finding) }
    if var entry, let charged {
      entry.charged = charged
      await note(entry)
    }
  }

  /// Writes down what became of a task, where the journal knows it.
  private func noteOutcome(of task: LipSyncTask) async {
    guard var entry = try? await journal.entry(task: task.id, at: service.account) else { return }
    entry.adopt(task)
    await note(entry)
  }

  private func note(_ entry: JournalEntry) async {
    do {
      try await journal.note(entry)
    } catch {
      events?(.journalTrouble(error))
    }
  }
}
