internal import CCurl

/// When to try again and after how long: a pure function of the attempt and what happened.
///
/// Only for requests that may be sent twice without harm; the policy cannot know.
public struct RetryPolicy: Sendable, Hashable {
  /// One attempt.
  public static let none = RetryPolicy(attempts: 1)
  /// Four attempts, half a second to start with.
  public static let standard = RetryPolicy(attempts: 4)

  /// Attempts in all, the first included. Downloads count only those that made hardly any progress.
  public var attempts: Int
  /// The longest wait after the first attempt; doubled after each further one.
  public var base: Duration
  /// No wait is longer, whatever the server asks for.
  public var ceiling: Duration

  /// A policy.
  public init(attempts: Int, base: Duration = .milliseconds(500), ceiling: Duration = .seconds(30)) {
    self.attempts = attempts
    self.base = base
    self.ceiling = ceiling
  }

  /// Statuses that another attempt may change: time-outs, rate limits, early data, and temporary server errors.
  package static let transientStatuses: Set<Int> = [408, 425, 429, 500, 502, 503, 504]

  /// Failures of the connection that another attempt may change.
  package static let transientErrors: Set<TransferError.Code> = [.unreachable, .timeout, .truncated]

  /// Whether the failure may be transient.
  package static func isTransient(status: Int?, error: TransferError.Code?) -> Bool {
    if let error, error != .status { return transientErrors.contains(error) }
    return status.map(transientStatuses.contains) ?? false
  }

  /// Failures after which a later run may continue a download with the bytes it has.
  static let passingErrors: Set<TransferError.Code> = transientErrors.union([
    .unresolvable, .tls, .diskFull, .cancelled,
  ])

  /// Refusals that another URL of the same object may change, for signed URLs expire: Google says it with 400, Dropbox with
  /// 410, the others with 403.
  static let expiredStatuses: Set<Int> = [400, 401, 403, 410]

  /// Whether the part of a download that ended like this is worth keeping.
  static func keepsPart(after error: TransferError) -> Bool {
    guard error.code == .status, let status = error.status else { return passingErrors.contains(error.code) }
    return expiredStatuses.contains(status) || transientStatuses.contains(status)
      || (500..<600).contains(status)
  }

  /// The time to wait before attempt `attempt + 1` (the first is 1), or nil to give up.
  ///
  /// - Parameters:
  ///   - attempt: The attempt that just ended, from 1.
  ///   - status: The HTTP status, if an answer came.
  ///   - error: The failure, if none came.
  ///   - retryAfter: What the server asked for; see `retryAfter(_:now:)`.
  ///   - jitter: A random number in 0...1, so that many clients do not come back at once.
  package func delay(
    afterAttempt attempt: Int, status: Int?, error: TransferError.Code?, retryAfter: Duration?, jitter: Double
  ) -> Duration? {
    guard attempt < attempts, Self.isTransient(status: status, error: error) else { return nil }
    if let retryAfter { return min(max(.zero, retryAfter), ceiling) }
    let doubled = base * (1 << min(max(attempt - 1, 0), 20))
    return min(doubled, ceiling) * (0.5 + 0.5 * min(max(jitter, 0), 1))
  }

  /// Reads `Retry-After`: whole seconds, or an HTTP date against the clock passed in (seconds since 1970); nil if it is
  /// neither. A date that has passed gives zero.
  package static func retryAfter(_ value: String, now: Int64) -> Duration? {
    let text = value.filter { !$0.isWhitespace }
    if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      return .seconds(Int64(text) ?? Int64(Int32.max))
    }
    return httpDate(value).map { .seconds(max(0, $0 - now)) }
  }

  /// Reads an HTTP date in any of its three historic forms: seconds since 1970; nil for anything else.
  package static func httpDate(_ value: String) -> Int64? {
    let moment = curl_getdate(value, nil)
    return moment == -1 ? nil : Int64(moment)
  }
}

extension Response {
  /// What `Retry-After` asks for, at a clock of seconds since 1970; nil if absent or malformed.
  package func retryAfter(now: Int64) -> Duration? {
    header("Retry-After").flatMap { RetryPolicy.retryAfter($0, now: now) }
  }
}
