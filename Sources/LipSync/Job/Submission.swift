internal import FoundationEssentials
internal import Media
internal import Transfer

/// From a pair that passed its check to its task: the one that was paid for before, or a new one.
///
/// What costs money is written down before it is done and after, under a turn that no other process has meanwhile. Wherever
/// a process dies between two steps, the next one finds the task or knows that there is none.
struct Submission: Sendable {
  let service: ServiceClient
  let inspector: Inspector
  let client: HTTPClient
  let journal: any Journal
  let terms: Job.Terms
  let events: (@Sendable (JobEvent) -> Void)?

  /// A task of the same job, and its payment where the journal keeps one.
  private typealias Earlier = (task: LipSyncTask, entry: JournalEntry?)

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
      if payment.wasSent, !CreateOutcome(error).mayHaveCreated { await noteOutcome(payment.refused(error)) }
      throw journal.remembers ? error.resumable(service.pace.date()) : error
    }
    CrashPoint.createAnswered.reached()
    await noteOutcome(payment.adopted(task))
    CrashPoint.taskNoted.reached()
    return task
  }

  /// How the task of a payment is told from others.
  private func search(
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

  /// The task of these inputs that the service knows of and the journal does not: of another machine, of before, or of a
  /// create that the service refused and carried out all the same.
  private func elsewhere(
    _ request: CheckRequest, _ job: JobIdentity, _ known: inout Set<String>
  ) async throws -> Earlier? {
    guard let video = try await knownURL(request.video, job.video),
      let audio = try await knownURL(request.audio, job.audio),
      let task = try await latest(video, audio, job.playbackType)
    else { return nil }
    known.insert(task.id)
    if let other = try await journal.entry(task: task.id, at: job.account) {
      // The same URLs led to something else when that task was paid for.
      guard other.job == job.key else { return nil }
      return (task, other)
    }
    var entry = Self.payment(
      for: job, request, (video, audio), .created, at: task.createdAt.map { UnixTime($0) } ?? .now)
    entry.createdAt = entry.intendedAt
    entry.adopt(task)
    await noteOutcome(entry)
    return (task, journal.remembers ? entry : nil)
  }

  /// The task of the same contents and type that was paid for with another key: of the same account, if the service shows it
  /// to this key.
  private func withAnotherKey(_ request: CheckRequest, _ job: JobIdentity) async throws -> Earlier? {
    let others = try await journal.entries(limit: Self.otherKeysLimit).filter { $0.isSameWork(as: job) }
    for other in others {
      guard let task = try await shown(other, request) else { continue }
      var entry = Self.payment(for: job, like: other)
      entry.adopt(task)
      await noteOutcome(entry)
      return (task, entry)
    }
    return nil
  }

  /// Payments that are looked through for those of other keys.
  private static let otherKeysLimit = 1000

  /// The task of another key's payment, where the service shows it to this one.
  private func shown(_ other: JournalEntry, _ request: CheckRequest) async throws -> LipSyncTask? {
    do {
      if let id = other.taskID { return try await service.status(taskID: id) }
      guard let video = other.videoURL.matching(request.video),
        let audio = other.audioURL.matching(request.audio)
      else { return nil }
      return try await service.latest(videoURL: video, audioURL: audio, playbackType: other.playbackType)
    } catch {
      // In whatever words the service says that this is not this key's to see.
      guard error.isTransient || error.code == .cancelled else { return nil }
      throw error
    }
  }

  /// The URL that the service would be given, or was given before, for a source; nil for a file that was never uploaded.
  private func knownURL(_ source: Source, _ content: ContentIdentity) async throws -> String? {
    switch source {
    case .url(let url): url
    case .file: try await journal.upload(of: content, at: service.account)?.assetURL
    }
  }

  /// Status by inputs is in none of the service's documents: where there is no such endpoint, nothing can be known, and a job
  /// that nobody remembers is a new one.
  private func latest(_ video: String, _ audio: String, _ type: PlaybackType) async throws -> LipSyncTask? {
    do {
      return try await service.latest(videoURL: video, audioURL: audio, playbackType: type)
    } catch {
      guard error.code == .notFound, error.serviceCode == nil else { throw error }
      return nil
    }
  }

  /// A task of the journal as the service tells of it now; nil where the service does not know it any more.
  private func confirmed(_ entry: JournalEntry) async throws -> Earlier? {
    var entry = entry
    guard let id = entry.taskID else { return nil }
    let age = Duration.seconds(service.pace.date() - entry.paidAt)
    for pause in Takeup.pauses(age: age, within: service.configuration.lookupTime) {
      try await service.pace.sleep(pause)
      if let task = try await status(id) {
        entry.adopt(task)
        await noteOutcome(entry)
        return (task, entry)
      }
    }
    return nil
  }

  /// Writes off a task that the service does not know any more. It was paid for, so another one is only paid for where it is
  /// asked for, or where the money is there again: a service on this machine that was started anew.
  private func letGo(_ entry: JournalEntry, isReplaced: Bool) async throws {
    var entry = entry
    if !isReplaced, !terms.retryFailed {
      let quota = service.configuration.isHere ? try? await service.remainingQuota() : nil
      guard let quota, let before = entry.quotaBefore, quota >= before else {
        throw ServiceError(
          .notFound, operation: "take up", subject: entry.taskID ?? entry.id,
          message:
            "this job was paid for at \(entry.paidAt.iso8601), and the service does not know its task any more.",
          remedy:
            "Check that the key belongs to the account that paid. --retry-failed sends the job anew, a new payment.",
          taskID: entry.taskID)
      }
    }
    entry.state = .gone
    await noteOutcome(entry)
  }

  /// A task by its id; nil where the service's envelope says that there is none. A bare HTTP 404 says too little.
  private func status(_ id: String) async throws -> LipSyncTask? {
    do {
      return try await service.status(taskID: id)
    } catch {
      guard error.code == .notFound, error.serviceCode != nil || terms.retryFailed else { throw error }
      return nil
    }
  }

  /// The task of a create whose answer was not seen; nil where there is none.
  private func found(
    _ entry: JournalEntry, _ request: CheckRequest, _ known: Set<String>
  ) async throws -> Earlier? {
    var entry = entry
    let configuration = service.configuration
    events?(.lookingFor(entry))
    let lost = ServiceError(
      .uncertain, operation: "create", subject: entry.video,
      message: "a create was sent at \(entry.intendedAt.iso8601), and its answer was not seen.", remedy: "")
    do {
      guard let video = entry.videoURL.matching(request.video),
        let audio = entry.audioURL.matching(request.audio)
      else { throw lost.unfindable }
      let search = search(for: entry, (video, audio), known)
      func age() -> Duration { .seconds(service.pace.date() - entry.intendedAt) }
      if let task = try await service.find(search, age: age(), lost: lost) {
        entry.adopt(task)
        await noteOutcome(entry)
        return (task, entry)
      }
      guard age() >= configuration.absenceTime else {
        throw search.absent(lost, after: age(), counts: configuration.absenceTime)
      }
    } catch let error as ServiceError {
      try Task.checkCancellation()
      guard terms.retryFailed else { throw error.askingToRetry(service.pace.date()) }
    }
    entry.state = .gone
    await noteOutcome(entry)
    return nil
  }

  /// The task of a create that the service refused a moment ago, where a fall of the quota says that it took it all the same.
  private func belied(
    _ last: JournalEntry?, _ request: CheckRequest, _ known: Set<String>
  ) async throws -> Earlier? {
    guard let last, last.state == .refused, !terms.retryFailed,
      .seconds(service.pace.date() - last.intendedAt) < service.configuration.absenceTime,
      await wasCharged(last)
    else { return nil }
    return try await found(last, request, known)
  }

  /// Whether the quota fell since a payment, and nothing else is known to have taken from it.
  private func wasCharged(_ entry: JournalEntry) async -> Bool {
    guard let before = entry.quotaBefore, let now = try? await service.remainingQuota(), now < before
    else { return false }
    return await journal.isAlone(entry)
  }

  /// The URL that the service is given: as it is, or that of the upload, which is made once for a content.
  private func publicURL(
    _ source: Source, _ content: ContentIdentity, _ subject: Subject
  ) async throws -> String {
    guard case .file(let path) = source else {
      if case .url(let url) = source { return url }
      return ""
    }
    let account = service.account
    let (journal, events) = (journal, events)
    let turn = try await journal.turn(on: "upload \(account.text) \(content.text)") {
      events?(.waitingForTurn)
    }
    defer { turn.release() }
    if let known = try await journal.upload(of: content, at: account), await isThere(known) {
      events?(.reusedUpload(subject, uploadedAt: known.at))
      return known.assetURL
    }
    @Sendable func note(_ url: String, _ bytes: Int64, isStored: Bool) async {
      guard shortened(url) == url else { return }
      // An upload that is forgotten costs nothing but time.
      try? await journal.note(
        UploadEntry(
          content: content, account: account, bytes: bytes, assetURL: url, isStored: isStored, at: .now))
    }
    let asset = try await service.upload(
      path: path, progress: { sent, total in events?(.uploading(subject, sent: sent, total: total)) },
      announced: { url, bytes in
        await note(url, bytes, isStored: false)
        CrashPoint.uploadAnnouncementNoted.reached()
      })
    CrashPoint.uploadSent.reached()
    await note(asset, try Self.size(of: path), isStored: true)
    CrashPoint.uploadNoted.reached()
    return asset
  }

  /// Whether an upload can be fetched, whole: its announcement may have been all that was done.
  private func isThere(_ upload: UploadEntry) async -> Bool {
    let look = Request(
      url: upload.assetURL, headers: [("Accept", "*/*"), ("Accept-Encoding", "identity")], range: 0...0,
      bodyLimit: 1 << 10, totalTimeout: Defaults.serviceTimeout)
    guard let answer = try? await client.send(look), (200..<300).contains(answer.status) else { return false }
    let length = answer.contentRange?.total ?? answer.header("Content-Length").flatMap { Int64($0) }
    return length.map { $0 == upload.bytes } ?? upload.isStored
  }

  /// What a source is; not looked at where nothing is remembered.
  private func content(
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
  private func noteOutcome(_ entry: JournalEntry) async {
    do {
      try await journal.note(entry)
    } catch {
      events?(.journalTrouble(error))
    }
  }

  private static func size(of path: String) throws -> Int64 { try FileSource(path: path).size ?? 0 }

  /// A payment for a job, with the links that the service is given.
  private static func payment(
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
  private static func payment(for job: JobIdentity, like other: JournalEntry) -> JournalEntry {
    JournalEntry(
      id: newID, job: job.key, account: job.account, videoContent: other.videoContent,
      audioContent: other.audioContent, playbackType: other.playbackType, video: other.video,
      audio: other.audio, videoURL: other.videoURL, audioURL: other.audioURL, state: .created,
      intendedAt: other.intendedAt, createdAt: other.paidAt)
  }

  private static var newID: String { hex((0..<6).map { _ in UInt8.random(in: .min ... .max) }) }
}

extension ServiceError {
  fileprivate func with(message: String? = nil, remedy: String) -> ServiceError {
    ServiceError(
      code, operation: operation, subject: subject, message: message ?? self.message, remedy: remedy,
      serviceCode: serviceCode, status: status, retryAfter: retryAfter, taskID: taskID, cause: cause)
  }

  /// Where a task may exist, the journal makes the same command safe.
  fileprivate func resumable(_ now: UnixTime) -> ServiceError {
    guard mayHavePaid else { return self }
    let look = "Run the same command again: it looks for the task before it sends or pays for anything."
    let later = later(now)
    return with(
      remedy: later.isEmpty
        ? look : look + " " + later + "--retry-failed sends it at once, which may pay for it twice.")
  }

  /// From when on the absence of the task counts.
  private func later(_ now: UnixTime) -> String {
    guard code == .uncertain, let wait = retryAfter else { return "" }
    return "From \((now + wait.components.seconds).iso8601) on it sends the job anew where none is there. "
  }

  /// A link with a signature is not kept, and the one at hand is another.
  fileprivate var unfindable: ServiceError {
    with(
      message: message
        + " It cannot be looked for: it was sent with a signed link that is not the one given now.",
      remedy: "")
  }

  fileprivate func askingToRetry(_ now: UnixTime) -> ServiceError {
    with(
      remedy: "Run the same command again, with the same links: it looks for the task first. " + later(now)
        + "--retry-failed sends the job again all the same, which may pay for it twice.")
  }
}
