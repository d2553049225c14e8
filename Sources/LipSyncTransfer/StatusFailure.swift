/// An error status and its Retry-After: the cause of a `status` error.
struct StatusFailure: Error, Sendable {
  let status: Int
  let retryAfter: Duration?

  /// The error for an answer whose body was needed.
  static func error(_ response: Response) -> TransferError {
    let cause = StatusFailure(status: response.status, retryAfter: response.retryAfter(now: secondsNow()))
    return TransferError(
      .status, subject: shortened(response.url),
      message: "the server answered with status \(response.status)",
      status: response.status, cause: cause)
  }
}
