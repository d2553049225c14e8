internal import CFFmpeg
internal import Platform

extension Thumbnail {
  /// Decodes a still image (JPEG, PNG, WebP, ...), or the first picture of moving ones.
  ///
  /// - Throws: `.notMedia`, `.malformed`, `.unsupported` or `.truncated` by what is wrong with the bytes,
  ///   `.noSuchStream` where they hold no picture.
  package static func read(_ source: any ByteSource, deadline: Deadline = .none) throws(MediaError) -> Picture
  {
    let stream = try PictureStream.open(source, deadline: deadline)
    guard let frame = try stream.next() else {
      try stream.demuxer.refuseTooLarge(stream.index)
      throw undecodable(source)
    }
    if stream.demuxer.formatName == "jpeg_pipe", !(try JPEGEnd.isPresent(in: source, deadline: deadline)) {
      throw MediaError(
        .truncated, operation: "Thumbnail.read", subject: source.name,
        message: "the JPEG ends in the middle of the picture; fetch it again")
    }
    let isTurned = stream.orientation.isSideways
    let signature = try SignatureMaker.open(stream.orientation, faults: stream.faults).signature(of: frame)
    let (width, height) = (isTurned ? frame.height : frame.width, isTurned ? frame.width : frame.height)
    let format = stream.demuxer.formatName
    // A JPEG's density is for printers: browsers and players show its pixels as squares.
    let aspect = format == "jpeg_pipe" ? nil : stream.demuxer.aspect(of: frame, stream: stream.index)
    if !format.hasSuffix("_pipe"), !pictureFormats.contains(format), try stream.next() != nil {
      throw MediaError(
        .unsupported, operation: "Thumbnail.read", subject: source.name,
        message: "it is a video, not a picture")
    }
    return Picture(width: width, height: height, signature: signature, aspect: aspect)
  }

  /// Formats of pictures that may move.
  private static let pictureFormats: Set<String> = ["gif", "apng", "ico", "image2"]

  /// A JPEG of the frame shown at `time` after the first picture's start, rotation applied, square pixels.
  ///
  /// A time past the end gives the last picture.
  ///
  /// - Parameters:
  ///   - source: where the bytes come from.
  ///   - time: the moment.
  ///   - maximumSide: the longer side's ceiling in pixels; larger pictures are scaled down.
  ///   - deadline: when to give up.
  package static func jpeg(
    of source: any ByteSource, at time: MediaTime, maximumSide: Int? = nil, deadline: Deadline = .none
  ) throws(MediaError) -> [UInt8] {
    var index: PictureIndex?
    // Reading all packets pays only where it saves much decoding.
    if time > MediaTime(10) {
      let demuxer = try Demuxer.open(source, deadline: deadline)
      index = try PictureIndex.read(demuxer, stream: try PictureStream.videoStream(of: demuxer))
    }
    let reader = try PictureReader(source, index: index, memory: 0, deadline: deadline)
    let picture: Frame
    do throws(PictureReader.Failure) {
      picture = try reader.picture(at: time, backwards: false)
    } catch {
      guard case .media(let failure) = error else { throw undecodable(source) }
      throw failure
    }
    return try encode(picture, form: reader.shaper.form, maximumSide: maximumSide, faults: reader.faults)
  }

  /// JPEGs of several moments in one pass, in the order in which the times were given; see `jpeg`.
  package static func jpegs(
    of source: any ByteSource, at times: [MediaTime], maximumSide: Int? = nil, part: PicturePart? = nil,
    deadline: Deadline = .none
  ) throws(MediaError) -> [[UInt8]] {
    guard let last = times.max() else { return [] }
    var index: PictureIndex?
    if last > MediaTime(10) {
      let demuxer = try Demuxer.open(source, deadline: deadline)
      index = try PictureIndex.read(demuxer, stream: try PictureStream.videoStream(of: demuxer))
    }
    let reader = try PictureReader(source, index: index, memory: 0, deadline: deadline)
    var pictures = [[UInt8]](repeating: [], count: times.count)
    for place in times.indices.sorted(by: { times[$0] < times[$1] }) {
      let picture: Frame
      do throws(PictureReader.Failure) {
        picture = try reader.picture(at: times[place], backwards: false)
      } catch {
        guard case .media(let failure) = error else { throw undecodable(source) }
        throw failure
      }
      pictures[place] = try encode(
        picture, form: reader.shaper.form, maximumSide: maximumSide, part: part, faults: reader.faults)
    }
    return pictures
  }

  private static func undecodable(_ source: any ByteSource) -> MediaError {
    MediaError(
      .malformed, operation: "avcodec_receive_frame", subject: source.name,
      message: "it holds no picture that can be decoded")
  }

  private static func encode(
    _ picture: Frame, form: PictureShaper.Form, maximumSide: Int?, part: PicturePart? = nil, faults: FaultLog
  ) throws(MediaError) -> [UInt8] {
    let input = try picture.share(faults)
    if let part { try cut(input, to: part, faults) }
    var form = form
    (form.width, form.height) = (input.width, input.height)
    let (width, height) = size(of: form, maximumSide: maximumSide)
    let target = Scaler.Shape(width: width, height: height, format: AV_PIX_FMT_YUVJ420P)
    var source = input.shape
    // The shaper calls every 4:2:0 picture limited; JPEG is full range.
    if form.colour.isFullRange { source.format = AV_PIX_FMT_YUVJ420P }
    input.raw.pointee.format = source.format.rawValue
    let scaled = try Frame.picture(target, faults)
    try Scaler.open(from: source, to: target, faults: faults).scale(input, into: scaled, faults: faults)
    let encoder = try Encoder.open("mjpeg", faults: faults) { context, _ in
      context.width = CInt(width)
      context.height = CInt(height)
      context.pix_fmt = AV_PIX_FMT_YUVJ420P
      context.color_range = AVCOL_RANGE_JPEG
      context.time_base = AVRational(num: 1, den: 25)
      context.thread_count = 1
      context.flags |= AV_CODEC_FLAG_QSCALE
      context.global_quality = 3 * FF_QP2LAMBDA
    }
    scaled.raw.pointee.pts = 0
    scaled.raw.pointee.quality = 3 * FF_QP2LAMBDA
    let packet = try Packet.allocate(faults)
    var bytes: [UInt8] = []
    for frame in [scaled.raw, nil] {
      try encoder.encode(frame, packet: packet) { packet in
        bytes.append(contentsOf: UnsafeBufferPointer(start: packet.raw.pointee.data, count: packet.size))
      }
    }
    return bytes
  }

  /// Leaves a part of a picture, on even sides, where colour is half as fine.
  private static func cut(_ picture: Frame, to part: PicturePart, _ faults: FaultLog) throws(MediaError) {
    func even(_ share: Double, _ side: Int) -> Int { Int((share * Double(side)).rounded(.down)) & ~1 }
    let (left, top) = (even(part.left, picture.width), even(part.top, picture.height))
    let width = max(2, even(part.width, picture.width))
    let height = max(2, even(part.height, picture.height))
    picture.raw.pointee.crop_left = left
    picture.raw.pointee.crop_top = top
    picture.raw.pointee.crop_right = max(0, picture.width - left - width)
    picture.raw.pointee.crop_bottom = max(0, picture.height - top - height)
    try faults.check(
      av_frame_apply_cropping(picture.raw, CInt(AV_FRAME_CROP_UNALIGNED)), "av_frame_apply_cropping")
  }

  /// However wide the pixels are said to be: a picture of gigabytes is no cover.
  private static let largestSide = 16_384

  /// The picture's size with square pixels, shrunk to `maximumSide`; even where it can be.
  private static func size(of form: PictureShaper.Form, maximumSide: Int?) -> (Int, Int) {
    let width = Double(form.width) * Double(form.pixelAspect.0) / Double(max(1, form.pixelAspect.1))
    let height = Double(form.height)
    let factor = min(1, Double(maximumSide ?? largestSide) / max(width, height))
    return (max(2, Int((width * factor / 2).rounded()) * 2), max(2, Int((height * factor / 2).rounded()) * 2))
  }
}
