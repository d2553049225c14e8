internal import LipSyncTransfer

/// The host's clock as its `Date` header tells it: signatures live and die by it, not by ours.
struct HostClock: Equatable {
  /// Seconds by which the host is ahead of this machine; 0 where it does not tell.
  var ahead: Int64 = 0

  /// Clocks that differ by less than this are taken for the same.
  static let tolerance: Int64 = 60
  /// A `Date` further off than this is no clock's, but a constant or an old copy's.
  static let limit: Int64 = 86400

  init() {}

  /// Reads an answer's time.
  init(_ response: Response, now: UnixTime) {
    guard let date = response.serverDate else { return }
    let difference = UnixTime(date) - now
    if (Self.tolerance...Self.limit).contains(abs(difference)) { ahead = difference }
  }

  /// The host's time at a moment of ours.
  func time(at now: UnixTime) -> UnixTime { now + ahead }

  /// What to add to a sentence about times; empty where the clocks agree.
  var remark: String {
    guard ahead != 0 else { return "" }
    return " This uses the host's own clock, which is \(URLJudge.span(abs(ahead))) "
      + "\(ahead > 0 ? "ahead of" : "behind") this machine's."
  }
}
