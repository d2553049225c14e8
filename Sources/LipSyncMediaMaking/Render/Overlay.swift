internal import CFFmpeg
internal import LipSyncMediaReading
internal import Platform

/// A word and a level meter, drawn into pictures: nobody takes what bears them for moving lips.
///
/// Both stand on dark plates, so that they can be read on any picture, and grow with it.
struct Overlay {
  private struct Colour {
    var luma: UInt8
    var cb: UInt8
    var cr: UInt8

    static let plate = Colour(luma: 26, cb: 128, cr: 128)
    static let letter = Colour(luma: 225, cb: 128, cr: 128)
    static let unlit = Colour(luma: 62, cb: 128, cr: 128)
    static let green = Colour(luma: 173, cb: 72, cr: 62)
    static let yellow = Colour(luma: 210, cb: 30, cr: 146)
    static let red = Colour(luma: 110, cb: 100, cr: 215)
  }

  private static let segments = 24
  private let word: String

  init(word: String) { self.word = word }

  /// Where the meter's bar ends, 0...1, for a loudness: 50 decibels below full scale is nothing.
  static func level(of samples: [Float]) -> Double {
    guard !samples.isEmpty else { return 0 }
    let square = samples.reduce(into: 0.0) { $0 += Double($1) * Double($1) } / Double(samples.count)
    return square > 0 ? min(1, max(0, (10 * log10(square) + 50) / 50)) : 0
  }

  /// Draws into a writable 4:2:0 picture.
  func draw(level: Double, into frame: Frame) {
    let side = min(frame.width, frame.height)
    let margin = max(2, side / 32 & ~1)
    drawWord(into: frame, margin: margin, side: side)
    drawMeter(level, into: frame, margin: margin, side: side)
  }

  private func drawWord(into frame: Frame, margin: Int, side: Int) {
    let advance = Glyphs.width + 1
    let dots = word.count * advance + 1
    let scale = min(max(1, side / 90), (frame.width - 2 * margin) / max(1, dots))
    guard scale > 0 else { return }
    fill(
      frame, x: margin, y: margin, width: dots * scale, height: (Glyphs.height + 2) * scale, .plate)
    for (index, character) in word.enumerated() {
      for (row, bits) in Glyphs.rows(of: character).enumerated() {
        for column in 0..<Glyphs.width where bits >> (Glyphs.width - 1 - column) & 1 == 1 {
          fill(
            frame, x: margin + (index * advance + column + 1) * scale, y: margin + (row + 1) * scale,
            width: scale, height: scale, .letter)
        }
      }
    }
  }

  private func drawMeter(_ level: Double, into frame: Frame, margin: Int, side: Int) {
    let height = max(6, side / 18 & ~1)
    let gap = max(2, height / 5 & ~1)
    let step = max(4, (frame.width - 2 * margin - gap) / Self.segments & ~1)
    let top = (frame.height - margin - height) & ~1
    let count = min(Self.segments, (frame.width - 2 * margin - gap) / step)
    fill(frame, x: margin, y: top, width: count * step + gap, height: height, .plate)
    let lit = Int((level * Double(count)).rounded())
    for segment in 0..<max(0, count) {
      let place = Double(segment) / Double(count)
      let colour: Colour = segment >= lit ? .unlit : place < 0.7 ? .green : place < 0.88 ? .yellow : .red
      fill(
        frame, x: margin + gap + segment * step, y: top + gap, width: step - gap, height: height - 2 * gap,
        colour)
    }
  }

  private func fill(_ frame: Frame, x: Int, y: Int, width: Int, height: Int, _ colour: Colour) {
    let raw = frame.raw.pointee
    rectangle(
      raw.data.0, Int(raw.linesize.0), x..<x + width, y..<y + height, (frame.width, frame.height), colour.luma
    )
    let columns = x / 2..<(x + width + 1) / 2, rows = y / 2..<(y + height + 1) / 2
    let size = (frame.width / 2, frame.height / 2)
    rectangle(raw.data.1, Int(raw.linesize.1), columns, rows, size, colour.cb)
    rectangle(raw.data.2, Int(raw.linesize.2), columns, rows, size, colour.cr)
  }

  private func rectangle(
    _ plane: UnsafeMutablePointer<UInt8>?, _ stride: Int, _ columns: Range<Int>, _ rows: Range<Int>,
    _ size: (width: Int, height: Int), _ value: UInt8
  ) {
    let columns = columns.clamped(to: 0..<size.width), rows = rows.clamped(to: 0..<size.height)
    guard let plane, !columns.isEmpty else { return }
    for row in rows { memset(plane + row * stride + columns.lowerBound, CInt(value), columns.count) }
  }
}
