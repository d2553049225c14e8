public import LipSyncTransfer

/// Speaks the service's API: looks at tasks, uploads files, reads the quota. Tasks are created by a `Job`, which has a journal.
///
/// Requests that cost nothing are repeated where that may help: after HTTP 5xx, 429, junk and broken connections, as often as
/// the retry policy says. A create is repeated only where the service's own word is that the one before made nothing, and the
/// task was looked for by its inputs and is not there.
public final class ServiceClient: Sendable {
  /// Where the service is.
  public let configuration: ServiceConfiguration
  let client: HTTPClient
  let retry: RetryPolicy
  let pace: Pace
  let gate: any PostGate
  let prefixes: ServicePrefixes
  let clock = ServiceClock()

  /// A client over a connection pool; the pool's address policy decides who may be talked to.
  ///
  /// - Parameters:
  ///   - configuration: the service's address and the key.
  ///   - client: the connection pool.
  ///   - retry: how often a request that broke is sent again.
  ///   - gate: keeps `configuration.postsPerMinute`; a journal keeps it for all processes that share it, and
  ///     without one this client keeps it for itself.
  public convenience init(
    _ configuration: ServiceConfiguration, client: HTTPClient, retry: RetryPolicy = .standard,
    gate: (any PostGate)? = nil
  ) {
    self.init(configuration, client: client, retry: retry, pace: .real, gate: gate)
  }

  init(
    _ configuration: ServiceConfiguration, client: HTTPClient, retry: RetryPolicy, pace: Pace,
    gate: (any PostGate)? = nil
  ) {
    self.configuration = configuration
    prefixes = ServicePrefixes(configuration.prefix)
    self.client = client
    self.retry = retry
    self.pace = pace
    self.gate = gate ?? LocalPostGate(now: pace.now)
  }

  /// Whose tasks are seen with this client.
  public var account: ServiceAccount { ServiceAccount(configuration) }

  /// A task, by its id.
  public func status(taskID: String) async throws(ServiceError) -> LipSyncTask {
    try await status(taskID: taskID, until: nil)
  }

  /// A task, by its id, with all attempts over by `end`.
  func status(taskID: String, until end: ContinuousClock.Instant?) async throws(ServiceError) -> LipSyncTask {
    let call = ServiceCall(operation: .status, subject: taskID, path: ["lip_sync_video", taskID])
    guard !taskID.isEmpty else {
      throw ServiceError(
        .notFound, operation: call.operation, subject: "(empty)", message: "a task id cannot be empty.",
        remedy: "Give the id that came with the task.")
    }
    let data = try await repeating(call, until: end)
    guard let task = LipSyncTask(wire: data, id: taskID, key: configuration.apiKey) else {
      throw badData(call, "a task with a status")
    }
    try demandUsable(task, call)
    guard task.id.lowercased() == taskID.lowercased() else {
      throw ServiceError(
        .badAnswer, operation: call.operation, subject: call.subject,
        message: "the answer tells of another task, "
          + "\(ServiceReply.shown(task.id, key: configuration.apiKey)).",
        remedy: "Check that no proxy in front of the service caches answers; report it if it persists.",
        serviceCode: 0)
    }
    return task
  }

  /// The latest task for the same inputs and playback type; nil where the service knows none.
  public func latest(videoURL: String, audioURL: String, playbackType: PlaybackType)
    async throws(ServiceError)
    -> LipSyncTask?
  {
    let call = ServiceCall(
      operation: .lookUp, subject: shortened(videoURL), path: ["lip_sync_video"],
      query: [
        ("video_url", videoURL), ("audio_url", audioURL), ("playback_type", playbackType.rawValue),
      ])
    let data: JSON
    do {
      data = try await repeating(call)
    } catch {
      // Only the envelope's own word counts: a bare HTTP 404 says that there is no such endpoint.
      if error.code == .notFound, error.serviceCode != nil { return nil }
      throw error
    }
    if case .null = data { return nil }
    guard data["task_id"] != nil, let task = LipSyncTask(wire: data, id: "", key: configuration.apiKey) else {
      throw badData(call, "a task with an id and a status")
    }
    try demandUsable(task, call)
    return task
  }

  /// The credits left.
  public func remainingQuota() async throws(ServiceError) -> Credits {
    let call = ServiceCall(operation: .quota, subject: "remaining_quota", path: ["user", "remaining_quota"])
    let data = try await repeating(call)
    guard let credits = data["remaining_quota"]?.numberText.flatMap(Credits.init(decimal:)) else {
      throw badData(call, "a number called remaining_quota")
    }
    return credits
  }

  func badData(_ call: ServiceCall, _ expected: String) -> ServiceError {
    ServiceError(
      .badAnswer, operation: call.operation, subject: call.subject,
      message: "the answer says success, but holds no data with \(expected).",
      remedy: "Try again; report it to the service's support if it persists.", serviceCode: 0)
  }
}
