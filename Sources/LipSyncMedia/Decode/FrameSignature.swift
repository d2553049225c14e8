internal import CFFmpeg

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

  /// The same picture as it is shown.
  func turned(_ orientation: Orientation) -> FrameSignature {
    FrameSignature(luma: SquareGrid.turned(luma, side: Self.side, orientation))
  }
}

/// Makes signatures of decoded pictures, following a stream that changes its size or format.
final class SignatureMaker {
  private let faults: FaultLog
  private let orientation: Orientation
  private let square: Frame
  private var scaler: Scaler?

  private init(adopting square: Frame, _ orientation: Orientation, faults: FaultLog) {
    self.square = square
    self.orientation = orientation
    self.faults = faults
  }

  /// For pictures that are shown turned or mirrored.
  static func open(_ orientation: Orientation, faults: FaultLog) throws(MediaError) -> SignatureMaker {
    let side = FrameSignature.side
    let shape = Scaler.Shape(width: side, height: side, format: AV_PIX_FMT_GRAY8)
    return SignatureMaker(adopting: try Frame.picture(shape, faults), orientation, faults: faults)
  }

  func signature(of picture: Frame) throws(MediaError) -> FrameSignature {
    let scaler = try scaler(for: picture)
    try scaler.scale(picture, into: square, faults: faults)
    let side = FrameSignature.side
    let stride = Int(square.raw.pointee.linesize.0)
    guard let data = square.raw.pointee.data.0 else { return FrameSignature(luma: []) }
    let luma = [UInt8](unsafeUninitializedCapacity: side * side) { buffer, count in
      for row in 0..<side {
        for column in 0..<side { buffer[row * side + column] = data[row * stride + column] }
      }
      count = side * side
    }
    return FrameSignature(luma: luma).turned(orientation)
  }

  private func scaler(for picture: Frame) throws(MediaError) -> Scaler {
    let isFullRange = picture.raw.pointee.color_range == AVCOL_RANGE_JPEG
    if let scaler, scaler.from == picture.shape, scaler.isFullRange == isFullRange { return scaler }
    let made = try Scaler.open(
      from: picture.shape, to: square.shape, area: true, isFullRange: isFullRange, faults: faults)
    scaler = made
    return made
  }
}
