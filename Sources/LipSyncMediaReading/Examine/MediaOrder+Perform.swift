extension MediaOrder {
  /// Does it here: FFmpeg reads the bytes in this process. Blocks.
  func perform(
    on source: any ByteSource, deadline: Deadline, progress: (@Sendable (Double) -> Void)?
  ) throws(MediaError) -> MediaAnswer {
    switch self {
    case .probe(let limit):
      .info(try MediaInfo.probeBlocking(source, readLimit: limit, deadline: deadline))
    case .decode(let options):
      .decoded(try DecodedMedia.decode(source, options: options, deadline: deadline, progress: progress))
    case .glance(let limit):
      .seen(try PictureFacts.glance(at: source, pixelLimit: limit, deadline: deadline))
    case .digest(let streams): .digest(try PacketDigest.of(source, streams: streams, deadline: deadline))
    case .still: .still(try Thumbnail.read(source, deadline: deadline))
    case .pictures(let times, let side):
      .pictures(try Thumbnail.jpegs(of: source, at: times, maximumSide: side, deadline: deadline))
    }
  }
}
