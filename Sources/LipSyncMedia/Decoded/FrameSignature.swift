/// 48 x 48 luma values of a picture as it is shown: small, and enough to tell which frame it is.
///
/// The whole picture is squeezed into the square by area averaging, turned and mirrored as the container asks. Luma is full range, 0 black to 255 white, whatever range the source uses.
package struct FrameSignature: Sendable, Equatable {
  /// Values in a row, and rows.
  package static let side = 48

  /// `side * side` values, row by row from the top left.
  package var luma: [UInt8]

  /// Takes values as they are.
  package init(luma: [UInt8]) { self.luma = luma }

  /// Root mean square difference of luma, 0...255; 255 where the two have different numbers of values.
  package func distance(to other: FrameSignature) -> Double {
    guard luma.count == other.luma.count, !luma.isEmpty else {
      return luma.count == other.luma.count ? 0 : 255
    }
    var sum = 0
    luma.withUnsafeBufferPointer { a in
      other.luma.withUnsafeBufferPointer { b in
        for index in a.indices {
          let difference = Int(a[index]) - Int(b[index])
          sum += difference * difference
        }
      }
    }
    return (Double(sum) / Double(luma.count)).squareRoot()
  }

  /// Standard deviation of the luma values: near 0 for a picture of one colour.
  package var contrast: Double {
    guard !luma.isEmpty else { return 0 }
    var (sum, squares) = (0, 0)
    for value in luma {
      sum += Int(value)
      squares += Int(value) * Int(value)
    }
    let count = Double(luma.count)
    let mean = Double(sum) / count
    return max(0, Double(squares) / count - mean * mean).squareRoot()
  }
}
