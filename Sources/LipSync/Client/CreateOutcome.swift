internal import Transfer

/// What is known after a create that failed.
enum CreateOutcome: Equatable {
  /// The service said no, or the journal did before it was asked; asking again changes nothing.
  case refused
  /// It is certain that no task was made; asking again is safe.
  case nothingCreated
  /// The service had too many requests; no task was made, as far as it says.
  case limited
  /// The service is done with the request, and a task may exist.
  case lost
  /// The answer was not waited for: the service may still be at it.
  case unfinished
  /// A task may exist, and the caller wants no more.
  case interrupted

  /// HTTP statuses of a proxy that waited for the service no longer.
  private static let impatient: Set<Int> = [408, 504, 524]

  init(_ failure: ServiceError) {
    let transfer = failure.cause as? TransferError
    switch failure.code {
    case .rateLimited: self = .limited
    case .serverFault:
      let isImpatient = failure.serviceCode == nil && failure.status.map(Self.impatient.contains) ?? false
      self = isImpatient ? .unfinished : .lost
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
  var mayHaveCreated: Bool { self == .lost || self == .unfinished || self == .interrupted }
}
