package import CFFmpeg
internal import Platform

/// Brings decoded pictures into the output's form: 8-bit 4:2:0, upright, even sides.
///
/// An odd last column or row is left out, since H.264 in 4:2:0 has none; nothing is scaled for that. A picture
/// whose size differs from the first one's is scaled to it, as players do.
package final class PictureShaper {
  /// What the encoder is told about the pixels.
  package struct Form {
    package var width: Int
    package var height: Int
    package var pixelAspect: (Int32, Int32)
    package var colour: ColourTags
  }

  package let form: Form
  private let orientation: Orientation
  private let shape: Scaler.Shape
  private let faults: FaultLog
  private var scaler: Scaler?

  /// A shaper for pictures like `first`, to be shown as `orientation` says.
  package init(first: Frame, orientation: Orientation, pixelAspect: AVRational, faults: FaultLog)
    throws(MediaError)
  {
    self.orientation = orientation
    self.faults = faults
    guard first.width > 1, first.height > 1 else {
      throw MediaError(
        .unsupported, operation: "Render", subject: faults.subject,
        message: "pictures of \(first.width)x\(first.height) are too small to be encoded")
    }
    let isFullRange = Self.isFullRange(first)
    let isPlain = Self.isPlain(first.pixelFormat)
    shape = Scaler.Shape(
      width: first.width, height: first.height,
      format: isPlain ? first.pixelFormat : isFullRange ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P)
    let isTurned = orientation.isSideways
    let (width, height) = (first.width & ~1, first.height & ~1)
    let aspect = pixelAspect.num > 0 && pixelAspect.den > 0 ? (pixelAspect.num, pixelAspect.den) : (1, 1)
    form = Form(
      width: isTurned ? height : width, height: isTurned ? width : height,
      pixelAspect: isTurned ? (aspect.1, aspect.0) : aspect,
      colour: ColourTags(of: first, isFullRange: isFullRange))
  }

  /// The picture in the output's form; shares the pixels of `frame` where nothing has to be changed.
  package func shaped(_ frame: Frame) throws(MediaError) -> Frame {
    let upright = frame.shape == shape ? try frame.share(faults) : try scaled(frame)
    guard orientation != .upright else {
      upright.raw.pointee.width = CInt(form.width)
      upright.raw.pointee.height = CInt(form.height)
      upright.raw.pointee.format = AV_PIX_FMT_YUV420P.rawValue
      return upright
    }
    let turned = try Frame.picture(
      Scaler.Shape(width: form.width, height: form.height, format: AV_PIX_FMT_YUV420P), faults)
    PlaneRotation.turn(upright, into: turned, orientation)
    return turned
  }

  private func scaled(_ frame: Frame) throws(MediaError) -> Frame {
    if scaler?.from != frame.shape {
      scaler = try Scaler.open(from: frame.shape, to: shape, faults: faults)
    }
    let result = try Frame.picture(shape, faults)
    try scaler?.scale(frame, into: result, faults: faults)
    return result
  }

  private static func isPlain(_ format: AVPixelFormat) -> Bool {
    format == AV_PIX_FMT_YUV420P || format == AV_PIX_FMT_YUVJ420P
  }

  private static func isFullRange(_ frame: Frame) -> Bool {
    let old = [AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUVJ440P]
    guard let facts = av_pix_fmt_desc_get(frame.pixelFormat)?.pointee else { return false }
    // Conversion from RGB makes limited range.
    if facts.flags & UInt64(AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL) != 0 { return false }
    return old.contains(frame.pixelFormat) || frame.raw.pointee.color_range == AVCOL_RANGE_JPEG
  }
}

/// How the numbers of a picture stand for colours, as encoders and players are told.
package struct ColourTags {
  package var isFullRange = false
  package var primaries = AVCOL_PRI_UNSPECIFIED
  package var transfer = AVCOL_TRC_UNSPECIFIED
  package var matrix = AVCOL_SPC_UNSPECIFIED

  package init() {}

  init(of frame: Frame, isFullRange: Bool) {
    self.isFullRange = isFullRange
    primaries = frame.raw.pointee.color_primaries
    transfer = frame.raw.pointee.color_trc
    matrix = frame.raw.pointee.colorspace
    // RGB is converted by the matrix of standard definition.
    if matrix == AVCOL_SPC_RGB { matrix = AVCOL_SPC_SMPTE170M }
  }
}
