/// A picture in planar YUV 4:2:0, 8 bits, limited range, without padding between rows.
///
/// Chroma planes have half the width and height, rounded up.
package struct Picture: Sendable, Equatable {
  /// Pixels across.
  package let width: Int
  /// Pixels down.
  package let height: Int
  /// `width * height` luma values, 16 (black) to 235 (white).
  package var luma: [UInt8]
  /// Blue difference, 128 for grey.
  package var cb: [UInt8]
  /// Red difference, 128 for grey.
  package var cr: [UInt8]

  /// Chroma samples across.
  package var chromaWidth: Int { (width + 1) / 2 }
  /// Chroma samples down.
  package var chromaHeight: Int { (height + 1) / 2 }

  /// A picture of one colour; sides below 1 count as 1.
  package init(width: Int, height: Int, luma: UInt8 = 16, cb: UInt8 = 128, cr: UInt8 = 128) {
    self.width = max(1, width)
    self.height = max(1, height)
    self.luma = Array(repeating: luma, count: self.width * self.height)
    let chroma = ((self.width + 1) / 2) * ((self.height + 1) / 2)
    self.cb = Array(repeating: cb, count: chroma)
    self.cr = Array(repeating: cr, count: chroma)
  }

  /// Paints a rectangle, cut to the picture; chroma follows to the nearest even pixel.
  package mutating func fill(
    x: Int, y: Int, width: Int, height: Int, luma value: UInt8, cb blue: UInt8 = 128, cr red: UInt8 = 128
  ) {
    let columns = min(max(0, x), self.width)..<min(max(0, x + width), self.width)
    let rows = min(max(0, y), self.height)..<min(max(0, y + height), self.height)
    guard !columns.isEmpty, !rows.isEmpty else { return }
    for row in rows {
      let start = row * self.width
      luma.replaceSubrange(
        start + columns.lowerBound..<start + columns.upperBound,
        with: repeatElement(value, count: columns.count))
    }
    let chromaColumns = columns.lowerBound / 2..<(columns.upperBound + 1) / 2
    for row in rows.lowerBound / 2..<(rows.upperBound + 1) / 2 {
      let range = row * chromaWidth + chromaColumns.lowerBound..<row * chromaWidth + chromaColumns.upperBound
      cb.replaceSubrange(range, with: repeatElement(blue, count: chromaColumns.count))
      cr.replaceSubrange(range, with: repeatElement(red, count: chromaColumns.count))
    }
  }
}
