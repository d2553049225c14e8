/// How many requests each key may still send: a sliding window, the clock passed in.
struct RateWindow: Sendable {
  /// What came of a request.
  enum Decision: Equatable {
    /// Within the limit; so many more are.
    case allowed(remaining: Int)
    /// Beyond it; the next one is allowed after this many seconds.
    case refused(retryAfter: Int64)
  }

  let limit: Int
  let seconds: Int64
  private var requests: [String: [Int64]] = [:]

  init(limit: Int, seconds: Int64 = 60) {
    self.limit = limit
    self.seconds = seconds
  }

  mutating func request(key: String, at now: Int64) -> Decision {
    var recent = requests[key, default: []].filter { $0 > now - seconds }
    defer { requests[key] = recent }
    guard recent.count < limit else {
      return .refused(retryAfter: max(1, (recent.first ?? now) + seconds - now))
    }
    recent.append(now)
    return .allowed(remaining: limit - recent.count)
  }
}
