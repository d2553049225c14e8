internal import Synchronization

/// The least number of bytes a download has to receive in each period. It is not the duration of a download that is limited but
/// its slowness: a server that sends a byte now and then would keep us forever.
final class DownloadPace: Sendable {
  /// The cause of a `timeout` of a download that was too slow; another attempt would not help.
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
  ///   - time: The period in which they have to arrive.
  init(
    least: Int64 = TransferDefaults.downloadPace.bytes,
    in time: Duration = TransferDefaults.downloadPace.time,
    from start: ContinuousClock.Instant = .now
  ) {
    self.least = least
    self.time = time
    stretch = Mutex(Stretch(start: start))
  }

  /// Counts bytes received; what is wrong, as a clause, at the end of a period with too few.
  func objection(after count: Int, at now: ContinuousClock.Instant = .now) -> String? {
    stretch.withLock { stretch in
      stretch.bytes += Int64(count)
      guard now - stretch.start >= time else { return nil }
      defer { stretch = Stretch(start: now) }
      guard stretch.bytes < least else { return nil }
      return "only \(stretch.bytes) bytes arrived in \((now - stretch.start).inSeconds) s, "
        + "at least \(least) in \(time.inSeconds) s are expected"
    }
  }

  /// Does not count a wait that the server asked for.
  func leaveOut(_ pause: Duration) { stretch.withLock { $0.start += pause } }
}
