package import CFFmpeg
internal import Platform

/// An owned `SwsContext`: pictures in another size and pixel format.
package final class Scaler {
  /// A picture's geometry and pixel format.
  package struct Shape: Equatable {
    package var width: Int
    package var height: Int
    package var format: AVPixelFormat

    package init(width: Int, height: Int, format: AVPixelFormat) {
      self.width = width
      self.height = height
      self.format = format
    }
  }

  let from: Shape
  let to: Shape
  /// Whether the source's luma goes from 0 to 255 and not from 16 to 235.
  let isFullRange: Bool
  private let context: OpaquePointer

  private init(adopting context: OpaquePointer, from: Shape, to: Shape, isFullRange: Bool) {
    self.context = context
    self.isFullRange = isFullRange
    self.from = from
    self.to = to
  }

  deinit { sws_freeContext(context) }

  /// A scaler between two shapes; `area` averages all pixels that fall together, else bicubic.
  package static func open(
    from: Shape, to: Shape, area: Bool = false, isFullRange: Bool = false, faults: FaultLog
  )
    throws(MediaError) -> Scaler
  {
    let flags = (area ? SWS_AREA : SWS_BICUBIC) | SWS_ACCURATE_RND
    let context = Log.collecting(in: faults) {
      sws_getContext(
        CInt(from.width), CInt(from.height), from.format, CInt(to.width), CInt(to.height), to.format, flags,
        nil, nil, nil)
    }
    guard let context else {
      try faults.check(cffmpeg_error(EINVAL), "sws_getContext"); throw faults.outOfMemory("sws_getContext")
    }
    if isFullRange { markFullRange(context) }
    return Scaler(adopting: context, from: from, to: to, isFullRange: isFullRange)
  }

  /// The deprecated yuvj formats say so themselves; newer decoders say it in the frame alone.
  private static func markFullRange(_ context: OpaquePointer) {
    var (inverse, table): (UnsafeMutablePointer<CInt>?, UnsafeMutablePointer<CInt>?)
    var (from, to, brightness, contrast, saturation): (CInt, CInt, CInt, CInt, CInt) = (0, 0, 0, 0, 0)
    guard
      sws_getColorspaceDetails(
        context, &inverse, &from, &table, &to, &brightness, &contrast, &saturation) >= 0
    else { return }
    sws_setColorspaceDetails(context, inverse, 1, table, to, brightness, contrast, saturation)
  }

  /// Scales a picture of shape `from` into one of shape `to` that has its buffers.
  package func scale(_ source: Frame, into destination: Frame, faults: FaultLog) throws(MediaError) {
    let code = Log.collecting(in: faults) { sws_scale_frame(context, destination.raw, source.raw) }
    try faults.check(code, "sws_scale_frame")
  }
}

extension Frame {
  /// The shape of this picture.
  var shape: Scaler.Shape { Scaler.Shape(width: width, height: height, format: pixelFormat) }

  /// A picture with buffers of its own, not yet drawn.
  package static func picture(_ shape: Scaler.Shape, _ faults: FaultLog) throws(MediaError) -> Frame {
    let frame = try Frame.allocate(faults)
    frame.raw.pointee.width = CInt(shape.width)
    frame.raw.pointee.height = CInt(shape.height)
    frame.raw.pointee.format = shape.format.rawValue
    try faults.check(av_frame_get_buffer(frame.raw, 0), "av_frame_get_buffer")
    return frame
  }
}
