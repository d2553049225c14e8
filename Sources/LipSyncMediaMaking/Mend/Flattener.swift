internal import CFFmpeg
internal import LipSyncMediaReading

/// Puts pictures with transparency on a colour.
final class Flattener {
  private let source: Scaler.Shape
  private let background: [UInt8]
  private let toPixels: ColourScaler
  private let toPicture: ColourScaler
  private let pixels: Frame

  init(for picture: Frame, background: [UInt8], _ faults: FaultLog) throws(MediaError) {
    self.background = background
    source = Scaler.Shape(
      width: picture.width, height: picture.height, format: AVPixelFormat(picture.raw.pointee.format))
    let rgba = Scaler.Shape(width: source.width, height: source.height, format: AV_PIX_FMT_RGBA)
    let plain = Scaler.Shape(width: source.width, height: source.height, format: AV_PIX_FMT_YUV420P)
    toPixels = try ColourScaler(
      from: source, to: rgba, matrix: picture.raw.pointee.colorspace,
      isFullRange: picture.raw.pointee.color_range == AVCOL_RANGE_JPEG, faults)
    toPicture = try ColourScaler(
      from: rgba, to: plain, matrix: AVCOL_SPC_BT709, isFullRange: false, faults)
    pixels = try Frame.picture(rgba, faults)
  }

  func fits(_ picture: Frame) -> Bool {
    picture.width == source.width && picture.height == source.height
      && picture.raw.pointee.format == source.format.rawValue
  }

  /// Whether a picture's format has a place for transparency.
  static func isTransparent(_ picture: Frame) -> Bool {
    guard let facts = av_pix_fmt_desc_get(AVPixelFormat(picture.raw.pointee.format)) else { return false }
    return facts.pointee.flags & UInt64(AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_PAL) != 0
  }

  func flattened(_ picture: Frame) throws(MediaError) -> Frame {
    try toPixels.scale(picture, into: pixels)
    blend()
    return try toPicture.bt709Picture(of: pixels)
  }

  private func blend() {
    guard let data = pixels.raw.pointee.data.0 else { return }
    let stride = Int(pixels.raw.pointee.linesize.0)
    for row in 0..<source.height {
      let line = data + row * stride
      for column in 0..<source.width {
        let pixel = line + 4 * column
        let opacity = Int(pixel[3])
        if opacity == 255 { continue }
        for part in 0..<3 {
          pixel[part] = UInt8(
            (Int(pixel[part]) * opacity + Int(background[part]) * (255 - opacity) + 127) / 255)
        }
      }
    }
  }
}

extension Frame {
  /// States that its numbers are those of BT.709, of limited range.
  func tagAsBT709() {
    raw.pointee.color_range = AVCOL_RANGE_MPEG
    raw.pointee.colorspace = AVCOL_SPC_BT709
    raw.pointee.color_primaries = AVCOL_PRI_BT709
    raw.pointee.color_trc = AVCOL_TRC_BT709
  }
}

/// A scaler between YUV of a certain matrix and RGB.
final class ColourScaler {
  private let context: OpaquePointer
  private let faults: FaultLog

  /// - Parameters:
  ///   - matrix: of the side that is YUV.
  ///   - isFullRange: whether that side uses the whole range of numbers.
  init(
    from: Scaler.Shape, to: Scaler.Shape, matrix: AVColorSpace, isFullRange: Bool, _ faults: FaultLog
  ) throws(MediaError) {
    self.faults = faults
    let context = sws_getContext(
      CInt(from.width), CInt(from.height), from.format, CInt(to.width), CInt(to.height), to.format,
      SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, nil, nil, nil)
    guard let context else {
      throw MediaError(
        .unsupported, operation: "sws_getContext", subject: faults.subject,
        message: "its pixels are in a form that cannot be converted")
    }
    self.context = context
    let table = sws_getCoefficients(Self.number(matrix))
    let isSourceRGB = Self.isRGB(from.format)
    sws_setColorspaceDetails(
      context, table, isSourceRGB ? 1 : isFullRange ? 1 : 0, table,
      isSourceRGB ? (isFullRange ? 1 : 0) : 1, 0, 1 << 16, 1 << 16)
  }

  deinit { sws_freeContext(context) }

  /// A new picture, tagged as BT.709, of pixels of the same size.
  func bt709Picture(of pixels: Frame) throws(MediaError) -> Frame {
    let result = try Frame.picture(
      Scaler.Shape(width: pixels.width, height: pixels.height, format: AV_PIX_FMT_YUV420P), faults)
    try scale(pixels, into: result)
    result.tagAsBT709()
    return result
  }

  func scale(_ source: Frame, into target: Frame) throws(MediaError) {
    try faults.check(sws_scale_frame(context, target.raw, source.raw), "sws_scale_frame")
  }

  private static func isRGB(_ format: AVPixelFormat) -> Bool {
    av_pix_fmt_desc_get(format).map { $0.pointee.flags & UInt64(AV_PIX_FMT_FLAG_RGB) != 0 } ?? false
  }

  /// libswscale's number of a matrix; that of BT.601 where none is stated, as players take it.
  private static func number(_ matrix: AVColorSpace) -> CInt {
    switch matrix {
    case AVCOL_SPC_BT709: SWS_CS_ITU709
    case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL: SWS_CS_BT2020
    case AVCOL_SPC_SMPTE240M: SWS_CS_SMPTE240M
    case AVCOL_SPC_FCC: SWS_CS_FCC
    default: SWS_CS_ITU601
    }
  }
}
