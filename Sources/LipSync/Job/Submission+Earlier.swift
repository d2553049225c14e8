internal import LipSyncMedia
internal import LipSyncTransfer
internal import Platform

/// The task that a job has already: in the journal, at the service, or behind a create whose answer was not seen.
extension Submission {
  /// The task of these inputs that the service knows of and the journal does not: of another machine, of before, or of a
  /// create that the service refused and carried out all the same.
  func elsewhere(
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
  func withAnotherKey(_ request: CheckRequest, _ job: JobIdentity) async throws -> Earlier? {
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
  func knownURL(_ source: Source, _ content: ContentIdentity) async throws -> String? {
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
  func confirmed(_ entry: JournalEntry) async throws -> Earlier? {
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
  func letGo(_ entry: JournalEntry, isReplaced: Bool) async throws {
    var entry = entry
    if !isReplaced, !terms.retryFailed {
      let quota = service.configuration.isHere ? try? await service.remainingQuota() : nil
      guard let quota, let before = entry.quotaBefore, quota >= before else {
        throw ServiceError(
          .notFound, operation: .takeUp, subject: entry.taskID ?? entry.id,
          message:
            "this job was paid for at \(entry.paidAt.iso8601), and the service does not know its task any more.",
          remedy:
            "Check that the key belongs to the account that paid. Asked to retry, the job is sent anew, a new payment.",
          taskID: entry.taskID, settings: [.retryFailed])
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
  func found(
    _ entry: JournalEntry, _ request: CheckRequest, _ known: Set<String>
  ) async throws -> Earlier? {
    var entry = entry
    let configuration = service.configuration
    events?(.lookingFor(entry))
    let lost = ServiceError(
      .uncertain, operation: .create, subject: entry.video,
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
  func belied(
    _ last: JournalEntry?, _ request: CheckRequest, _ known: Set<String>
  ) async throws -> Earlier? {
    guard let last, last.state == .refused, !terms.retryFailed,
      .seconds(service.pace.date() - last.intendedAt) < service.configuration.absenceTime,
      await wasCharged(last)
    else { return nil }
    return try await found(last, request, known)
  }

  /// Whether the quota fell since a payment, and nothing else is known to have taken from it.
  func wasCharged(_ entry: JournalEntry) async -> Bool {
    guard let before = entry.quotaBefore, let now = try? await service.remainingQuota(), now < before
    else { return false }
    return await journal.isAlone(entry)
  }
}
