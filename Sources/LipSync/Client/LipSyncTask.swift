public import LipSyncMedia

/// Where a task stands, in the service's words; words that are not known here are kept as they came.
public struct TaskStatus: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  /// The word, lower case.
  public let rawValue: String

  /// Any word; case does not matter.
  public init(rawValue: String) { self.rawValue = rawValue.lowercased() }

  /// Waiting for its turn.
  public static let pending = TaskStatus(rawValue: "pending")
  /// Being worked on.
  public static let processing = TaskStatus(rawValue: "processing")
  /// Done; other video types of the service say `completed`.
  public static let success = TaskStatus(rawValue: "success")
  /// Over, without a result.
  public static let failed = TaskStatus(rawValue: "failed")

  /// Whether nothing more will happen.
  public var isTerminal: Bool { self == .success || self == .failed }

  /// Whether the word is one of the four that are known.
  public var isKnown: Bool { isTerminal || self == .pending || self == .processing }

  /// Other services' words, and those of the service's other videos, for an end with a result.
  private static let goodEnds: Set<String> = [
    "completed", "complete", "succeeded", "successful", "done", "finished",
  ]
  /// The same for an end without one.
  private static let badEnds: Set<String> = [
    "failure", "error", "errored", "canceled", "cancelled", "expired", "rejected", "aborted", "timeout",
    "timed_out",
  ]

  /// What a word means beside what came with it: a pure function. One that is not known, and comes with nothing that only an end
  /// has, stays what it is, and is waited on.
  func meant(hasResult: Bool, hasError: Bool, isCompleted: Bool) -> TaskStatus {
    if isKnown || !(hasResult || hasError || isCompleted) { return self }
    if Self.badEnds.contains(rawValue) { return .failed }
    if hasResult { return .success }
    return hasError || !Self.goodEnds.contains(rawValue) ? .failed : .success
  }

  /// The word.
  public var description: String { rawValue }
}

/// A lip-sync task as the service tells of it.
public struct LipSyncTask: Sendable, Equatable {
  /// The service's id.
  public var id: String
  /// Where it stands.
  public var status: TaskStatus
  /// Unix seconds; nil where the service did not say.
  public var createdAt: Int64?
  /// Unix seconds; nil while it is not over.
  public var completedAt: Int64?
  /// Where the finished video is.
  public var resultURL: String?
  /// Where the picture for it is.
  public var coverURL: String?
  /// The length that the service reports.
  public var reportedDuration: MediaTime?
  /// Why it failed, in the service's words.
  public var errorMessage: String?

  /// Names a task.
  package init(
    id: String, status: TaskStatus, createdAt: Int64? = nil, completedAt: Int64? = nil,
    resultURL: String? = nil, coverURL: String? = nil, reportedDuration: MediaTime? = nil,
    errorMessage: String? = nil
  ) {
    self.id = id
    self.status = status
    self.createdAt = createdAt
    self.completedAt = completedAt
    self.resultURL = resultURL
    self.coverURL = coverURL
    self.reportedDuration = reportedDuration
    self.errorMessage = errorMessage
  }

  /// Why a failed task failed, with a remedy and exit code 2; nil for any other state.
  public var failure: ServiceError? {
    guard status == .failed else { return nil }
    let cause = FailureCause(errorMessage)
    return ServiceError(
      .taskFailed, operation: .task, subject: id,
      message: "the service failed the task: \(cause.sentence)"
        + (errorMessage.map { " (in its words: \($0))." } ?? "."),
      remedy: cause.remedy, taskID: id)
  }
}
