internal import LipSyncTransfer

/// How the task of a create is told from others where the answer was lost.
struct TaskSearch: Sendable {
  var video: String
  var audio: String
  var type: PlaybackType
  /// Not before this moment was the create sent.
  var start = UnixTime.now
  /// Tasks for these inputs that were there before.
  var known: Set<String> = []
  /// Whether a task is known to be another job's: services may leave the playback type out of account.
  var isForeign: @Sendable (LipSyncTask) async -> Bool = { _ in false }
  /// Whether the quota fell since, and nothing else is known to have taken from it.
  var wasCharged: @Sendable () async -> Bool = { false }
  /// Told when the search begins.
  var begins: @Sendable () -> Void = {}
  /// Called right before each create is sent; what it throws keeps it from being sent.
  var willSend: @Sendable () async throws(ServiceError) -> Void = {}
  /// Told that the create that was sent last made no task, as far as can be known.
  var madeNothing: @Sendable (ServiceError) async -> Void = { _ in }
  /// Asked right before each create, for so long: until when its sender alone may send one; nil for no end.
  var hold: @Sendable (Duration) async throws(JournalError) -> ContinuousClock.Instant? = {
    (_) async throws(JournalError) -> ContinuousClock.Instant? in nil
  }

  /// What a look has shown.
  enum Sighting: Equatable {
    /// The task.
    case task(LipSyncTask)
    /// No task, or one of before.
    case nothing
    /// A newer task of another job, behind which this one may be.
    case another(id: String)
  }

  /// What a task that was found is to the create: a pure function.
  ///
  /// One that is `known` from before is not its task. Where nothing is known of before, one that is running or done serves as
  /// well: it is for the same inputs, and paid for. A failed one must not be older than the create.
  func judge(_ found: LipSyncTask, isForeign: Bool = false) -> Sighting {
    let isOlder = found.createdAt.map { $0 + Self.tolerance < start.seconds }
    if isForeign { return isOlder == true ? .nothing : .another(id: found.id) }
    if known.contains(found.id) { return .nothing }
    return known.isEmpty && found.status == .failed && isOlder == true ? .nothing : .task(found)
  }

  private static let tolerance = Defaults.clockTolerance.components.seconds

  /// Why it is not known whether a task exists.
  ///
  /// - Parameter wait: how long until it will be.
  func uncertain(_ lost: ServiceError, _ why: String, wait: Duration? = nil) -> ServiceError {
    ServiceError(
      .uncertain, operation: .create, subject: lost.subject,
      message:
        "the create was sent, but its answer was lost (\(lost.message)); whether a task exists could not "
        + "be found out (\(why)).",
      remedy: takeUp, serviceCode: lost.serviceCode, status: lost.status, retryAfter: wait, sent: sent,
      cause: lost)
  }

  /// The service shows no task, which means nothing yet.
  func absent(_ lost: ServiceError, after age: Duration, counts absence: Duration) -> ServiceError {
    uncertain(
      lost,
      "the service shows none \(age.components.seconds) s after it was sent, which counts from \(absence.components.seconds) s on",
      wait: max(absence - age, .seconds(1)))
  }

  /// The caller wanted no more while the answer was due.
  func interrupted(_ call: ServiceCall, cause: ServiceError) -> ServiceError {
    ServiceError(
      .cancelled, operation: call.operation, subject: call.subject,
      message: "interrupted while the task was being created: it may exist.", remedy: takeUp, sent: sent,
      cause: cause)
  }

  /// How to go on where a task may exist. It is found by its URLs alone: a local file that is uploaded again has
  /// another URL, and would be paid for again.
  private var takeUp: String {
    guard let sent else {
      return "Where both inputs are URLs, submit them again: their task is looked for before one is created. "
        + "Local files would be uploaded and paid for again: look for the task with the service first."
    }
    return
      "Do not send local files again, which would be paid for again. Submit \(sent.videoURL) and \(sent.audioURL) as "
      + "\(type): their task is looked for before one is created."
  }

  /// What was sent; nil where something in it is secret.
  private var sent: SentPair? {
    guard shortened(video) == video, shortened(audio) == audio else { return nil }
    return SentPair(videoURL: video, audioURL: audio, playbackType: type)
  }
}
