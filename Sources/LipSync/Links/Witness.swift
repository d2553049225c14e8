internal import Transfer

/// A few bytes of a file that are known already: to ask for them once more, by another range, shows whether a host sends
/// what its Content-Range says.
struct Witness: Sendable, Equatable {
  let range: ClosedRange<Int64>
  let bytes: [UInt8]

  static let length = 64
  /// Values that differ among them at least: padding is alike wherever it is taken from.
  private static let variety = 12

  /// The last telling stretch of a file's first bytes; nil where there is none.
  ///
  /// - Parameter first: what came in answer to a range from 0 on.
  init?(in first: [UInt8]) {
    // An odd place, which no host rounds to.
    let places = stride(from: (first.count - Self.length - 1) | 1, to: Self.length, by: -2 * Self.length)
    let place = places.first { place in
      place + Self.length <= first.count
        && Set(first[place..<place + Self.length]).count >= Self.variety
    }
    guard let place else { return nil }
    range = Int64(place)...Int64(place + Self.length - 1)
    bytes = Array(first[place..<place + Self.length])
  }

  /// Whether an answer names the range as its own and holds other bytes.
  func isBelied(by answer: Response) -> Bool {
    answer.contentRange?.bytes == range && (200..<300).contains(answer.status)
      && answer.contentCoding == nil && answer.body.prefix(bytes.count) != bytes[...]
  }
}
