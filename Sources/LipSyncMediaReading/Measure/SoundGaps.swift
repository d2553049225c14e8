/// Pauses that a stream's clock leaves between its packets: no sample stands for them, and players wait.
struct SoundGaps {
  /// Shorter ones are a recorder's clock that wanders, in milliseconds.
  private static let shortest: Int64 = 50
  /// A longer one is another clock, in seconds.
  private static let longest: Int64 = 60

  /// All of them, in ticks.
  private(set) var total: Int64 = 0
  private var last: Int64?

  /// - Parameters:
  ///   - start: when a packet begins, in ticks.
  ///   - whole: how long a whole packet is, in ticks; 0 where that is not known.
  ///   - second: ticks of a second.
  mutating func take(_ start: Int64, whole: Int64, second: Int64) {
    defer { last = start }
    guard let last, whole > 0, second > 0 else { return }
    let gap = start &- last &- whole
    if gap > Self.shortest * second / 1000, gap < Self.longest * second { total += gap }
  }

  /// What follows is another part of the source.
  mutating func skip() { last = nil }
}
