internal import LipSyncMedia

/// When a finding is, on the result's clock.
struct FindingSpan: Sendable, Equatable {
  var start: MediaTime
  var end: MediaTime

  /// The moment to look at.
  var middle: MediaTime { start + (end - start).share(1, of: 2) }
}

extension Finding {
  /// When it is, if its evidence says so.
  var span: FindingSpan? {
    func time(_ key: String) -> MediaTime? {
      evidence.first { $0.0 == key }?.1.doubleValue.map { MediaTime(Int64(($0 * 1000).rounded()), 1000) }
    }
    guard let start = time("start_seconds") else { return nil }
    let end = time("end_seconds") ?? time("seconds").map { start + $0 } ?? start
    return FindingSpan(start: start, end: max(start, end))
  }

  /// Whether it is about the picture, so that a picture shows it.
  var isSeen: Bool { !isHeard }

  /// Whether it is about the sound.
  var isHeard: Bool { rule.id.hasPrefix("result.audio") }
}
