/// A part of a picture, in shares of its sides from the left and from the top.
package struct PicturePart: Sendable, Equatable {
  /// The left edge, 0 to 1.
  package let left: Double
  /// The upper edge, 0 to 1.
  package let top: Double
  /// The width, 0 to 1.
  package let width: Double
  /// The height, 0 to 1.
  package let height: Double

  /// What of a part lies within the picture; nil where that is next to nothing.
  package init?(left: Double, top: Double, width: Double, height: Double) {
    let (right, bottom) = (min(left + width, 1), min(top + height, 1))
    self.left = max(left, 0)
    self.top = max(top, 0)
    self.width = right - self.left
    self.height = bottom - self.top
    guard self.width > 0.01, self.height > 0.01 else { return nil }
  }

  /// The part about its middle that is so many times as wide and as high, as far as the picture reaches.
  package func widened(_ times: Double) -> PicturePart? {
    PicturePart(
      left: left - width * (times - 1) / 2, top: top - height * (times - 1) / 2, width: width * times,
      height: height * times)
  }

  /// As a worker is told it.
  var exact: JSON { .array([.exact(left), .exact(top), .exact(width), .exact(height)]) }
}

extension JSONReading where Value == PicturePart {
  /// Reads what `exact` states.
  static var part: JSONReading {
    JSONReading("a part of a picture") { json in
      guard case .array(let sides) = json, sides.count == 4 else { return nil }
      let shares = sides.compactMap(\.doubleValue)
      guard shares.count == 4, shares.allSatisfy(\.isFinite) else { return nil }
      return PicturePart(left: shares[0], top: shares[1], width: shares[2], height: shares[3])
    }
  }
}
