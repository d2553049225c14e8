/// Starts and ends of pictures, in ticks.
struct PictureTimes {
  /// Whether lengths are those of a file's sample table.
  private let areListed: Bool
  private var total: Int64 = 0
  private var lengths: Set<Int64> = []
  private(set) var starts: [Int64] = []
  private(set) var first: Int64?
  private var last: (start: Int64, end: Int64)?

  /// - Parameter areListed: whether pictures come with the lengths of a sample table, which go by the order of decoding.
  init(areListed: Bool) { self.areListed = areListed }

  mutating func add(_ start: Int64, _ duration: Int64) {
    starts.append(start)
    first = min(first ?? start, start)
    if areListed {
      total = total.addingReportingOverflow(max(duration, 0)).partialValue
      lengths.insert(duration)
    }
    if start >= last?.start ?? start {
      last = (start, start.addingReportingOverflow(max(duration, 0)).partialValue)
    }
  }

  /// Whether two pictures start at once: then a decoder makes up times of its own.
  var hasDuplicateStarts: Bool {
    let sorted = starts.sorted()
    return zip(sorted.dropFirst(), sorted).contains { $0 == $1 }
  }

  /// Last end minus first start. A last picture whose length is not stated is shown as long as most.
  var length: Int64? {
    guard let first, let last else { return nil }
    // In the order of showing, lengths of a table are the same ones in another order: what is left of them is the last one's.
    let rest = total &- (last.start &- first)
    if areListed, rest > 0, lengths.contains(rest) { return total }
    let end = last.end > last.start ? last.end : last.start.addingReportingOverflow(usualGap).partialValue
    let (length, overflow) = end.subtractingReportingOverflow(first)
    return overflow ? nil : length
  }

  /// Whether the last picture, which no start follows, is shown for half a second more than any distance between others.
  func isLastHeld(tick: MediaTime) -> Bool {
    guard let last, let first, starts.count > 2, let length else { return false }
    let shown = length &- (last.start &- first)
    guard last.end > last.start else { return false }
    let sorted = starts.sorted()
    let longest = zip(sorted.dropFirst(), sorted).map { $0 &- $1 }.max() ?? 0
    return (Double(shown) - Double(longest)) * tick.seconds > 0.5
  }

  /// Where a picture without a time of its own goes: as far behind the last as that is behind the one before.
  var next: Int64 {
    guard let last else { return 0 }
    if last.end > last.start { return last.end }
    let gap = starts.count > 1 ? starts[starts.count - 1] &- starts[starts.count - 2] : 0
    return last.start.addingReportingOverflow(max(gap, 0)).partialValue
  }

  private var usualGap: Int64 {
    let sorted = starts.sorted()
    let gaps = zip(sorted.dropFirst(), sorted).map { $0 &- $1 }.sorted()
    return gaps.isEmpty ? 0 : gaps[gaps.count / 2]
  }
}
