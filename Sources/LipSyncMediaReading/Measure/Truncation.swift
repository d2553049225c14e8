internal import CFFmpeg

/// Whether bytes that the container speaks of are missing.
enum Truncation {
  /// Demuxers whose header counts samples, all of which have to be there. Other headers state a length that may have been
  /// written before the end was known, or by the clock on the wall: that is no proof of missing bytes.
  private static let countedHeaders: Set<String> = [
    "mp3", "flac", "ape", "mpc", "mpc8", "wv", "tta", "dsf",
  ]
  /// Demuxers that read how long a packet is before they read it, and mark one that the source's end cuts short.
  private static let framed: Set<String> = ["nut", "ivf", "mxf", "mxf_opatom", "gxf", "avi", "apng"]
  /// What may be missing of the count, in seconds: MP3's is of whole frames, the encoder's delay and padding with them.
  private static func bearable(_ format: String) -> Double { format == "mp3" ? 0.3 : inaudible }
  /// What may be missing of sound and still nobody hears it, in seconds: a header's length counted in by mistake.
  private static let inaudible = 0.05

  static func found(
    _ demuxer: Demuxer, header: HeaderClaims, played: MediaTime?, lastIsCut: Bool, end: Probe.End
  ) -> Bool {
    if lastIsCut, framed.contains(demuxer.formatName) { return true }
    if samplesPassEnd(demuxer) || structurePassesEnd(demuxer.io) || payloadPassesEnd(demuxer) { return true }
    let isMeasured = end != .limit
    if isMeasured {
      if demuxer.formatName == "ogg", OggPage.lastPassesEnd(demuxer.io) { return true }
      // Matroska's elements state their sizes, and its demuxer says when the last one does not end (`ebml_read_length`).
      if demuxer.formatName == "matroska,webm",
        demuxer.faults.errorLines.contains(where: { $0.contains("File ended prematurely") })
      {
        return true
      }
      if demuxer.formatName == "flv", FLVTail.isCut(demuxer.io) { return true }
      if let walked = Walk.end(demuxer.io, demuxer.formatName), walked != .lost { return walked == .cut }
    }
    if demuxer.formatName.hasPrefix("mxf"), MaterialFile.isCut(demuxer.io) { return true }
    if FixedFrames.areCut(demuxer) { return true }
    guard isMeasured, countedHeaders.contains(demuxer.formatName), let claim = header.container, let played
    else { return end == .broken }
    let missing = (claim - played).seconds
    // A tag behind the last sample breaks the reading, and nothing of the sound.
    return missing > bearable(demuxer.formatName)
  }

  /// Whether chunks of sound or pictures are stated to go on behind the end.
  private static func payloadPassesEnd(_ demuxer: Demuxer) -> Bool {
    guard let size = demuxer.io.source.size, let stated = StatedBytes.of(demuxer.io) else { return false }
    let second = (0..<demuxer.streamCount).map { demuxer.stream($0).pointee.codecpar.pointee.bit_rate / 8 }
    let bearable = max(64, Int64(Double(second.max() ?? 0) * inaudible))
    return stated.missing(of: size) > bearable
  }

  /// Whether the index of a file lists samples behind the file's end.
  private static func samplesPassEnd(_ demuxer: Demuxer) -> Bool {
    guard demuxer.formatName.hasPrefix("mov"), let size = demuxer.io.source.size else { return false }
    return (0..<demuxer.streamCount).contains { index in
      let stream = demuxer.stream(index)
      let count = avformat_index_get_entries_count(stream)
      return (0..<count).contains { entry in
        guard let sample = avformat_index_get_entry(stream, entry) else { return false }
        return sample.pointee.pos > size - Int64(sample.pointee.size)
      }
    }
  }

  /// Boxes that an ISO file begins with.
  private static let boxes: Set<String> = [
    "ftyp", "styp", "moov", "moof", "free", "skip", "wide", "mdat",
  ]

  /// Whether an ISO file's index (`moov`, `moof`) is stated to go on behind the end. An `mdat` may: what counts is whether
  /// samples lie there.
  static func structurePassesEnd(_ io: SourceIO) -> Bool {
    guard let size = io.source.size, let head = Chunk.head(io, at: 0) else { return false }
    guard boxes.contains(Chunk.word(head, 4)) else { return false }
    var offset: Int64 = 0
    for _ in 0..<10_000 where !io.faults.deadline.mustStop {
      guard let chunk = Chunk(io, at: offset), let end = chunk.end else { return false }
      if ["moov", "moof"].contains(chunk.name), end > size { return true }
      guard end > offset, end < size else { return false }
      offset = end
    }
    return false
  }
}
