internal import LipSync
internal import LipSyncTransfer
internal import Platform

/// What happens to a job after a failure: a pure function of the failure and of how often the job was tried.
package enum BatchFate: Sendable, Equatable {
  /// It is tried again after a while; `counts` says whether this was an attempt.
  case again(after: Duration, counts: Bool)
  /// It is given up.
  case failed
  /// The same would happen to every job of this worker: it stops.
  case stops

  /// The pause after the first attempt; doubled after each further one.
  static let base = Duration.seconds(5)
  /// No pause is longer.
  static let ceiling = Duration.seconds(600)
  /// The longest pause between lookups of a task whose create was not answered.
  static let longestLook = Duration.seconds(120)
  /// The pause if the service is rate limiting and does not say for how long.
  static let rateLimitPause = Duration.seconds(60)

  /// - Parameters:
  ///   - attempt: the attempt that failed, from 1.
  ///   - limit: attempts at most.
  ///   - wasSeen: whether the service told of the job's task before: that it does not now may pass.
  package init(after error: any Error, attempt: Int, limit: Int, wasSeen: Bool = false) {
    switch error {
    case let error as ServiceError where error.code == .notFound && wasSeen: self = Self.later(attempt, limit)
    case let error as ServiceError: self.init(error, attempt, limit)
    case let error as JobInterruption:
      self.init(after: error.cause, attempt: attempt, limit: limit, wasSeen: wasSeen)
    case is CancellationError: self = .again(after: .zero, counts: false)
    case let error as TransferError where error.code == .file || error.code == .diskFull: self = .stops
    // Another worker, or another process that writes, was in the way.
    case let error as JournalError where error.code == .busy: self = Self.later(attempt, limit)
    // If neither results nor the ledger can be written, nothing can be done.
    case is CocoaError, is POSIXError, is JournalError: self = .stops
    default: self = Self.later(attempt, limit)
    }
  }

  private init(_ error: ServiceError, _ attempt: Int, _ limit: Int) {
    switch error.code.known {
    case .rateLimited: self = .again(after: error.retryAfter ?? Self.rateLimitPause, counts: false)
    case .serverFault, .unreachable, .badAnswer: self = Self.later(attempt, limit)
    case .uncertain:
      // It resolves by itself: after a while the task is found, or counts as not created.
      if let wait = error.retryAfter {
        self = .again(after: min(wait, Self.longestLook), counts: false)
      } else {
        self = Self.later(attempt, limit)
      }
    case .configuration, .key, .permission, .credits: self = .stops
    case .parameter, .notFound, .refused, .file, .taskFailed, .gaveUp: self = .failed
    case .cancelled: self = .again(after: .zero, counts: false)
    }
  }

  /// Whether a failure stops a worker by a word about its key: a second question tells whether it is meant.
  static func doubtsKey(_ error: any Error) -> Bool {
    let error = (error as? JobInterruption)?.cause ?? error
    return [.key, .permission].contains((error as? ServiceError)?.code)
  }

  /// Another attempt, if there is one left.
  static func later(_ attempt: Int, _ limit: Int) -> BatchFate {
    guard attempt < limit else { return .failed }
    let factor = 1 << min(max(attempt - 1, 0), 10)
    return .again(after: min(base * factor, ceiling), counts: true)
  }
}
