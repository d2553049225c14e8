internal import CFFmpeg

/// Containers whose frames are all of one length: what is left over at the end is part of one that is cut.
enum FixedFrames {
  static func areCut(_ demuxer: Demuxer) -> Bool {
    guard let size = demuxer.io.source.size else { return false }
    switch demuxer.formatName {
    case "yuv4mpegpipe": return picturesAreCut(demuxer, size)
    case "dv": return Self.tapeIsCut(demuxer.io, size)
    default: return false
    }
  }

  /// YUV4MPEG2: a line, and before each picture another one, which is `FRAME` and nothing else mostly.
  private static func picturesAreCut(_ demuxer: Demuxer, _ size: Int64) -> Bool {
    guard demuxer.streamCount > 0, let head = Chunk.bytes(demuxer.io, 0..<min(size, 512)),
      let line = head.firstIndex(of: 0x0A)
    else { return false }
    let stream = demuxer.stream(0).pointee.codecpar.pointee
    let picture = av_image_get_buffer_size(
      AVPixelFormat(stream.format), stream.width, stream.height, 1)
    guard picture > 0 else { return false }
    let step = Int64(picture) + 6
    let rest = (size - Int64(line + 1)) % step
    guard rest > 0 else { return false }
    // Where other lines stand between, nothing follows from the length.
    let last = min(6, rest)
    return Chunk.bytes(demuxer.io, size - rest..<size - rest + last).map {
      $0.elementsEqual("FRAME\n".utf8.prefix(Int(last)))
    } ?? false
  }

  /// DV: frames of 10 or 12 sequences of 12,000 bytes, twice as many in DVCPRO 50 (IEC 61834-2, SMPTE ST 314).
  private static func tapeIsCut(_ io: SourceIO, _ size: Int64) -> Bool {
    guard let head = Chunk.bytes(io, 0..<4), head[0] >> 5 == 0 else { return false }
    let sequence: Int64 = 12_000
    return size % sequence != 0 || size / sequence % (head[3] & 0x80 != 0 ? 12 : 10) != 0
  }
}
