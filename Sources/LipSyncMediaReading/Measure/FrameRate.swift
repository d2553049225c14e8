/// How evenly pictures follow each other.
struct FrameRate {
  private let starts: [Int64]

  /// Starts of pictures in ticks, in any order.
  init(starts: [Int64]) { self.starts = starts.sorted() }

  /// Pictures a second over the whole; nil for fewer than two.
  func average(tick: MediaTime) -> Double? {
    guard let first = starts.first, let last = starts.last, last > first else { return nil }
    return Double(starts.count - 1) / ((Double(last) - Double(first)) * tick.seconds)
  }

  /// Whether distances differ by more than rounding: two ticks, the millisecond that many containers round to, or the tick of
  /// 1/600 s of a QuickTime clock, which stays in the times when they are copied onto a finer one.
  func isVariable(tick: MediaTime) -> Bool {
    guard starts.count > 2 else { return false }
    // Lazily: hours of pictures are hundreds of thousands.
    let gaps = zip(starts.dropFirst(), starts).lazy.map { $0 &- $1 }
    guard let least = gaps.min(), let most = gaps.max() else { return false }
    return Double(most) - Double(least) > max(2, 0.0017 / tick.seconds)
  }
}
