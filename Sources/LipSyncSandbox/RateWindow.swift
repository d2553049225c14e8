/// A number of requests within any minute: a sliding window.
struct RateWindow: RateLimit {
  let limit: Int
  let seconds: Int64
  private var requests: [String: [Int64]] = [:]

  init(limit: Int, seconds: Int64 = 60) {
    self.limit = limit
    self.seconds = seconds
  }

  mutating func request(key: String, at now: Int64) -> RateDecision {
    var recent = requests[key, default: []].filter { $0 > now - seconds }
    defer { requests[key] = recent }
    guard recent.count < limit else {
      return .refused(retryAfter: max(1, (recent.first ?? now) + seconds - now))
    }
    recent.append(now)
    return .allowed(remaining: limit - recent.count)
  }
}
