internal import CFFmpeg
internal import LipSyncMediaReading
internal import Platform

/// Brings pictures of BT.2020 (PQ, HLG or the usual curve) to BT.709: light is made linear, its colours are converted, what is
/// brighter than a standard screen shows is rolled off by the curve of BT.2390, and the result gets the usual gamma.
///
/// All is looked up: the curves in tables, so that a pixel costs a matrix and a few readings.
final class ToneMapper {
  private let source: Scaler.Shape
  private let transfer: AVColorTransferCharacteristic
  private let toPixels: ColourScaler
  private let toPicture: ColourScaler
  private let wide: Frame
  private let narrow: Frame
  /// Linear light by 12 bits of a number, 1 for the white of a standard picture.
  private let linear: [Float]
  /// What light is scaled by, by the square root of its brightest part in steps.
  private let scale: [Float]
  /// Eight bits by the square root of light in steps.
  private let gamma: [UInt8]

  /// The brightest light that is told apart, in units of white.
  private static let brightest: Float = 50
  private static let steps = 4096
  /// White of a standard picture in cd/m² (BT.2408).
  private static let white = 203.0

  /// - Throws: `.unsupported` where the picture states no curve, as Dolby Vision without a base picture does (profile 5).
  init(for picture: Frame, _ faults: FaultLog) throws(MediaError) {
    transfer = picture.raw.pointee.color_trc
    source = Scaler.Shape(
      width: picture.width, height: picture.height, format: AVPixelFormat(picture.raw.pointee.format))
    guard let curve = Self.curve(transfer) else {
      throw MediaError(
        .unsupported, operation: "ToneMapper", subject: faults.subject,
        message:
          "its pictures do not say how their numbers stand for light, as those of Dolby Vision without a base "
          + "picture (profile 5) do not: export it as HDR10, HLG or BT.709")
    }
    let rgb = Scaler.Shape(width: source.width, height: source.height, format: AV_PIX_FMT_RGB48LE)
    let rgb8 = Scaler.Shape(width: source.width, height: source.height, format: AV_PIX_FMT_RGB24)
    let plain = Scaler.Shape(width: source.width, height: source.height, format: AV_PIX_FMT_YUV420P)
    let matrix = picture.raw.pointee.colorspace
    toPixels = try ColourScaler(
      from: source, to: rgb, matrix: matrix == AVCOL_SPC_UNSPECIFIED ? AVCOL_SPC_BT2020_NCL : matrix,
      isFullRange: picture.raw.pointee.color_range == AVCOL_RANGE_JPEG, faults)
    toPicture = try ColourScaler(from: rgb8, to: plain, matrix: AVCOL_SPC_BT709, isFullRange: false, faults)
    (wide, narrow) = (try Frame.picture(rgb, faults), try Frame.picture(rgb8, faults))
    linear = (0..<Self.steps).map { Float(curve(Double($0) / Double(Self.steps - 1))) }
    scale = Self.values { light in light > 0 ? Self.rolled(light) / light : 1 }
    gamma = (0..<Self.steps).map { step in
      let root = Double(step) / Double(Self.steps - 1)
      return UInt8((255 * pow(root * root, 1 / 2.4)).rounded())
    }
  }

  func fits(_ picture: Frame) -> Bool {
    picture.width == source.width && picture.height == source.height
      && picture.raw.pointee.format == source.format.rawValue && picture.raw.pointee.color_trc == transfer
  }

  /// The picture in 8 bits of BT.709.
  func mapped(_ picture: Frame) throws(MediaError) -> Frame {
    try toPixels.scale(picture, into: wide)
    convert()
    return try toPicture.bt709Picture(of: narrow)
  }

  private func convert() {
    guard let input = wide.raw.pointee.data.0, let output = narrow.raw.pointee.data.0 else { return }
    let (inputStride, outputStride) = (Int(wide.raw.pointee.linesize.0), Int(narrow.raw.pointee.linesize.0))
    let top = Float(Self.steps - 1)
    let rootOfBrightest = Self.brightest.squareRoot()
    linear.withUnsafeBufferPointer { linear in
      scale.withUnsafeBufferPointer { scale in
        gamma.withUnsafeBufferPointer { gamma in
          for row in 0..<source.height {
            let from = UnsafeRawPointer(input + row * inputStride).assumingMemoryBound(to: UInt16.self)
            let to = output + row * outputStride
            for column in 0..<source.width {
              let r = linear[Int(from[3 * column]) >> 4], g = linear[Int(from[3 * column + 1]) >> 4]
              let b = linear[Int(from[3 * column + 2]) >> 4]
              // BT.2020 to BT.709 (BT.2087).
              let red = max(0, 1.6605 * r - 0.5876 * g - 0.0728 * b)
              let green = max(0, -0.1246 * r + 1.1329 * g - 0.0083 * b)
              let blue = max(0, -0.0182 * r - 0.1006 * g + 1.1187 * b)
              let peak = min(Self.brightest, max(red, max(green, blue)))
              let factor = scale[Int((peak.squareRoot() / rootOfBrightest * top).rounded())]
              to[3 * column] = gamma[Int((min(1, red * factor).squareRoot() * top).rounded())]
              to[3 * column + 1] = gamma[Int((min(1, green * factor).squareRoot() * top).rounded())]
              to[3 * column + 2] = gamma[Int((min(1, blue * factor).squareRoot() * top).rounded())]
            }
          }
        }
      }
    }
  }

  private static func values(_ value: (Float) -> Float) -> [Float] {
    (0..<steps).map { step in
      let root = Float(step) / Float(steps - 1)
      return value(root * root * brightest)
    }
  }

  /// Light above three quarters of white bends towards white, which the brightest light reaches: it is never brighter than before.
  private static func rolled(_ light: Float) -> Float {
    let knee: Float = 0.75
    guard light > knee else { return light }
    let room = 1 - knee
    let over = (light - knee) / room
    let end = (brightest - knee) / room
    return min(light, knee + room * over * (1 + over / (end * end)) / (1 + over))
  }

  /// Light by a number from 0 to 1, in units of white; nil for a curve that is not known.
  private static func curve(_ transfer: AVColorTransferCharacteristic) -> ((Double) -> Double)? {
    switch transfer {
    case AVCOL_TRC_SMPTE2084: perceptual
    case AVCOL_TRC_ARIB_STD_B67: hybrid
    case AVCOL_TRC_BT709, AVCOL_TRC_BT2020_10, AVCOL_TRC_BT2020_12, AVCOL_TRC_SMPTE170M,
      AVCOL_TRC_IEC61966_2_1:
      { pow($0, 2.4) }
    default: nil
    }
  }

  /// SMPTE ST 2084.
  private static func perceptual(_ value: Double) -> Double {
    let (m1, m2, c1, c2, c3) = (0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875)
    let power = pow(value, 1 / m2)
    return 10_000 * pow(max(0, power - c1) / (c2 - c3 * power), 1 / m1) / white
  }

  /// ARIB STD-B67 for a screen of 1,000 cd/m², whose white of a standard picture is at three quarters of the numbers (BT.2408).
  private static func hybrid(_ value: Double) -> Double {
    let (a, b, c) = (0.17883277, 0.28466892, 0.55991073)
    let scene = value <= 0.5 ? value * value / 3 : (exp((value - c) / a) + b) / 12
    return 1000 * pow(scene, 1.2) / white
  }
}
