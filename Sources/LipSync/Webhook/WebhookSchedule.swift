/// When an event that was not taken is posted again: pure functions of what happened.
enum WebhookSchedule {
  /// Pauses that grow: seconds, minutes, then hours. The last one is repeated.
  static let pauses: [Duration] = [1, 5, 15, 60, 300, 900, 1800, 3600, 7200].map { .seconds($0) }

  /// The pause before the next attempt; nil where none follows: the receiver wants no more, or the time is over.
  ///
  /// - Parameters:
  ///   - attempt: the attempt that failed, from 1.
  ///   - status: its HTTP status; nil where no answer came.
  ///   - retryAfter: for how long the receiver asks to wait.
  ///   - left: how much of the time for all attempts is left.
  static func pause(after attempt: Int, status: Int?, retryAfter: Duration?, left: Duration) -> Duration? {
    // Gone: the receiver says that it will never want it.
    guard status != 410 else { return nil }
    let own = pauses[min(max(attempt, 1), pauses.count) - 1]
    let pause = max(own, retryAfter ?? .zero)
    return pause <= left ? pause : nil
  }
}
