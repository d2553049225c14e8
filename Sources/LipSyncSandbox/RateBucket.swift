/// A token bucket: a burst of requests, refilled at a steady rate.
struct RateBucket: RateLimit {
  /// Requests a minute.
  let limit: Int
  /// Requests at once, after a rest.
  let burst: Int
  /// What a key has left, in sixtieths of a request, so that a second adds a whole number.
  private var left: [String: (sixtieths: Int, at: Int64)] = [:]

  init(minute: Int, burst: Int) {
    limit = minute
    self.burst = burst
  }

  mutating func request(key: String, at now: Int64) -> RateDecision {
    let full = burst * 60
    let before = left[key] ?? (full, now)
    let seconds = Int(min(max(0, now - before.at), Int64(full)))
    var sixtieths = min(full, before.sixtieths + seconds * limit)
    defer { left[key] = (sixtieths, now) }
    guard sixtieths >= 60 else {
      // A bucket that never fills has no time to wait for; a minute is the service's own unit.
      return .refused(retryAfter: limit > 0 ? Int64((60 - sixtieths + limit - 1) / limit) : 60)
    }
    sixtieths -= 60
    return .allowed(remaining: sixtieths / 60)
  }
}
