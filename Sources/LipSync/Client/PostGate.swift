internal import Synchronization

/// Admits POST requests so that the service's limit is kept to.
public protocol PostGate: Sendable {
  /// Nil where a request is admitted, and counted; else how long to wait before asking again.
  ///
  /// - Parameters:
  ///   - account: whose limit it is.
  ///   - limit: requests within any `window`.
  ///   - window: how long a request counts.
  func admit(_ account: String, limit: Int, window: Duration) async -> Duration?
}

/// Counts the requests of one process.
final class LocalPostGate: PostGate {
  private let admitted = Mutex<[String: [ContinuousClock.Instant]]>([:])
  private let now: @Sendable () -> ContinuousClock.Instant

  init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) { self.now = now }

  func admit(_ account: String, limit: Int, window: Duration) -> Duration? {
    let now = now()
    return admitted.withLock { admitted in
      var recent = admitted[account, default: []].filter { $0 + window > now }
      defer { admitted[account] = recent }
      guard recent.count >= limit, let oldest = recent.first else {
        recent.append(now)
        return nil
      }
      return oldest + window - now
    }
  }
}
