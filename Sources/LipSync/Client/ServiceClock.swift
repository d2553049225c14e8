internal import LipSyncTransfer
internal import Synchronization

/// How far the service's clock is from this machine's, by the `Date` of its answers.
final class ServiceClock: Sendable {
  private let offset = Mutex<Int64?>(nil)

  /// Seconds that the service's clock is ahead; negative where it is behind, nil where no answer told. Right to about a second
  /// and the time of an answer.
  var ahead: Int64? { offset.withLock { $0 } }

  /// Notes what an answer tells.
  func read(_ response: Response, now: UnixTime) {
    guard let date = response.serverDate else { return }
    offset.withLock { $0 = date - now.seconds }
  }

  /// The service's time at a moment of ours; ours where it does not tell, or where what it tells is no clock's.
  func time(at now: UnixTime) -> UnixTime {
    guard let ahead, Self.believable.contains(ahead) else { return now }
    return now + ahead
  }

  /// Clocks of machines that were never set are decades behind; beyond that a `Date` is a constant.
  private static let believable: ClosedRange<Int64> = -1_600_000_000...1_600_000_000
}
