extension MediaOrder {
  /// Does it here: FFmpeg reads the bytes in this process. Blocks.
  func perform(
    on source: any ByteSource, deadline: Deadline, faces kit: FaceKit, progress: (@Sendable (Double) -> Void)?
  ) throws(MediaError) -> MediaAnswer {
    switch self {
    case .probe(let limit):
      .info(try MediaInfo.probeBlocking(source, readLimit: limit, deadline: deadline).plausible(source))
    case .decode(let options):
      .decoded(
        try DecodedMedia.decode(source, options: options, deadline: deadline, faces: kit, progress: progress)
          .plausible(source)
      )
    case .glance(let limit, let faces):
      .seen(try Glance.take(at: source, pixelLimit: limit, faces: faces, kit, deadline: deadline))
    case .digest(let streams): .digest(try PacketDigest.of(source, streams: streams, deadline: deadline))
    case .still: .still(try Thumbnail.read(source, deadline: deadline))
    case .pictures(let times, let side, let part):
      .pictures(
        try Thumbnail.jpegs(of: source, at: times, maximumSide: side, part: part, deadline: deadline))
    }
  }
}

extension MediaInfo {
  /// - Throws: `.malformed` with the figure where a file states what no media has.
  fileprivate func plausible(_ source: any ByteSource) throws(MediaError) -> MediaInfo {
    guard let implausible else { return self }
    throw MediaError(
      .malformed, operation: "probe", subject: source.name,
      message: implausible + "; write the file again with an ordinary tool and use that")
  }
}

extension DecodedMedia {
  fileprivate func plausible(_ source: any ByteSource) throws(MediaError) -> DecodedMedia {
    _ = try info.plausible(source)
    return self
  }
}
