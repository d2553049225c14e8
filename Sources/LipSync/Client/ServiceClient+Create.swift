internal import LipSyncTransfer

extension ServiceClient {
  /// Creates a task for inputs that the service can fetch; costs credits, and no journal knows of it: `Job` is the way for
  /// users of the library.
  ///
  /// A create is sent a second time only where the service itself said that the first one failed or was not taken on, and only
  /// after looks at the service, by the task's inputs, that found no task of it for `ServiceConfiguration.lookupTime`. Where
  /// nobody said what became of the first, nothing is sent again: the error is `uncertain`, and a later call may look again
  /// (`latest`). `ServiceConfiguration.absenceTime` says when the absence of a task is taken for an answer.
  /// `previous` is what `latest` gave before, and `known` are ids of tasks for these inputs: a task with such an id is not
  /// mistaken for the new one.
  ///
  /// Cancelling stops all but a request that is under way: what it creates is paid for, so its answer is waited for, as
  /// long as `Defaults.serviceTimeout`, and the task is returned. The caller notices the cancellation afterwards.
  ///
  /// - Throws: `ServiceError`, with code `uncertain` where a task may exist.
  package func create(
    videoURL: String, audioURL: String, playbackType: PlaybackType, previous: LipSyncTask? = nil,
    known: Set<String> = []
  ) async throws(ServiceError) -> LipSyncTask {
    try await create(
      TaskSearch(
        video: videoURL, audio: audioURL, type: playbackType,
        known: known.union(previous.map { [$0.id] } ?? [])))
  }

  /// Creates the task that `search` is for, which also tells how to find it where the answer is lost.
  func create(_ search: TaskSearch) async throws(ServiceError) -> LipSyncTask {
    var call = ServiceCall(
      operation: .create, subject: shortened(search.video), method: .post,
      path: ["create_lip_sync_video"],
      body: .object([
        ("video_url", .string(search.video)), ("audio_url", .string(search.audio)),
        ("playback_type", .string(search.type.rawValue)),
      ]))
    var attempt = 1
    while true {
      // Whoever gives up while waiting for a place has paid nothing.
      try await admit(call)
      guard !Task.isCancelled else { throw ServiceError.cancelled(during: call) }
      try await search.willSend()
      // Last of all, so that no wait lies between it and the create.
      call.timeout = try await timeLeft(for: call, search)
      let failure: ServiceError
      switch await createOnce(call) {
      case .success(let task): return task
      case .failure(let error): failure = error
      }
      let outcome = CreateOutcome(failure)
      switch outcome {
      case .refused: throw failure
      case .nothingCreated: break
      case .interrupted: throw search.interrupted(call, cause: failure)
      case .limited:
        // A fall of the quota belies the word that nothing was taken on.
        if await search.wasCharged(), let task = try await find(search, lost: failure) { return task }
      case .failed, .lost, .unfinished:
        guard !Task.isCancelled else { throw search.interrupted(call, cause: failure) }
        search.begins()
        if let task = try await find(search, lost: failure) { return task }
        guard outcome.absenceCounts(configuration) else {
          throw search.absent(failure, after: configuration.lookupTime, counts: configuration.absenceTime)
        }
      }
      await search.madeNothing(failure)
      guard let delay = pause(after: failure, attempt: attempt) else {
        throw failure
      }
      try await sleep(delay, during: call)
      // Who says that there are too many requests may have been asked behind one who took this one.
      if outcome == .limited, case .task(let task)? = try? await look(search) { return task }
      attempt += 1
    }
  }

  /// How long a create may take, whose sender alone may send one only for a while: its answer is given up before somebody
  /// else may look for its task.
  private func timeLeft(
    for call: ServiceCall, _ search: TaskSearch
  ) async throws(ServiceError) -> Duration {
    do throws(JournalError) {
      let timeout = configuration.createTimeout
      guard let end = try await search.hold(timeout + Defaults.createMargin) else { return timeout }
      // Half of the margin is kept for what ends a request that is given up.
      let left = ContinuousClock.now.duration(to: end) - Defaults.createMargin / 2
      guard left >= Defaults.createMargin / 2 else {
        throw JournalError(
          .busy, subject: "of this job", message: "answered too late for a create to be sent.")
      }
      return min(timeout, left)
    } catch {
      throw ServiceError(
        .unreachable, operation: call.operation, subject: call.subject,
        message: "nothing was sent and nothing is paid: \(error).", remedy: error.remedy, cause: error)
    }
  }

  /// Sends the create in a task of its own, which no cancellation reaches.
  private func createOnce(_ call: ServiceCall) async -> Result<LipSyncTask, ServiceError> {
    await Task { () -> Result<LipSyncTask, ServiceError> in
      do throws(ServiceError) {
        let data = try await answer(to: call)
        guard let task = LipSyncTask(wire: data, key: configuration.apiKey) else {
          throw badData(call, "a task_id")
        }
        return .success(task)
      } catch {
        return .failure(error)
      }
    }.value
  }

  /// Looks for the task of a create whose answer was lost, until `lookupTime` after it was sent `age` ago; nil where the
  /// service, asked at the end of that time, knows of none, which by itself does not say that there is none. Throws
  /// `uncertain` where it does not even say that, or where the credits are fewer than before.
  func find(
    _ search: TaskSearch, age: Duration = .zero, lost: ServiceError
  ) async throws(ServiceError) -> LipSyncTask? {
    var trouble: String?
    for pause in Takeup.pauses(age: age, within: configuration.lookupTime) {
      do {
        if pause > .zero { try await pace.sleep(pause) }
        switch try await look(search) {
        case .task(let task): return task
        case .nothing: trouble = nil
        case .another(let id):
          trouble = "the service tells of task \(id) of the same inputs, which is another job's"
        }
      } catch {
        trouble = (error as? ServiceError)?.message ?? "interrupted"
        // What does not pass by itself is not waited for.
        guard (error as? ServiceError)?.isTransient == true else { break }
      }
    }
    if trouble == nil, await search.wasCharged() {
      trouble = "the service shows no task of it, but the credits are fewer than before"
    }
    if let trouble { throw search.uncertain(lost, trouble) }
    return nil
  }

  /// One look for the task of a create.
  private func look(_ search: TaskSearch) async throws(ServiceError) -> TaskSearch.Sighting {
    let found = try await latest(
      videoURL: search.video, audioURL: search.audio, playbackType: search.type)
    guard let found else { return .nothing }
    let isForeign = await search.isForeign(found)
    return search.judge(found, isForeign: isForeign)
  }
}
