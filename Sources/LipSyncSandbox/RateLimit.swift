/// How many requests each key may still send: a value, with the clock passed in.
protocol RateLimit: Sendable {
  /// The limit's name in answers.
  var limit: Int { get }
  mutating func request(key: String, at now: Int64) -> RateDecision
}

/// The decision about a request.
enum RateDecision: Equatable {
  /// Within the limit; this many more are allowed.
  case allowed(remaining: Int)
  /// Beyond it; the next one is allowed after this many seconds.
  case refused(retryAfter: Int64)
}

/// A fault's value: `20` is a window of a minute, `20/30` a bucket of 30 that fills again at 20 a minute.
func rateLimit(_ text: String) -> (any RateLimit)? {
  let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
  guard (1...2).contains(numbers.count), numbers.allSatisfy({ $0 >= 0 && $0 < 1 << 20 }) else { return nil }
  return numbers.count == 1
    ? RateWindow(limit: numbers[0]) : RateBucket(minute: numbers[0], burst: numbers[1])
}
