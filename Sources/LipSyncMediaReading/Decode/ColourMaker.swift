internal import CFFmpeg

/// Makes colour pictures of decoded ones: as they are shown, with square pixels, no side longer than 640.
final class ColourMaker {
  private static let longest = 640.0

  private let orientation: Orientation
  private let faults: FaultLog
  private var scaler: Scaler?
  private var target: Frame?

  /// For pictures that are shown turned or mirrored.
  init(_ orientation: Orientation, faults: FaultLog) {
    (self.orientation, self.faults) = (orientation, faults)
  }

  /// - Parameter aspect: width over height as it is shown; nil for that of its pixels.
  func picture(of frame: Frame, aspect: Double?) throws(MediaError) -> ColourPicture? {
    let shown = aspect ?? Double(frame.width) / Double(max(1, frame.height))
    let stored = orientation.isSideways ? 1 / shown : shown
    let height = min(Double(frame.height), Self.longest, Self.longest / stored)
    let size = (width: max(1, Int((height * stored).rounded())), height: max(1, Int(height.rounded())))
    guard size.width <= 2 * Int(Self.longest) else { return nil }
    let target = try target(for: frame, size)
    try scaler?.scale(frame, into: target, faults: faults)
    return upright(target)
  }

  private func target(for frame: Frame, _ size: (width: Int, height: Int)) throws(MediaError) -> Frame {
    let isFullRange = frame.raw.pointee.color_range == AVCOL_RANGE_JPEG
    let shape = Scaler.Shape(width: size.width, height: size.height, format: AV_PIX_FMT_RGB24)
    if let target, let scaler, scaler.from == frame.shape, scaler.to == shape,
      scaler.isFullRange == isFullRange
    {
      return target
    }
    let made = try Frame.picture(shape, faults)
    scaler = try Scaler.open(
      from: frame.shape, to: shape, area: true, isFullRange: isFullRange, faults: faults)
    target = made
    return made
  }

  private func upright(_ frame: Frame) -> ColourPicture? {
    guard let data = frame.raw.pointee.data.0 else { return nil }
    let stride = Int(frame.raw.pointee.linesize.0)
    let (width, height) = orientation.isSideways ? (frame.height, frame.width) : (frame.width, frame.height)
    let steps = orientation.steps(width: frame.width, height: frame.height)
    func offset(_ place: Orientation.Place) -> Int { place.row * stride + 3 * place.column }
    let (start, right, down) = (offset(steps.start), offset(steps.right), offset(steps.down))
    let pixels = [UInt8](unsafeUninitializedCapacity: 3 * width * height) { buffer, count in
      for row in 0..<height {
        for column in 0..<width {
          let (from, to) = (start + row * down + column * right, 3 * (row * width + column))
          for channel in 0..<3 { buffer[to + channel] = data[from + channel] }
        }
      }
      count = 3 * width * height
    }
    return ColourPicture(width: width, height: height, pixels: pixels)
  }
}
