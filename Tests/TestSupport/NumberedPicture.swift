package import LipSyncMediaMaking
package import LipSyncMediaReading

/// Pictures that carry their number: sixteen blocks of black and white across the upper third.
///
/// Below them stands a field that depends on the seed, so that videos of different seeds look different.
public enum NumberedPicture {
  /// How many blocks, and so bits.
  public static let bits = 16

  /// The picture of that number, 0...65535.
  package static func make(_ number: Int, width: Int, height: Int, seed: UInt64 = 0) -> Picture {
    var picture = Picture(width: width, height: height, luma: 60, cb: 118, cr: 138)
    for bit in 0..<bits {
      let (left, right) = (bit * width / bits, (bit + 1) * width / bits)
      let isOne = number >> (bits - 1 - bit) & 1 == 1
      picture.fill(x: left, y: 0, width: right - left, height: height / 3, luma: isOne ? 225 : 30)
    }
    var random = SeededRandom(seed: seed)
    for column in 0..<4 {
      for row in 0..<3 {
        picture.fill(
          x: column * width / 4, y: height / 3 + (row + 1) * height / 6, width: width / 5, height: height / 8,
          luma: UInt8(40 + random.next() % 160), cb: UInt8(96 + random.next() % 64),
          cr: UInt8(96 + random.next() % 64))
      }
    }
    return picture
  }

  /// The number that a picture shows; nil where a block is neither black nor white.
  ///
  /// - Parameter luma: the luma value, 0...255, at a place given as fractions of width and height.
  public static func number(luma: (_ x: Double, _ y: Double) -> Int) -> Int? {
    var number = 0
    for bit in 0..<bits {
      let value = luma((Double(bit) + 0.5) / Double(bits), 1.0 / 6)
      if value > 90 && value < 165 { return nil }
      number = number << 1 | (value >= 165 ? 1 : 0)
    }
    return number
  }

  /// The number that a picture shows; nil where it shows none.
  package static func number(in picture: Picture) -> Int? {
    number { x, y in
      let (column, row) = (Int(x * Double(picture.width)), Int(y * Double(picture.height)))
      return Int(picture.luma[row * picture.width + column])
    }
  }

  /// The number that a signature shows; nil where it shows none.
  package static func number(in signature: FrameSignature) -> Int? {
    let side = FrameSignature.side
    return number { x, y in Int(signature.luma[Int(y * Double(side)) * side + Int(x * Double(side))]) }
  }
}

/// Numbers without order that are the same every time (SplitMix64).
public struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A sequence of its own for each seed.
  public init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  /// The next number.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
