internal import LipSyncMedia

/// A part of signatures in another number of values, each the mean of what it covers.
struct PartSampler {
  /// Values in a row, and rows.
  let side: Int
  private let columns: [[(cell: Int, weight: Float)]]
  private let rows: [[(cell: Int, weight: Float)]]

  init(_ part: PictureFit.Part, side: Int) {
    self.side = side
    columns = Self.axis(part.left, part.right, side)
    rows = Self.axis(part.top, part.bottom, side)
  }

  private static func axis(_ from: Double, _ to: Double, _ side: Int) -> [[(cell: Int, weight: Float)]] {
    let cells = Double(FrameSignature.side)
    return (0..<side).map { index in
      let start = (from + (to - from) * Double(index) / Double(side)) * cells
      let end = (from + (to - from) * Double(index + 1) / Double(side)) * cells
      let last = min(Int(end.rounded(.up)) - 1, FrameSignature.side - 1)
      let first = min(max(Int(start), 0), last)
      let weights = (first...last).map { cell in
        (cell, Float(max(0, min(end, Double(cell + 1)) - max(start, Double(cell)))))
      }
      let total = weights.reduce(0) { $0 + $1.1 }
      return weights.map { ($0.0, total > 0 ? $0.1 / total : 1 / Float(weights.count)) }
    }
  }

  /// `side * side` values, row by row; none if the signature is not whole.
  func values(_ signature: FrameSignature) -> [Float] {
    let width = FrameSignature.side
    guard signature.luma.count == width * width else { return [] }
    var narrow = [Float](repeating: 0, count: width * side)
    var values = [Float](repeating: 0, count: side * side)
    signature.luma.withUnsafeBufferPointer { luma in
      narrow.withUnsafeMutableBufferPointer { narrow in
        for row in 0..<width {
          for (x, cells) in columns.enumerated() {
            var sum: Float = 0
            for (cell, weight) in cells { sum += Float(luma[row * width + cell]) * weight }
            narrow[row * side + x] = sum
          }
        }
        for (y, cells) in rows.enumerated() {
          for (cell, weight) in cells {
            for x in 0..<side { values[y * side + x] += narrow[cell * side + x] * weight }
          }
        }
      }
    }
    return values
  }
}
