internal import Synchronization

/// The least that a download has to bring in each stretch of time. It is not the length of a download that is limited but
/// how little it may bring: a server that sends a byte now and then would keep us for ever.
final class DownloadPace: Sendable {
  /// Why a download was given up that would not end otherwise: the cause of a `timeout` that no further attempt mends.
  struct TooSlow: Error, Sendable {}

  private struct Stretch {
    var start: ContinuousClock.Instant
    var bytes: Int64 = 0
  }

  private let least: Int64
  private let time: Duration
  private let stretch: Mutex<Stretch>

  /// - Parameters:
  ///   - least: Bytes.
  ///   - time: In which they have to come.
  init(
    least: Int64 = TransferDefaults.downloadPace.bytes,
    in time: Duration = TransferDefaults.downloadPace.time,
    from start: ContinuousClock.Instant = .now
  ) {
    self.least = least
    self.time = time
    stretch = Mutex(Stretch(start: start))
  }

  /// Counts bytes that came; what is wrong, as a clause, at the end of a stretch that brought too little.
  func objection(after count: Int, at now: ContinuousClock.Instant = .now) -> String? {
    stretch.withLock { stretch in
      stretch.bytes += Int64(count)
      guard now - stretch.start >= time else { return nil }
      defer { stretch = Stretch(start: now) }
      guard stretch.bytes < least else { return nil }
      return "only \(stretch.bytes) bytes came in \((now - stretch.start).inSeconds) s, "
        + "at least \(least) in \(time.inSeconds) s are expected"
    }
  }

  /// Does not count a wait that the server asked for.
  func leaveOut(_ pause: Duration) { stretch.withLock { $0.start += pause } }
}
