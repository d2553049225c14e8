internal import CFFmpeg
internal import LipSyncMediaReading

/// The video stream of a file in the making: pictures in, packets with exact times out.
final class VideoTrack {
  let spec: VideoSpec
  private let encoder: Encoder
  private let stream: UnsafeMutablePointer<AVStream>
  private let packet: Packet
  private let faults: FaultLog
  private let tick: MediaTime
  /// Where the next picture starts.
  private(set) var position: MediaTime
  /// Lengths of pictures that are still inside the encoder, by their start: it does not carry them through.
  private var lengths: [Int64: Int64] = [:]

  init(_ spec: VideoSpec, codec: String, muxer: borrowing Muxer, faults: FaultLog) throws(MediaError) {
    self.spec = spec
    self.faults = faults
    tick = spec.tick ?? spec.frameDuration
    position = spec.start
    guard spec.width > 0, spec.height > 0, tick > .zero, spec.frameDuration > .zero,
      let timeBase = AVRational(tick), let rate = AVRational(inverse: spec.frameDuration)
    else {
      throw MediaError(
        .fault, operation: "VideoSpec", subject: faults.subject,
        message: "\(spec.width)x\(spec.height), \(spec.frameDuration) a picture cannot be encoded")
    }
    // Asked here: libx264 says it less well, and loses memory over it.
    guard codec != "libx264" || spec.width % 2 == 0 && spec.height % 2 == 0 else {
      throw MediaError(
        .unsupported, operation: "VideoSpec", subject: faults.subject,
        message: "\(spec.width)x\(spec.height) cannot be H.264 in 4:2:0: both sides have to be even")
    }
    var options = spec.encoderOptions
    switch codec {
    case "libx264":
      options = [("preset", spec.preset), ("crf", String(spec.quality))] + options
    case "libvpx", "libvpx-vp9":
      options = [("deadline", "realtime"), ("cpu-used", "8")] + options
    default: break
    }
    let globalHeader = muxer.wantsGlobalHeader
    packet = try Packet.allocate(faults)
    encoder = try Encoder.open(codec, options: options, faults: faults) { context, codec in
      context.width = Int32(clamping: spec.width)
      context.height = Int32(clamping: spec.height)
      context.pix_fmt = Self.pixelFormat(of: codec)
      context.time_base = timeBase
      if spec.tick == nil { context.framerate = rate }
      context.sample_aspect_ratio = AVRational(num: spec.pixelAspect.0, den: spec.pixelAspect.1)
      let isFull = spec.colour.isFullRange || context.pix_fmt == AV_PIX_FMT_YUVJ420P
      context.color_range = isFull ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
      context.color_primaries = spec.colour.primaries
      context.color_trc = spec.colour.transfer
      context.colorspace = spec.colour.matrix
      // Bounded: other work shares the machine.
      context.thread_count = 2
      if let interval = spec.keyframeInterval { context.gop_size = Int32(clamping: interval) }
      if let count = spec.bFrames { context.max_b_frames = Int32(clamping: count) }
      if globalHeader { context.flags |= AV_CODEC_FLAG_GLOBAL_HEADER }
      if codec.id == AV_CODEC_ID_VP8 || codec.id == AV_CODEC_ID_VP9 { context.bit_rate = 1_000_000 }
      if codec.id == AV_CODEC_ID_MPEG4 || codec.id == AV_CODEC_ID_MJPEG {
        context.flags |= AV_CODEC_FLAG_QSCALE
        context.global_quality = 3 * FF_QP2LAMBDA
      }
    }
    stream = try muxer.addStream(of: encoder)
    if spec.tick == nil { stream.pointee.avg_frame_rate = rate }
    stream.pointee.sample_aspect_ratio = encoder.raw.pointee.sample_aspect_ratio
    if spec.rotation % 360 != 0 {
      try faults.check(cffmpeg_set_rotation(stream, Double(spec.rotation)), "av_stream_new_side_data")
    }
  }

  /// Encodes `frame` as the next picture; its time stamp is set here.
  func append(
    _ frame: Frame, lasting: MediaTime? = nil, to muxer: borrowing Muxer
  ) throws(MediaError) {
    let start = ticks(position)
    position = position + (lasting ?? spec.frameDuration)
    frame.raw.pointee.pts = start
    // Whatever the source thought of this picture, the encoder decides its kind anew.
    frame.raw.pointee.pict_type = AV_PICTURE_TYPE_NONE
    lengths[start] = ticks(position) - start
    try encode(frame.raw, to: muxer)
  }

  /// Drains the encoder.
  func finish(to muxer: borrowing Muxer) throws(MediaError) { try encode(nil, to: muxer) }

  /// A frame that shows the picture in the encoder's format.
  func frame(of picture: Picture) throws(MediaError) -> Frame {
    let format = encoder.raw.pointee.pix_fmt
    let shape = Scaler.Shape(width: picture.width, height: picture.height, format: AV_PIX_FMT_YUV420P)
    let frame = try Frame.picture(shape, faults)
    PicturePlanes.copy(picture, into: frame)
    guard format != shape.format else { return frame }
    let target = Scaler.Shape(width: picture.width, height: picture.height, format: format)
    let converted = try Frame.picture(target, faults)
    try Scaler.open(from: shape, to: target, faults: faults).scale(frame, into: converted, faults: faults)
    return converted
  }

  /// Planar 4:2:0 where the encoder's list (ended by `AV_PIX_FMT_NONE`) has it, else the list's first. JPEG
  /// takes full range alone, whatever its list says.
  private static func pixelFormat(of codec: AVCodec) -> AVPixelFormat {
    codec.id == AV_CODEC_ID_MJPEG ? AV_PIX_FMT_YUVJ420P : pixelFormat(among: codec.pix_fmts)
  }

  private static func pixelFormat(among list: UnsafePointer<AVPixelFormat>?) -> AVPixelFormat {
    var formats: [AVPixelFormat] = []
    var entry = list
    while let format = entry?.pointee, format != AV_PIX_FMT_NONE {
      formats.append(format)
      entry = entry?.advanced(by: 1)
    }
    return formats.contains(AV_PIX_FMT_YUV420P) ? AV_PIX_FMT_YUV420P : formats.first ?? AV_PIX_FMT_YUV420P
  }

  private func ticks(_ time: MediaTime) -> Int64 {
    time.count(of: tick)
  }

  private func encode(_ frame: UnsafeMutablePointer<AVFrame>?, to muxer: borrowing Muxer) throws(MediaError) {
    try encoder.encode(frame, packet: packet) { packet throws(MediaError) in
      packet.raw.pointee.duration = lengths.removeValue(forKey: packet.raw.pointee.pts) ?? 1
      packet.raw.pointee.stream_index = stream.pointee.index
      av_packet_rescale_ts(packet.raw, encoder.raw.pointee.time_base, stream.pointee.time_base)
      try muxer.write(packet)
    }
  }
}

extension AVRational {
  /// The same fraction; nil where 32-bit terms cannot hold it.
  init?(_ time: MediaTime) {
    guard let numerator = Int32(exactly: time.numerator), let denominator = Int32(exactly: time.denominator)
    else { return nil }
    self.init(num: numerator, den: denominator)
  }

  /// One divided by the fraction; nil where 32-bit terms cannot hold it.
  init?(inverse time: MediaTime) {
    guard let time = AVRational(time), time.num > 0 else { return nil }
    self.init(num: time.den, den: time.num)
  }
}
