internal import LipSyncTransfer

/// What is known after a create that failed.
enum CreateOutcome: Equatable {
  /// The service said no, or the journal did before it was asked; asking again changes nothing.
  case refused
  /// It is certain that no task was made; asking again is safe.
  case nothingCreated
  /// The service had too many requests; no task was made, as far as it says.
  case limited
  /// The service says itself that it failed, or did not take the request on; a task may exist all the same.
  case failed
  /// What became of the request nobody said; a task may exist.
  case lost
  /// The answer was not waited for: the service may still be at it.
  case unfinished
  /// A task may exist, and the caller wants no more.
  case interrupted

  /// HTTP statuses of a proxy that waited for the service no longer.
  private static let impatient: Set<Int> = [408, 504, 524]
  /// HTTP statuses of a proxy that did not get as far as the service, or of a service that takes nothing on.
  private static let unserved: Set<Int> = [503, 521, 522, 523]

  init(_ failure: ServiceError) {
    let transfer = failure.cause as? TransferError
    switch failure.code {
    case .rateLimited: self = .limited
    case .serverFault where failure.serviceCode != nil: self = .failed
    case .serverFault:
      let status = failure.status ?? 0
      self = Self.impatient.contains(status) ? .unfinished : Self.unserved.contains(status) ? .failed : .lost
    case .badAnswer: self = .lost
    case .cancelled: self = .interrupted
    case .uncertain: self = .lost
    case .unreachable where failure.cause is JournalError: self = .refused
    case .unreachable where transfer?.neverSent == true: self = .nothingCreated
    case .unreachable: self = transfer?.code == .timeout ? .unfinished : .lost
    default: self = .refused
    }
  }

  /// Whether a task may exist.
  var mayHaveCreated: Bool {
    switch self {
    case .refused, .nothingCreated, .limited: false
    case .failed, .lost, .unfinished, .interrupted: true
    }
  }

  /// Whether a run that searched for the full time and found no task may send the create again.
  func absenceCounts(_ configuration: ServiceConfiguration) -> Bool {
    switch self {
    case .failed: true
    case .lost: configuration.absenceTime <= configuration.lookupTime
    default: false
    }
  }
}
