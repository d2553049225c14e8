internal import LipSyncTransfer

/// A few bytes of a file that are known already: to ask for them once more, by another range, shows whether a host sends
/// what its Content-Range says.
struct ByteSample: Sendable, Equatable {
  let range: ClosedRange<Int64>
  let bytes: [UInt8]

  static let length = 64
  /// Values that differ among them at least: padding is alike wherever it is taken from.
  private static let variety = 12

  /// The last telling stretch of a file's first bytes; nil where there is none.
  ///
  /// - Parameter first: what came in answer to a range from 0 on.
  init?(in first: [UInt8]) {
    let place = Self.places(in: first.count).first {
      Set(first[$0..<$0 + Self.length]).count >= Self.variety
    }
    guard let place else { return nil }
    range = Int64(place)...Int64(place + Self.length - 1)
    bytes = Array(first[place..<place + Self.length])
  }

  /// Where the witness most probably is among so many first bytes, before they are there; nil where they are too few.
  static func place(in count: Int) -> ClosedRange<Int64>? {
    places(in: count).first { _ in true }.map { Int64($0)...Int64($0 + length - 1) }
  }

  /// Places to look at, the last first: odd ones, which no host rounds to.
  private static func places(in count: Int) -> some Sequence<Int> {
    stride(from: (count - length - 1) | 1, to: length, by: -2 * length).lazy.filter { $0 + length <= count }
  }

  /// Whether an answer names the range as its own and holds other bytes.
  func isBelied(by answer: Response) -> Bool {
    answer.contentRange?.bytes == range && (200..<300).contains(answer.status)
      && answer.contentCoding == nil && answer.body.prefix(bytes.count) != bytes[...]
  }
}
