internal import LipSyncTransfer

/// A create whose answer may be lost, and by what its task is told from others.
struct LostCreate: Sendable {
  /// The payment as it was planned: not before its moment was the create sent.
  var payment: JournalEntry
  /// What the service was given.
  var links: SentLinks

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
  ///
  /// - Parameters:
  ///   - isForeign: whether it is known to be another job's: services may leave the playback type out of account.
  ///   - known: tasks for these inputs that were there before.
  func judge(_ found: LipSyncTask?, isForeign: Bool, known: Set<String>) -> Sighting {
    guard let found else { return .nothing }
    let isOlder = found.createdAt.map { $0 + Self.tolerance < payment.intendedAt.seconds }
    if isForeign { return isOlder == true ? .nothing : .another(id: found.id) }
    if known.contains(found.id) { return .nothing }
    return known.isEmpty && found.status == .failed && isOlder == true ? .nothing : .task(found)
  }

  private static let tolerance = Defaults.clockTolerance.components.seconds

  // MARK: what is said of it

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
  func interrupted(_ cause: ServiceError) -> ServiceError {
    ServiceError(
      .cancelled, operation: .create, subject: subject,
      message: "interrupted while the task was being created: it may exist.", remedy: takeUp, sent: sent,
      cause: cause)
  }

  /// The turn could not be held, so it was not sent.
  func unsent(_ error: JournalError) -> ServiceError {
    ServiceError(
      .unreachable, operation: .create, subject: subject,
      message: "nothing was sent and nothing is paid: \(error).", remedy: error.remedy, cause: error)
  }

  /// What it is about, for messages.
  private var subject: String { shortened(links.video) }

  /// How to go on if a task may exist. It is found by its URLs alone: a local file that is uploaded again has
  /// another URL, and would be paid for again.
  private var takeUp: String {
    guard let sent else {
      return "Where both inputs are URLs, submit them again: their task is looked for before one is created. "
        + "Local files would be uploaded and paid for again: look for the task with the service first."
    }
    return
      "Do not send local files again, which would be paid for again. Submit \(sent.videoURL) and \(sent.audioURL) as "
      + "\(sent.playbackType): their task is looked for before one is created."
  }

  /// What was sent; nil if something in it is secret.
  private var sent: SentPair? {
    guard shortened(links.video) == links.video, shortened(links.audio) == links.audio else { return nil }
    return SentPair(videoURL: links.video, audioURL: links.audio, playbackType: payment.playbackType)
  }
}
