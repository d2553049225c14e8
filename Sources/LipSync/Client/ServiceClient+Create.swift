internal import Transfer

extension ServiceClient {
  /// Creates a task for inputs that the service can fetch; costs credits.
  ///
  /// Repeated without a look only where it is certain that nothing was created: the rate limit, or no connection.
  /// Where the answer is lost the task is looked for by its inputs. `previous` is what `latest` gave before, and `known` are
  /// ids of tasks for these inputs: a task with such an id is not mistaken for the new one.
  ///
  /// Cancelling stops all but a request that is under way: what it creates is paid for, so its answer is waited for, as
  /// long as `Defaults.serviceTimeout`, and the task is returned. The caller notices the cancellation afterwards.
  public func create(
    videoURL: String, audioURL: String, playbackType: PlaybackType, previous: LipSyncTask? = nil,
    known: Set<String> = []
  ) async throws(ServiceError) -> LipSyncTask {
    let known = known.union(previous.map { [$0.id] } ?? [])
    let call = ServiceCall(
      operation: "create", subject: shortened(videoURL), method: .post,
      path: ["create_lip_sync_video"],
      body: .object([
        ("video_url", .string(videoURL)), ("audio_url", .string(audioURL)),
        ("playback_type", .string(playbackType.rawValue)),
      ]))
    let inputs = (video: videoURL, audio: audioURL, type: playbackType)
    let start = UnixTime.now
    var attempt = 1
    while true {
      guard !Task.isCancelled else { throw ServiceError.cancelled(during: call) }
      let failure: ServiceError
      switch await createOnce(call) {
      case .success(let task): return task
      case .failure(let error): failure = error
      }
      switch CreateOutcome(failure) {
      case .refused: throw failure
      case .nothingCreated: break
      case .interrupted: throw interrupted(call, inputs, cause: failure)
      case .lost:
        guard !Task.isCancelled else { throw interrupted(call, inputs, cause: failure) }
        if let task = try await find(inputs, notBefore: start, known: known, lost: failure) {
          return task
        }
      }
      guard let delay = pause(after: failure, attempt: attempt) else {
        throw failure
      }
      try await sleep(delay, during: call)
      attempt += 1
    }
  }

  /// Sends the create in a task of its own, which no cancellation reaches.
  private func createOnce(_ call: ServiceCall) async -> Result<LipSyncTask, ServiceError> {
    await Task { () -> Result<LipSyncTask, ServiceError> in
      do throws(ServiceError) {
        let data = try await once(call)
        guard let task = LipSyncTask(wire: data, key: configuration.apiKey) else {
          throw badData(call, "a task_id")
        }
        return .success(task)
      } catch {
        return .failure(error)
      }
    }.value
  }

  private func interrupted(
    _ call: ServiceCall, _ inputs: (video: String, audio: String, type: PlaybackType), cause: ServiceError
  ) -> ServiceError {
    ServiceError(
      .cancelled, operation: call.operation, subject: call.subject,
      message: "interrupted while the task was being created: it may exist.",
      remedy: Self.takeUp(inputs.video, inputs.audio, inputs.type), cause: cause)
  }

  /// How to go on where a task may exist. It is found by its URLs alone: a local file that is uploaded again has
  /// another URL, and would be paid for again.
  static func takeUp(_ video: String, _ audio: String, _ type: PlaybackType) -> String {
    let same = "it looks for the task of these URLs before it creates one."
    guard shortened(video) == video, shortened(audio) == audio else {
      return "Where both inputs are URLs, run the same command again: \(same) "
        + "Local files would be uploaded and paid for again: look for the task with the service first."
    }
    return "Do not send local files again, which would be paid for again. "
      + "Run lipflight submit '\(video)' '\(audio)' --playback-type \(type.rawValue): \(same)"
  }

  /// Looks for the task of a create whose answer was lost; nil where the service says several times that there is
  /// none. Throws `uncertain` where that cannot be found out.
  func find(
    _ inputs: (video: String, audio: String, type: PlaybackType), notBefore start: UnixTime,
    known: Set<String>, pauses: [Duration] = Defaults.lookupPauses, lost: ServiceError
  ) async throws(ServiceError) -> LipSyncTask? {
    for pause in pauses {
      do {
        // The service may still be writing down what it accepted: each look comes later than the one before.
        if pause > .zero { try await pace.sleep(pause) }
        let found = try await latest(
          videoURL: inputs.video, audioURL: inputs.audio, playbackType: inputs.type)
        if let found, CreateOutcome.isNew(found, notBefore: start, known: known) { return found }
      } catch {
        throw ServiceError(
          .uncertain, operation: "create", subject: lost.subject,
          message:
            "the create was sent, but its answer was lost (\(lost.message)); whether a task exists could not "
            + "be found out (\((error as? ServiceError)?.message ?? "interrupted")).",
          remedy: Self.takeUp(inputs.video, inputs.audio, inputs.type),
          serviceCode: lost.serviceCode, status: lost.status, cause: lost)
      }
    }
    return nil
  }
}

/// What is known after a create that failed.
enum CreateOutcome: Equatable {
  /// The service said no; asking again changes nothing.
  case refused
  /// It is certain that no task was made; asking again is safe.
  case nothingCreated
  /// A task may exist.
  case lost
  /// A task may exist, and the caller wants no more.
  case interrupted

  init(_ failure: ServiceError) {
    switch failure.code {
    case .rateLimited: self = .nothingCreated
    case .serverFault, .badAnswer: self = .lost
    case .cancelled: self = .interrupted
    case .uncertain: self = .lost
    case .unreachable:
      self = (failure.cause as? TransferError)?.neverSent == true ? .nothingCreated : .lost
    default: self = .refused
    }
  }

  /// Whether a task that was found is the one whose creation was not confirmed.
  ///
  /// One that is `known` from before is not. Where nothing is known of before, one that is running or done serves as well: it
  /// is for the same inputs, and paid for. A failed one must not be older than the request.
  static func isNew(_ found: LipSyncTask, notBefore start: UnixTime, known: Set<String>) -> Bool {
    guard known.isEmpty else { return !known.contains(found.id) }
    guard found.status == .failed else { return true }
    let tolerance = Defaults.clockTolerance.components.seconds
    return found.createdAt.map { $0 + tolerance >= start.seconds } ?? true
  }
}
