internal import LipSyncTransfer

/// How a job goes on where a task may exist, and a journal makes the same command safe.
extension ServiceError {
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
      remedy: look + " " + later + "Asked to retry, it is sent at once, which may pay for it twice.",
      settings: [.retryFailed])
  }

  /// From when on the absence of the task counts.
  private func later(_ now: UnixTime) -> String {
    guard code == .uncertain, let wait = retryAfter else { return "" }
    return "From \((now + wait.components.seconds).iso8601) on it is sent anew where none is there. "
  }

  /// A link with a signature is not kept, and the one at hand is another.
  var unfindable: ServiceError {
    with(
      message: message
        + " It cannot be looked for: it was sent with a signed link that is not the one given now.",
      remedy: "")
  }

  func askingToRetry(_ now: UnixTime) -> ServiceError {
    with(
      remedy: "Send the same job again, with the same links: its task is looked for first. " + later(now)
        + "Asked to retry, it is sent all the same, which may pay for it twice.", settings: [.retryFailed])
  }
}
