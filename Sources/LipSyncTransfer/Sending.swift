internal import Platform

extension HTTPClient {
  /// `send`, with retries after transient answers and failures: for requests that may be sent twice without harm.
  public func send(
    _ request: Request, retry: RetryPolicy,
    progress: (@Sendable (_ sent: Int64, _ received: Int64) -> Void)? = nil
  ) async throws(TransferError) -> Response {
    var attempt = 1
    while true {
      let outcome: Result<Response, TransferError>
      do throws(TransferError) {
        outcome = .success(try await send(request, progress: progress))
      } catch {
        outcome = .failure(error)
      }
      guard let pause = retry.delay(after: outcome, attempt: attempt) else { return try outcome.get() }
      attempt += 1
      try await wait(pause, for: request)
    }
  }

  /// Sleeps; cancelled, it throws as a cancelled transfer does.
  func wait(_ pause: Duration, for request: Request) async throws(TransferError) {
    do {
      try await Task.sleep(for: pause)
    } catch {
      throw TransferError(
        .cancelled, subject: shortened(request.url), message: "cancelled while waiting to try again")
    }
  }
}

extension RetryPolicy {
  /// `delay` for an outcome, with the current time and a random jitter.
  func delay(after outcome: Result<Response, TransferError>, attempt: Int) -> Duration? {
    let jitter = Double.random(in: 0...1)
    switch outcome {
    case .success(let response):
      return delay(
        afterAttempt: attempt, status: response.status, error: nil,
        retryAfter: response.retryAfter(now: secondsNow()),
        jitter: jitter)
    case .failure(let error):
      return delay(
        afterAttempt: attempt, status: error.status, error: error.code, retryAfter: nil, jitter: jitter)
    }
  }
}

/// Seconds since 1970.
func secondsNow() -> Int64 { Int64(time(nil)) }
