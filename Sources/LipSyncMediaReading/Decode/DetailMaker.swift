internal import CFFmpeg

/// Makes details of decoded pictures.
final class DetailMaker {
  private static let squares = [1024, 512, 256, 128, 64]

  private let faults: FaultLog
  private let orientation: Orientation
  private var scalers: (luma: Scaler, colour: Scaler)?
  private var luma: Frame?
  private var colour: Frame?

  /// For pictures that are shown turned or mirrored.
  init(_ orientation: Orientation, faults: FaultLog) {
    self.orientation = orientation
    self.faults = faults
  }

  /// Nil for pictures smaller than the smallest square.
  func detail(of picture: Frame) throws(MediaError) -> (
    colour: [(blue: Float, red: Float)], detail: [Int: [Float]]
  )? {
    let least = min(picture.width, picture.height)
    guard let largest = Self.squares.first(where: { $0 * 10 <= least * 11 }) else { return nil }
    let scalers = try scalers(for: picture, side: largest)
    guard let luma, let colour else { return nil }
    try scalers.luma.scale(picture, into: luma, faults: faults)
    try scalers.colour.scale(picture, into: colour, faults: faults)
    var detail: [Int: [Float]] = [:]
    var square = Self.values(
      luma, plane: luma.raw.pointee.data.0, stride: luma.raw.pointee.linesize.0, largest)
    for side in Self.squares where side <= largest {
      if square.count != side * side { square = Self.halved(square, to: side) }
      detail[side] = turned(Self.roughness(square, side))
    }
    return (turned(colours(of: colour, matrix: Matrix(of: picture))), detail)
  }

  private func turned<T>(_ cells: [T]) -> [T] {
    SquareGrid.turned(cells, side: FrameDetail.side, orientation)
  }

  private func scalers(for picture: Frame, side: Int) throws(MediaError) -> (luma: Scaler, colour: Scaler) {
    let isFullRange = picture.raw.pointee.color_range == AVCOL_RANGE_JPEG
    if let scalers, scalers.luma.from == picture.shape, scalers.luma.isFullRange == isFullRange {
      return scalers
    }
    let square = try Frame.picture(Scaler.Shape(width: side, height: side, format: AV_PIX_FMT_GRAY8), faults)
    let cells = try Frame.picture(
      Scaler.Shape(width: FrameDetail.side, height: FrameDetail.side, format: AV_PIX_FMT_YUV444P), faults)
    let made = (
      luma: try Scaler.open(
        from: picture.shape, to: square.shape, area: true, isFullRange: isFullRange, faults: faults),
      colour: try Scaler.open(
        from: picture.shape, to: cells.shape, area: true, isFullRange: isFullRange, faults: faults)
    )
    (scalers, luma, colour) = (made, square, cells)
    return made
  }

  private static func values(
    _ frame: Frame, plane: UnsafeMutablePointer<UInt8>?, stride: CInt, _ side: Int
  ) -> [UInt8] {
    guard let plane else { return [] }
    return [UInt8](unsafeUninitializedCapacity: side * side) { buffer, count in
      for row in 0..<side {
        for column in 0..<side { buffer[row * side + column] = plane[row * Int(stride) + column] }
      }
      count = side * side
    }
  }

  /// Each value the mean of four.
  private static func halved(_ square: [UInt8], to side: Int) -> [UInt8] {
    var half = [UInt8](repeating: 0, count: side * side)
    guard square.count == 4 * side * side else { return half }
    square.withUnsafeBufferPointer { from in
      half.withUnsafeMutableBufferPointer { to in
        for row in 0..<side {
          for column in 0..<side {
            let place = 4 * row * side + 2 * column
            let sum =
              UInt16(from[place]) + UInt16(from[place + 1]) + UInt16(from[place + 2 * side])
              + UInt16(from[place + 2 * side + 1])
            to[row * side + column] = UInt8((sum + 2) / 4)
          }
        }
      }
    }
    return half
  }

  /// Lines that a cell's mean is taken over: more of them tell no more.
  private static let lines = 256

  private static func roughness(_ square: [UInt8], _ side: Int) -> [Float] {
    let cells = FrameDetail.side
    let edges = (0...cells).map { max(1, min(side - 1, ($0 * side + cells - 1) / cells)) }
    var sums = [Int32](repeating: 0, count: cells * cells)
    var counts = sums
    square.withUnsafeBufferPointer { values in
      for row in stride(from: 1, to: side - 1, by: max(1, side / lines)) {
        let line = row * side
        for column in 0..<cells {
          // Without branches, so that it is done for many values at once.
          var sum: Int32 = 0
          for place in line + edges[column]..<line + edges[column + 1] {
            let around =
              Int32(values[place - 1]) + Int32(values[place + 1]) + Int32(values[place - side])
              + Int32(values[place + side])
            sum &+= abs(4 &* Int32(values[place]) &- around)
          }
          let index = row * cells / side * cells + column
          sums[index] &+= sum
          counts[index] &+= Int32(edges[column + 1] - edges[column])
        }
      }
    }
    return zip(sums, counts).map { $1 > 0 ? Float($0) / Float(4 * $1) : 0 }
  }

  /// What coded blue and red differences mean, by the standard that the stream names.
  private struct Matrix {
    /// Shares of red and blue in luma.
    var red: Float
    var blue: Float

    static let bt709 = Matrix(red: 0.2126, blue: 0.0722)
    static let bt601 = Matrix(red: 0.299, blue: 0.114)
    static let bt2020 = Matrix(red: 0.2627, blue: 0.0593)

    init(red: Float, blue: Float) { (self.red, self.blue) = (red, blue) }

    /// Where nothing is named, players take the one of high definition from 720 lines on.
    init(of picture: Frame) {
      switch picture.raw.pointee.colorspace {
      case AVCOL_SPC_BT709: self = .bt709
      case AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M, AVCOL_SPC_FCC: self = .bt601
      case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL: self = .bt2020
      default: self = max(picture.width, picture.height) >= 1280 ? .bt709 : .bt601
      }
    }

    /// BT.709's differences of the same colour.
    func as709(blue cb: Float, red cr: Float) -> (blue: Float, red: Float) {
      // Luma apart: it takes no part in the differences of blue and red from it.
      let (b, r) = (2 * (1 - blue) * cb, 2 * (1 - red) * cr)
      let green = -(blue * b + red * r) / (1 - blue - red)
      let target = Self.bt709
      let luma = target.red * r + target.blue * b + (1 - target.red - target.blue) * green
      return ((b - luma) / (2 * (1 - target.blue)), (r - luma) / (2 * (1 - target.red)))
    }
  }

  private func colours(of frame: Frame, matrix: Matrix) -> [(blue: Float, red: Float)] {
    let side = FrameDetail.side
    let raw = frame.raw.pointee
    let blue = Self.values(frame, plane: raw.data.1, stride: raw.linesize.1, side)
    let red = Self.values(frame, plane: raw.data.2, stride: raw.linesize.2, side)
    // Limited range, which the scaler makes of full range too.
    return zip(blue, red).map {
      matrix.as709(blue: (Float($0) - 128) * 255 / 224, red: (Float($1) - 128) * 255 / 224)
    }
  }
}

/// Which pictures of a stream get a detail: every eighth, or fewer of a long one.
struct DetailPlan {
  private static let most = 64
  private var step = 8

  /// Whether the picture of this number does.
  func wants(_ number: Int) -> Bool { number % step == 0 }

  /// Leaves out every second one where there are too many.
  mutating func thin<T>(_ kept: inout [T]) {
    guard kept.count > Self.most else { return }
    kept = stride(from: 0, to: kept.count, by: 2).map { kept[$0] }
    step *= 2
  }
}
