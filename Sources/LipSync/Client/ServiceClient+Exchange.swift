internal import LipSyncTransfer
internal import Logging

extension ServiceClient {
  /// Sends a request once, when the service's limit leaves room for it, and reads the answer.
  func once(_ call: ServiceCall) async throws(ServiceError) -> JSON {
    try await admit(call)
    return try await answer(to: call)
  }

  /// Sends a request that was admitted, and reads the answer. Where there is no such endpoint, the other prefix is tried.
  func answer(to call: ServiceCall) async throws(ServiceError) -> JSON {
    let end = pace.now() + call.timeout
    let prefix = prefixes.prefix(for: call.operation)
    let answer = await answer(to: call, under: prefix)
    guard answer.isMissingEndpoint, let other = prefixes.alternative(to: prefix, for: call.operation) else {
      return try answer.get()
    }
    client.logger.debug("\(call.operation): nothing at \(prefix), trying \(other)")
    var again = call
    again.timeout = max(.milliseconds(1), end - pace.now())
    let second = await self.answer(to: again, under: other)
    if second.isMissingEndpoint { prefixes.missed(call.operation) }
    return try (second.isFromTheService ? second : answer).get()
  }

  private func answer(to call: ServiceCall, under prefix: String) async -> Result<JSON, ServiceError> {
    do throws(TransferError) {
      let response = try await client.send(call.request(configuration, under: prefix))
      clock.read(response, now: pace.date())
      let answer = ServiceReply.read(response, to: call, key: configuration.apiKey)
      if answer.isFromTheService { prefixes.found(call.operation, under: prefix) }
      return answer
    } catch {
      return .failure(ServiceError(error, during: call))
    }
  }

  /// Waits until the service's limit leaves room for one more POST request.
  func admit(_ call: ServiceCall) async throws(ServiceError) {
    guard call.method == .post, let limit = configuration.postsPerMinute else { return }
    while let wait = await gate.admit(account.text, limit: limit, window: Defaults.postWindow) {
      try await sleep(max(wait, .milliseconds(10)), during: call)
    }
  }

  /// Sends a request that may be repeated, as often as the retry policy allows and until `end`, which is waited for by no
  /// attempt and no pause.
  func repeating(_ call: ServiceCall, until end: ContinuousClock.Instant? = nil) async throws(ServiceError)
    -> JSON
  {
    var call = call
    let allowed = call.timeout
    var attempt = 1
    while true {
      // No time at all would mean no limit.
      if let end { call.timeout = max(.milliseconds(1), min(allowed, end - pace.now())) }
      let failure: ServiceError
      do {
        return try await once(call)
      } catch {
        failure = error
      }
      guard failure.isTransient, let delay = pause(after: failure, attempt: attempt),
        end.map({ pace.now() + delay < $0 }) ?? true
      else { throw failure }
      client.logger.debug(
        "\(call.operation): \(failure.message) Attempt \(attempt + 1) in \(delay / .milliseconds(1)) ms.")
      try await sleep(delay, during: call)
      attempt += 1
    }
  }

  /// How long to wait before the next attempt; nil to give up.
  func pause(after failure: ServiceError, attempt: Int) -> Duration? {
    let status = failure.statusForRetry
    let broken = status == nil ? (failure.cause as? TransferError)?.code : nil
    guard attempt < retry.attempts,
      let advised = retry.delay(
        afterAttempt: attempt, status: status, error: broken, retryAfter: failure.retryAfter,
        jitter: pace.jitter())
    else { return nil }
    guard failure.code == .rateLimited else { return advised }
    // The limit is counted over a minute, and the newer generation does not say how much of it is left.
    let steps = Defaults.rateLimitPauses
    let asked = failure.retryAfter ?? steps[min(attempt, steps.count) - 1]
    return asked > Defaults.longestRetryAfter ? nil : max(asked, advised)
  }

  func sleep(_ duration: Duration, during call: ServiceCall) async throws(ServiceError) {
    do {
      try await pace.sleep(duration)
    } catch {
      throw ServiceError.cancelled(during: call)
    }
  }
}

extension ServiceError {
  /// The HTTP status that says the same as the envelope, which comes beside a 200; nil where no answer came.
  var statusForRetry: Int? {
    switch code {
    case .rateLimited: 429
    case .serverFault: 503
    case .badAnswer: 502
    case .unreachable: nil
    default: status
    }
  }

  static func cancelled(during call: ServiceCall) -> ServiceError {
    ServiceError(
      .cancelled, operation: call.operation, subject: call.subject, message: "interrupted.",
      remedy: "Run the same again to continue.")
  }

  init(_ error: TransferError, during call: ServiceCall) {
    let (code, remedy, settings): (Code, String, [Setting]) =
      switch error.code.known {
      case .badURL: (.configuration, "Check the base URL.", [.baseURL])
      case .cancelled: (.cancelled, "Run the same again to continue.", [])
      case .file, .diskFull: (.file, "Check that the file is there and can be read.", [])
      case .forbiddenAddress:
        (
          .unreachable, "Allow private addresses if the service is meant to be in a private network.",
          [.privateAddresses]
        )
      case .tls:
        (.unreachable, "Check the clock and the certificates of this machine, and the base URL.", [.baseURL])
      case .redirect: (.refused, "Set the base URL to where the service is now.", [.baseURL])
      case .badAnswer, .truncated, .tooLarge, .status:
        (
          .badAnswer, "Check the base URL, and that no proxy or login page stands before the service.",
          [.baseURL]
        )
      case .unresolvable, .unreachable, .timeout:
        (.unreachable, "Check the network and the base URL, then try again.", [.baseURL])
      case .fault: (.unreachable, "Try again; report it if it persists.", [])
      }
    self.init(
      code, operation: call.operation, subject: call.subject, message: "no usable answer: \(error.message).",
      remedy: remedy, status: error.status, settings: settings, cause: error)
  }
}
