internal import CFFmpeg

/// Whether bytes that the container speaks of are missing.
enum Truncation {
  /// Demuxers whose stated length follows from bytes or samples that must be there: a much shorter play means a
  /// cut file. (In MP4 the index says it better; a stream's header may be written before its end is known.)
  private static let countedHeaders: Set<String> = [
    "mp3", "flac", "wav", "w64", "aiff", "ape", "mpc", "mpc8", "wv", "tta", "au", "caf", "asf", "avi", "dsf",
    "matroska,webm", "flv",
  ]

  static func found(_ demuxer: Demuxer, header: HeaderClaims, played: MediaTime?, measured: Bool) -> Bool {
    if samplesPassEnd(demuxer) || structurePassesEnd(demuxer.io) { return true }
    if measured {
      if demuxer.formatName == "ogg", OggPage.lastPassesEnd(demuxer.io) { return true }
      // Matroska's elements state their sizes, and its demuxer says when the last one does not end (`ebml_read_length`).
      if demuxer.formatName == "matroska,webm",
        demuxer.faults.errorLines.contains(where: { $0.contains("File ended prematurely") })
      {
        return true
      }
    }
    guard measured, countedHeaders.contains(demuxer.formatName), let claim = header.container, let played
    else { return false }
    let missing = (claim - played).seconds
    return missing > 0.5 && missing > 0.05 * claim.seconds
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

  /// Whether an ISO file's index (`moov`, `moof`) or a RIFF file's sound (`data`) is stated to go on behind the
  /// end. An `mdat` may: what counts is whether samples lie there.
  static func structurePassesEnd(_ io: SourceIO) -> Bool {
    guard let size = io.source.size, let head = Chunk.head(io, at: 0) else { return false }
    let layouts: [(magic: [String], start: Int64, cut: Set<String>, isBox: Bool)] = [
      (["ftyp", "styp", "moov", "moof", "free", "skip", "wide", "mdat"], 0, ["moov", "moof"], true),
      (["RIFF"], 12, ["data"], false),
    ]
    let name = (Chunk.word(head, 0), Chunk.word(head, 4))
    guard let layout = layouts.first(where: { $0.magic.contains($0.isBox ? name.1 : name.0) }) else {
      return false
    }
    var offset = layout.start
    for _ in 0..<10_000 where !io.faults.deadline.mustStop {
      guard let chunk = Chunk(io, at: offset, isBox: layout.isBox), let end = chunk.end else { return false }
      if layout.cut.contains(chunk.name), end > size { return true }
      guard end > offset, end < size else { return false }
      offset = end
    }
    return false
  }
}
