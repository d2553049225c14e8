package import LipSyncMediaMaking
internal import Platform

/// A head that sways before a wall, drawn frame by frame, so that any result can be made of it pixel by pixel.
public enum TalkingHead {
  /// The picture at a moment: a patterned wall, a head that sways and nods, a mouth.
  ///
  /// - Parameter mouth: how far it is open, 0...1; nil draws the source's own, closed.
  package static func picture(
    _ index: Int, width: Int = 192, height: Int = 108, seed: UInt64 = 1, mouth: Double? = nil
  ) -> Picture {
    let time = Double(index) / 25
    var picture = Picture(width: width, height: height, luma: 90, cb: 120, cr: 134)
    var random = SeededRandom(seed: seed)
    for column in 0..<8 {
      for row in 0..<5 {
        picture.fill(
          x: column * width / 8, y: row * height / 5, width: width / 8, height: height / 5,
          luma: UInt8(50 + random.next() % 130), cb: UInt8(110 + random.next() % 30))
      }
    }
    let phase = Double(random.next() % 100) / 10
    let x = Double(width) * (0.5 + 0.12 * sin(time * 1.7 + phase) + 0.03 * sin(time * 5.1))
    let y = Double(height) * (0.5 + 0.06 * cos(time * 1.1 + phase))
    let size = Double(height) * 0.3
    func ellipse(_ dx: Double, _ dy: Double, _ rx: Double, _ ry: Double, _ luma: UInt8, _ cr: UInt8) {
      for line in Int((y + dy - ry).rounded(.up))...Int(y + dy + ry) {
        let part = (Double(line) - y - dy) / ry
        let half = rx * max(0, 1 - part * part).squareRoot()
        picture.fill(
          x: Int(x + dx - half), y: line, width: max(1, Int(2 * half)), height: 1, luma: luma, cb: 118, cr: cr
        )
      }
    }
    ellipse(0, 0, size * 0.75, size, 170, 150)
    ellipse(-size * 0.3, -size * 0.25, size * 0.1, size * 0.07, 40, 128)
    ellipse(size * 0.3, -size * 0.25, size * 0.1, size * 0.07, 40, 128)
    ellipse(0, size * 0.5, size * 0.3, size * (0.04 + 0.16 * (mouth ?? 0)), mouth == nil ? 120 : 60, 160)
    return picture
  }
}

extension Picture {
  /// The picture in a larger one, in its middle.
  package func padded(width: Int, height: Int, luma value: UInt8 = 16) -> Picture {
    var padded = Picture(width: width, height: height, luma: value)
    let (left, top) = ((width - self.width) / 2, (height - self.height) / 2)
    for row in 0..<self.height {
      for column in 0..<self.width {
        padded.luma[(row + top) * width + column + left] = luma[row * self.width + column]
      }
    }
    return padded
  }

  /// Its middle columns.
  package func middle(width: Int) -> Picture {
    var middle = Picture(width: width, height: height)
    let left = (self.width - width) / 2
    for row in 0..<height {
      for column in 0..<width { middle.luma[row * width + column] = luma[row * self.width + left + column] }
    }
    return middle
  }

  /// Half as wide and as high as before, each pixel the mean of two.
  package func squeezed() -> Picture {
    var squeezed = Picture(width: width / 2, height: height)
    for row in 0..<height {
      for column in 0..<squeezed.width {
        let place = row * width + 2 * column
        squeezed.luma[row * squeezed.width + column] = UInt8((Int(luma[place]) + Int(luma[place + 1])) / 2)
      }
    }
    for row in 0..<chromaHeight {
      for column in 0..<squeezed.chromaWidth {
        let (from, to) = (row * chromaWidth + 2 * column, row * squeezed.chromaWidth + column)
        (squeezed.cb[to], squeezed.cr[to]) = (cb[from], cr[from])
      }
    }
    return squeezed
  }

  /// Half as wide and half as high, each pixel the mean of four.
  package func halved() -> Picture {
    var half = Picture(width: width / 2, height: height / 2)
    for row in 0..<half.height {
      for column in 0..<half.width {
        let corner = 2 * row * width + 2 * column
        let sum = Int(luma[corner]) + Int(luma[corner + 1]) + Int(luma[corner + width])
        half.luma[row * half.width + column] = UInt8((sum + Int(luma[corner + width + 1])) / 4)
      }
    }
    return half
  }

  /// With other brightness and contrast.
  package func graded(gain: Double, bias: Double) -> Picture {
    var graded = self
    graded.luma = luma.map { UInt8(min(max(Double($0) * gain + bias, 16), 235)) }
    return graded
  }

  /// Each pixel the mean of those around it, up to four away.
  package func blurred() -> Picture {
    var blurred = self
    for row in 0..<height {
      for column in 0..<width {
        let (rows, columns) = (
          max(0, row - 4)...min(height - 1, row + 4), max(0, column - 4)...min(width - 1, column + 4)
        )
        var sum = 0
        for y in rows { for x in columns { sum += Int(luma[y * width + x]) } }
        blurred.luma[row * width + column] = UInt8(sum / (rows.count * columns.count))
      }
    }
    return blurred
  }

  /// With other colours, by so much everywhere.
  package func tinted(cb blue: Int, cr red: Int) -> Picture {
    var tinted = self
    tinted.cb = cb.map { UInt8(min(max(Int($0) + blue, 16), 240)) }
    tinted.cr = cr.map { UInt8(min(max(Int($0) + red, 16), 240)) }
    return tinted
  }

  /// With a white bar in its upper right corner, as trials of a service have.
  package func stamped() -> Picture {
    var stamped = self
    stamped.fill(
      x: width * 3 / 4, y: height / 20, width: width / 5, height: height / 8, luma: 230, cb: 128, cr: 128)
    return stamped
  }

  /// With so much of its colours.
  package func faded(to share: Double) -> Picture {
    var faded = self
    faded.cb = cb.map { UInt8(128 + (Double($0) - 128) * share) }
    faded.cr = cr.map { UInt8(128 + (Double($0) - 128) * share) }
    return faded
  }

  /// Without so many pixels, an even number, at each edge.
  package func cropped(by edge: Int) -> Picture {
    var cropped = Picture(width: width - 2 * edge, height: height - 2 * edge)
    for row in 0..<cropped.chromaHeight {
      for column in 0..<cropped.chromaWidth {
        let from = (row + edge / 2) * chromaWidth + column + edge / 2
        cropped.cb[row * cropped.chromaWidth + column] = cb[from]
        cropped.cr[row * cropped.chromaWidth + column] = cr[from]
      }
    }
    for row in 0..<cropped.height {
      for column in 0..<cropped.width {
        cropped.luma[row * cropped.width + column] = luma[(row + edge) * width + column + edge]
      }
    }
    return cropped
  }
}
