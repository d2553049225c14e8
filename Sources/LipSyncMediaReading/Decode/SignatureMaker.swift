internal import CFFmpeg

extension FrameSignature {
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
