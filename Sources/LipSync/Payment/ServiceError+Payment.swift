internal import LipSyncTransfer

extension ServiceError {
  /// Whether it was a create that may have made a task all the same.
  public var mayHavePaid: Bool {
    operation.pays && CreateOutcome(self).mayHaveCreated
  }

  /// What a command that ends with this error exits with.
  package var exitCode: ExitStatus {
    switch code.known {
    case .configuration: .usage
    case .file: .failedCheck
    case .taskFailed: .taskFailed
    case .gaveUp: .gaveUp
    case .cancelled: .interrupted
    // A create that the journal kept from being sent.
    case .unreachable where cause is JournalError: (cause as? JournalError)?.exitCode ?? .service
    case .key, .permission, .credits, .rateLimited, .parameter, .notFound, .refused, .serverFault,
      .unreachable,
      .badAnswer, .uncertain:
      .service
    }
  }
}

/// What is said if a payment was made before, or may have been; with a journal the same command is safe.
extension ServiceError {
  /// An earlier create of which the journal knows no more than that it was about to be sent.
  static func answerNotSeen(_ entry: JournalEntry) -> ServiceError {
    ServiceError(
      .uncertain, operation: .create, subject: entry.video,
      message: "a create was sent at \(entry.intendedAt.iso8601), and its answer was not seen.", remedy: "")
  }

  /// A task that was paid for, and that the service does not know any more.
  static func vanished(_ entry: JournalEntry) -> ServiceError {
    ServiceError(
      .notFound, operation: .takeUp, subject: entry.taskID ?? entry.id,
      message:
        "this job was paid for at \(entry.paidAt.iso8601), and the service does not know its task any more.",
      remedy:
        "Check that the key belongs to the account that paid. If a retry is asked for, the job is sent again, which is a new payment.",
      taskID: entry.taskID, settings: [.retryFailed])
  }

  private func with(message: String? = nil, remedy: String, settings: [Setting] = []) -> ServiceError {
    ServiceError(
      code, operation: operation, subject: subject, message: message ?? self.message, remedy: remedy,
      serviceCode: serviceCode, status: status, retryAfter: retryAfter, taskID: taskID, settings: settings,
      cause: cause)
  }

  /// Where a task may exist, the journal makes the same command safe.
  func resumable(_ now: UnixTime) -> ServiceError {
    guard mayHavePaid else { return self }
    let look = "Send the same job again: its task is looked for before anything is sent or paid for."
    let later = later(now)
    guard !later.isEmpty else { return with(remedy: look) }
    return with(
      remedy: look + " " + later + "If a retry is asked for, it is sent at once, which may pay for it twice.",
      settings: [.retryFailed])
  }

  /// From when on the absence of the task counts.
  private func later(_ now: UnixTime) -> String {
    guard code == .uncertain, let wait = retryAfter else { return "" }
    return "From \((now + wait.components.seconds).iso8601) on it is sent again if there is none. "
  }

  /// A link with a signature is not kept, and the one at hand is another.
  var unfindable: ServiceError {
    with(
      message: message
        + " It cannot be looked for: it was sent with a signed link that is not the one given now.",
      remedy: "")
  }

  /// It could not be found out whether there is a task: what the user may do.
  func askingToRetry(_ now: UnixTime) -> ServiceError {
    with(
      remedy: "Send the same job again, with the same links: its task is looked for first. " + later(now)
        + "If a retry is asked for, it is sent all the same, which may pay for it twice.",
      settings: [.retryFailed])
  }
}
