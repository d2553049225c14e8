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
    guard let date = response.header("Date").flatMap({ RetryPolicy.httpDate($0) }) else { return }
    offset.withLock { $0 = date - now.seconds }
  }
}
