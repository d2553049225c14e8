public import Transfer

/// Speaks the service's API: creates tasks, looks at them, uploads files, reads the quota.
///
/// Requests that cost nothing are repeated where that may help. A create is repeated only where it is certain that
/// the one before made no task: an answer that was lost is first looked for by the inputs.
public final class ServiceClient: Sendable {
  /// Where the service is.
  public let configuration: ServiceConfiguration
  let client: HTTPClient
  let retry: RetryPolicy
  let pace: Pace

  /// A client over a connection pool; the pool's address policy decides who may be talked to.
  public convenience init(
    _ configuration: ServiceConfiguration, client: HTTPClient, retry: RetryPolicy = .standard
  ) {
    self.init(configuration, client: client, retry: retry, pace: .real)
  }

  init(_ configuration: ServiceConfiguration, client: HTTPClient, retry: RetryPolicy, pace: Pace) {
    self.configuration = configuration
    self.client = client
    self.retry = retry
    self.pace = pace
  }
}

extension ServiceClient {
  /// Creates a task for inputs that the service can fetch; costs credits.
  ///
  /// Where the answer is lost the task is looked for by its inputs. `previous` is what `latest` gave before: a task
  /// with that id is not mistaken for the new one.
  public func create(
    videoURL: String, audioURL: String, playbackType: PlaybackType, previous: LipSyncTask? = nil
  ) async throws(ServiceError) -> LipSyncTask { fatalError("not yet") }

  /// A task, by its id.
  public func status(taskID: String) async throws(ServiceError) -> LipSyncTask { fatalError("not yet") }

  /// The latest task for the same inputs and playback type; nil where the service knows none.
  public func latest(videoURL: String, audioURL: String, playbackType: PlaybackType)
    async throws(ServiceError)
    -> LipSyncTask?
  { fatalError("not yet") }

  /// Uploads a file and returns the URL by which the service fetches it (`asset_url`).
  public func upload(path: String, progress: (@Sendable (_ sent: Int64, _ total: Int64) -> Void)? = nil)
    async throws(ServiceError) -> String
  { fatalError("not yet") }

  /// The credits left.
  public func remainingQuota() async throws(ServiceError) -> Credits { fatalError("not yet") }

  /// Looks at a task until it succeeded or failed; a failed task is returned, not thrown.
  ///
  /// Throws `gaveUp` when `timeout` is over. Failures that may pass by are waited out until then. `justCreated`
  /// puts off the first look as the schedule says, and tolerates that the task is not known yet.
  public func wait(
    taskID: String, schedule: PollSchedule = .advised, timeout: Duration = Defaults.waitTimeout,
    justCreated: Bool = false, onState: (@Sendable (LipSyncTask) -> Void)? = nil
  ) async throws(ServiceError) -> LipSyncTask { fatalError("not yet") }
}
