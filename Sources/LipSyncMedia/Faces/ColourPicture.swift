internal import Platform

/// A picture as it is shown, of three bytes a pixel, with square pixels.
package final class ColourPicture {
  /// Pixels across.
  package let width: Int
  /// Pixels down.
  package let height: Int
  /// Red, green and blue of each pixel, row by row from the top left.
  package let pixels: [UInt8]
  /// The same at half the size, for samples that lie further apart than pixels.
  private lazy var half: ColourPicture? = halved()

  /// Nil unless there are as many bytes as the size asks for.
  package init?(width: Int, height: Int, pixels: [UInt8]) {
    guard width > 0, height > 0, pixels.count == 3 * width * height else { return nil }
    (self.width, self.height, self.pixels) = (width, height, pixels)
  }

  /// A square that lies somewhere in a picture, or beyond its edges: in pixels, turned clockwise by radians.
  package struct Square: Equatable {
    package var x: Double
    package var y: Double
    package var side: Double
    package var turn = 0.0

    /// - Parameters:
    ///   - x: of its middle.
    ///   - y: of its middle.
    package init(x: Double, y: Double, side: Double, turn: Double = 0) {
      (self.x, self.y, self.side, self.turn) = (x, y, side, turn)
    }

    /// Where a point of it lies in the picture; 0 and 1 are its edges.
    func place(_ across: Double, _ down: Double) -> (x: Double, y: Double) {
      let (u, v) = ((across - 0.5) * side, (down - 0.5) * side)
      let (cosine, sine) = (cos(turn), sin(turn))
      return (x + u * cosine - v * sine, y + u * sine + v * cosine)
    }
  }

  /// What lies beyond the edges.
  package enum Beyond { case black, edge }

  /// A square of it as a network takes it: `side` samples a row, three numbers each, black and white being the range's ends.
  package func sampled(_ square: Square, side: Int, range: ClosedRange<Float>, beyond: Beyond) -> [Float] {
    let step = square.side / Double(side)
    if step >= 2, let half {
      let small = Square(x: square.x / 2, y: square.y / 2, side: square.side / 2, turn: square.turn)
      return half.sampled(small, side: side, range: range, beyond: beyond)
    }
    let scale = (range.upperBound - range.lowerBound) / 255
    let black = range.lowerBound
    // Pixels' middles lie at halves.
    let (cosine, sine) = (step * cos(square.turn), step * sin(square.turn))
    let corner = square.place(0.5 / Double(side), 0.5 / Double(side))
    return [Float](unsafeUninitializedCapacity: 3 * side * side) { out, count in
      pixels.withUnsafeBufferPointer { pixels in
        for row in 0..<side {
          for column in 0..<side {
            let x = corner.x - 0.5 + Double(column) * cosine - Double(row) * sine
            let y = corner.y - 0.5 + Double(column) * sine + Double(row) * cosine
            let place = 3 * (row * side + column)
            if beyond == .black, x < -1 || y < -1 || x > Double(width) || y > Double(height) {
              for channel in 0..<3 { out[place + channel] = black }
              continue
            }
            let (cx, cy) = (min(max(x, 0), Double(width - 1)), min(max(y, 0), Double(height - 1)))
            let (left, top) = (Int(cx), Int(cy))
            let (right, bottom) = (min(left + 1, width - 1), min(top + 1, height - 1))
            let (a, b) = (Float(cx - Double(left)), Float(cy - Double(top)))
            let (one, two) = (3 * (top * width + left), 3 * (top * width + right))
            let (three, four) = (3 * (bottom * width + left), 3 * (bottom * width + right))
            for channel in 0..<3 {
              let upper = Float(pixels[one + channel]) * (1 - a) + Float(pixels[two + channel]) * a
              let lower = Float(pixels[three + channel]) * (1 - a) + Float(pixels[four + channel]) * a
              out[place + channel] = black + scale * (upper * (1 - b) + lower * b)
            }
          }
        }
      }
      count = 3 * side * side
    }
  }

  private func halved() -> ColourPicture? {
    let (across, down) = (width / 2, height / 2)
    guard across > 0, down > 0 else { return nil }
    let made = [UInt8](unsafeUninitializedCapacity: 3 * across * down) { out, count in
      pixels.withUnsafeBufferPointer { pixels in
        for row in 0..<down {
          for place in 0..<3 * across {
            let from = 6 * row * width + place / 3 * 6 + place % 3
            let sum =
              UInt16(pixels[from]) + UInt16(pixels[from + 3]) + UInt16(pixels[from + 3 * width])
              + UInt16(pixels[from + 3 * width + 3])
            out[row * 3 * across + place] = UInt8((sum + 2) / 4)
          }
        }
      }
      count = 3 * across * down
    }
    return ColourPicture(width: across, height: down, pixels: made)
  }
}
