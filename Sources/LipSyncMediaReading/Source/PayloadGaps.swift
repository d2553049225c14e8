/// The part of a source that holds samples, and what of it is really read.
///
/// An index tells when each sample is played and how long it is. A demuxer that is given zeros where the samples
/// lie still gives packets with all their times, trims and edits applied, and not a byte of them is fetched.
struct PayloadGaps {
  /// From the first sample's first byte to the last one's last.
  let payload: Range<Int64>
  /// What is read all the same, in order and apart.
  let kept: [Range<Int64>]

  init(payload: Range<Int64>, keeping wanted: [Range<Int64>]) {
    self.payload = payload
    kept = wanted.merged()
  }

  /// What a read at an offset comes upon.
  enum Stretch: Equatable {
    /// This many bytes that are left out.
    case gap(Int)
    /// This many bytes at most that are read.
    case bytes(Int)
  }

  /// The first stretch of a read of `count` bytes.
  func stretch(at offset: Int64, count: Int) -> Stretch {
    func upTo(_ end: Int64) -> Int { Int(min(Int64(count), end - offset)) }
    guard payload.contains(offset) else {
      return .bytes(offset < payload.lowerBound ? upTo(payload.lowerBound) : count)
    }
    // The first kept range that does not lie wholly before the offset.
    var (low, high) = (0, kept.count)
    while low < high {
      let middle = (low + high) / 2
      if kept[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    guard low < kept.count else { return .gap(upTo(payload.upperBound)) }
    return kept[low].lowerBound <= offset
      ? .bytes(upTo(kept[low].upperBound)) : .gap(upTo(min(kept[low].lowerBound, payload.upperBound)))
  }

  /// How many bytes are left out.
  var leftOut: Int64 {
    Int64(payload.count) - kept.reduce(0) { $0 + Int64($1.clamped(to: payload).count) }
  }

  /// Whether any of these bytes is left out.
  func leavesOut(_ range: Range<Int64>) -> Bool {
    guard !range.isEmpty else { return false }
    return stretch(at: range.lowerBound, count: range.count) != .bytes(range.count)
  }
}
