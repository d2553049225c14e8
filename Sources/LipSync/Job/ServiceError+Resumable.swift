internal import LipSyncTransfer

/// How a job goes on where a task may exist, and a journal makes the same command safe.
extension ServiceError {
  private func with(message: String? = nil, remedy: String) -> ServiceError {
    ServiceError(
      code, operation: operation, subject: subject, message: message ?? self.message, remedy: remedy,
      serviceCode: serviceCode, status: status, retryAfter: retryAfter, taskID: taskID, cause: cause)
  }

  /// Where a task may exist, the journal makes the same command safe.
  func resumable(_ now: UnixTime) -> ServiceError {
    guard mayHavePaid else { return self }
    let look = "Run the same command again: it looks for the task before it sends or pays for anything."
    let later = later(now)
    return with(
      remedy: later.isEmpty
        ? look : look + " " + later + "--retry-failed sends it at once, which may pay for it twice.")
  }

  /// From when on the absence of the task counts.
  private func later(_ now: UnixTime) -> String {
    guard code == .uncertain, let wait = retryAfter else { return "" }
    return "From \((now + wait.components.seconds).iso8601) on it sends the job anew where none is there. "
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
      remedy: "Run the same command again, with the same links: it looks for the task first. " + later(now)
        + "--retry-failed sends the job again all the same, which may pay for it twice.")
  }
}
