extension Sequence<Range<Int64>> {
  /// The ranges in order, those that lie at most `gap` apart made one; empty ones count for nothing.
  package func merged(within gap: Int64 = 0) -> [Range<Int64>] {
    var merged: [Range<Int64>] = []
    for range in sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
      if let last = merged.last, range.lowerBound - last.upperBound <= gap {
        merged[merged.count - 1] = last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}
