internal import LipSyncMedia
internal import LipSyncTransfer
internal import Logging
internal import Platform

/// From a pair that passed its check to its task: the one that was paid for before, or a new one.
///
/// What costs money is written down before it is done and after, under a turn that no other process has meanwhile. Wherever
/// a process dies between two steps, the next one finds the task or knows that there is none.
struct Submission: Sendable {
  let service: ServiceClient
  let inspector: Inspector
  let journal: any Journal
  let terms: Job.Terms
  let events: (@Sendable (JobEvent) -> Void)?

  /// A task of the same job, and its payment where the journal keeps one.
  typealias Earlier = (task: LipSyncTask, entry: JournalEntry?)

  /// The task of a pair, with `isReused` where nothing new was paid.
  ///
  /// A pair that failed its check for nothing but the money is good for a task that is paid for already.
  func task(for request: CheckRequest, _ check: CheckReport, _ type: PlaybackType) async throws -> JobReport {
    let mayPay = check.verdict != .fail
    let job = JobIdentity(
      account: service.account, video: try await content(of: request.video, check.video, .all),
      audio: try await content(of: request.audio, check.audio, .audio), playbackType: type)
    let turn = try await journal.turn(on: "job " + job.key) { events?(.waitingForTurn) }
    defer { turn.release() }
    CrashPoint.turnTaken.reached()
    let entries = try await journal.entries(job: job.key)
    service.client.logger.debug(
      "job \(job.key.prefix(12)): \(journal.remembers ? "\(entries.count) payments in the journal" : "no journal")"
    )
    var known = Set(entries.compactMap(\.taskID))
    var earlier: Earlier?
    var vanished: JournalEntry?
    switch Takeup(entries) {
    case .nothing: earlier = try await belied(entries.first, request, known)
    case .task(let entry):
      earlier = try await confirmed(entry)
      vanished = earlier == nil ? entry : nil
    case .unanswered(let entry): earlier = try await found(entry, request, known)
    }
    if earlier == nil { earlier = try await elsewhere(request, job, &known) }
    if earlier == nil { earlier = try await withAnotherKey(request, job) }
    if let vanished, earlier != nil || mayPay { try await letGo(vanished, isReplaced: earlier != nil) }
    if let earlier {
      known.insert(earlier.task.id)
      guard earlier.task.status == .failed, Takeup.mayRetry(earlier.task, asked: terms.retryFailed) else {
        if let entry = earlier.entry { events?(.paidBefore(entry)) }
        events?(.submitted(earlier.task, reused: true))
        return JobReport(task: earlier.task, isReused: true, check: mayPay ? check : check.withoutMoney)
      }
      guard mayPay else { return JobReport(check: check) }
      events?(.payingAgain(after: earlier.task))
    }
    guard mayPay else { return JobReport(check: check) }
    let task = try await create(request, check, job, known, turn)
    events?(.submitted(task, reused: false))
    var report = JobReport(task: task, check: check)
    report.quotaBefore = request.quota
    return report
  }

  /// Sends the create, its intent written down right before and its outcome after.
  private func create(
    _ request: CheckRequest, _ check: CheckReport, _ job: JobIdentity, _ known: Set<String>,
    _ turn: any JournalTurn
  ) async throws -> LipSyncTask {
    let videoURL = try await publicURL(request.video, job.video, .video)
    let audioURL = try await publicURL(request.audio, job.audio, .audio)
    var entry = Self.payment(for: job, request, (videoURL, audioURL), .intended, at: service.pace.date())
    (entry.estimate, entry.quotaBefore) = (check.credits?.high, request.quota)
    try await terms.reserve?(check.credits?.high)
    let payment = Payment(entry, journal: journal, date: service.pace.date)
    var search = search(for: entry, (videoURL, audioURL), known)
    search.willSend = payment.willSend
    search.hold = { (duration) async throws(JournalError) -> ContinuousClock.Instant? in
      try await turn.hold(for: duration)
    }
    search.madeNothing = { await noteOutcome(payment.refused($0)) }
    events?(.creating)
    let task: LipSyncTask
    do {
      task = try await service.create(search)
    } catch {
      if let trouble = payment.trouble { throw trouble }
      // Nothing was sent, or the service's word on the last one is written down: nothing is paid for.
      if error.code == .cancelled, !payment.isOpen { throw CancellationError() }
      if payment.wasSent, !CreateOutcome(error).mayHaveCreated { await noteOutcome(payment.refused(error)) }
      throw journal.remembers ? error.resumable(service.pace.date()) : error
    }
    CrashPoint.createAnswered.reached()
    await noteOutcome(payment.adopted(task))
    CrashPoint.taskNoted.reached()
    return task
  }

  /// How the task of a payment is told from others.
  func search(
    for entry: JournalEntry, _ urls: (video: String, audio: String), _ known: Set<String>
  ) -> TaskSearch {
    let (journal, events) = (journal, events)
    return TaskSearch(
      video: urls.video, audio: urls.audio, type: entry.playbackType, start: entry.intendedAt, known: known,
      isForeign: { task in
        do {
          return try await journal.entry(task: task.id, at: entry.account).map { $0.job != entry.job }
            ?? false
        } catch {
          return false
        }
      },
      wasCharged: { await wasCharged(entry) },
      begins: {
        events?(.lookingFor(entry))
        CrashPoint.looking.reached()
      })
  }

  /// What a source is; not looked at where nothing is remembered.
  func content(
    of source: Source, _ inspection: SourceInspection, _ streams: PacketDigest.Streams
  ) async throws -> ContentIdentity {
    guard journal.remembers else { return ContentIdentity(text: "unknown") }
    switch source {
    case .url(let url): return .url(url, link: inspection.link)
    case .file(let path):
      return .packets(try await inspector.digest(of: path, streams))
    }
  }

  /// What became of a payment is told to the user in any case; that it cannot be written down ends nothing.
  func noteOutcome(_ entry: JournalEntry) async {
    do {
      try await journal.note(entry)
    } catch {
      events?(.journalTrouble(error))
    }
  }

  /// A payment for a job, with the links that the service is given.
  static func payment(
    for job: JobIdentity, _ request: CheckRequest, _ urls: (video: String, audio: String),
    _ state: JournalEntry.State, at time: UnixTime
  ) -> JournalEntry {
    JournalEntry(
      id: newID, job: job.key, account: job.account,
      videoContent: job.video, audioContent: job.audio, playbackType: job.playbackType,
      video: request.video.shown, audio: request.audio.shown, videoURL: .init(urls.video),
      audioURL: .init(urls.audio), state: state, intendedAt: time)
  }

  /// A payment for a job as another key made it.
  static func payment(for job: JobIdentity, like other: JournalEntry) -> JournalEntry {
    JournalEntry(
      id: newID, job: job.key, account: job.account, videoContent: other.videoContent,
      audioContent: other.audioContent, playbackType: other.playbackType, video: other.video,
      audio: other.audio, videoURL: other.videoURL, audioURL: other.audioURL, state: .created,
      intendedAt: other.intendedAt, createdAt: other.paidAt)
  }

  private static var newID: String { hex((0..<6).map { _ in UInt8.random(in: .min ... .max) }) }
}
