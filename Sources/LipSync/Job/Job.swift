internal import FoundationEssentials
internal import Synchronization
public import Transfer

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

  private let service: ServiceClient
  private let inspector: Inspector
  private let client: HTTPClient
  private let events: (@Sendable (JobEvent) -> Void)?

  /// A job at a service.
  ///
  /// - Parameters:
  ///   - inspector: looks at the inputs, and opens them again for the proof.
  ///   - client: brings results home.
  ///   - events: called from any thread.
  public init(
    service: ServiceClient, inspector: Inspector, client: HTTPClient,
    events: (@Sendable (JobEvent) -> Void)? = nil
  ) {
    self.service = service
    self.inspector = inspector
    self.client = client
    self.events = events
  }

  /// Checks the pair against the quota and, where it passes, uploads local files and creates the task.
  ///
  /// A pair of URLs that the service knows already is not paid for again: its task is taken up, unless it failed.
  /// - Returns: the check and, where it passed, the task.
  /// - Throws: `ServiceError`.
  public func submit(_ request: CheckRequest) async throws -> JobReport {
    var request = request
    // Asked first: a wrong key costs no upload.
    request.quota = try await service.remainingQuota()
    events?(.checking)
    var check = await Preflight.check(request, inspector: inspector)
    // Share links may have been replaced by their direct forms.
    (request.video, request.audio) = (check.video.source, check.audio.source)
    // A check that was cut short has found nothing out.
    try Task.checkCancellation()
    events?(.checked(check))
    guard check.verdict != .fail else { return JobReport(check: check) }
    guard let type = check.chosen else {
      check.findings.append(TaskProof.notCreated(check))
      check.verdict = Verdict(check.findings)
      return JobReport(check: check)
    }

    let earlier = try await earlierTask(request, type)
    if let earlier, earlier.status != .failed {
      events?(.submitted(earlier, reused: true))
      return JobReport(task: earlier, isReused: true, check: check)
    }
    let video = try await publicURL(request.video, .video)
    let audio = try await publicURL(request.audio, .audio)
    events?(.creating)
    let task = try await service.create(
      videoURL: video, audioURL: audio, playbackType: type, previous: earlier)
    events?(.submitted(task, reused: false))
    return JobReport(task: task, check: check)
  }

  /// Waits for a task.
  ///
  /// - Parameter justCreated: puts the first look off as the schedule says.
  /// - Throws: `ServiceError`, with code `gaveUp` where the time was over first.
  public func wait(
    taskID: String, justCreated: Bool = false, patience: Patience = Patience()
  ) async throws -> LipSyncTask {
    try await service.wait(
      taskID: taskID, schedule: patience.schedule, timeout: patience.timeout, justCreated: justCreated
    ) { [events] task in events?(.waiting(task)) }
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
      submitted, taskID: task.id, justCreated: !submitted.isReused, into: directory, proof: proof,
      patience: patience)
  }

  /// Waits for a task and adds its proof to what is known of the job.
  private func prove(
    _ known: JobReport, taskID: String, justCreated: Bool = false, into directory: String,
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
      var report = known
      report.task = task
      try await complete(&report, task, into: directory, proof: proof)
      return report
    } catch {
      // Nothing was ever heard of a task that is only known by the id that was typed.
      let report = seen.withLock { $0 }
      throw report.task == nil ? error : JobInterruption(report: report, cause: error)
    }
  }

  private func complete(
    _ report: inout JobReport, _ task: LipSyncTask, into directory: String, proof: VerifyRequest?
  ) async throws {
    guard task.status == .success, let resultURL = task.resultURL else {
      report.taskFindings = [
        task.status == .success ? TaskProof.noResult(task) : TaskProof.failure(task)
      ]
      return
    }
    var request = proof ?? VerifyRequest(result: Source(resultURL))
    request.result = Source(resultURL)
    request.cover = task.coverURL.map { Source($0) }
    request.reportedDuration = task.reportedDuration
    request.directory = directory
    let name = Homecoming.safe(task.id)
    request.name = name
    var verification = try await Postflight.verify(
      request, inspector: inspector, client: client, events: events)
    if task.coverURL == nil {
      verification.findings += [TaskProof.noCover]
        .judged(strict: request.strict, ignoring: request.ignoredRules)
    }
    // A proof is none the worse for a page that cannot be written.
    verification.page = try? ReportPage.save(verification, in: directory)
    report.verification = verification
    let path = directory + "/" + name + ".json"
    report.path = path
    try Data((report.json.prettyText + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  }

  private func earlierTask(_ request: CheckRequest, _ type: PlaybackType) async throws -> LipSyncTask? {
    guard case .url(let video) = request.video, case .url(let audio) = request.audio else { return nil }
    return try await service.latest(videoURL: video, audioURL: audio, playbackType: type)
  }

  /// The URL that the service is given: as it is, or that of the upload.
  private func publicURL(_ source: Source, _ subject: Subject) async throws -> String {
    switch source {
    case .url(let url): url
    case .file(let path):
      try await service.upload(path: path) { [events] sent, total in
        events?(.uploading(subject, sent: sent, total: total))
      }
    }
  }
}
