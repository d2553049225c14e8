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
    if indexPassesEnd(demuxer) { return true }
    guard measured, countedHeaders.contains(demuxer.formatName), let claim = header.container, let played
    else { return false }
    let missing = (claim - played).seconds
    return missing > 0.5 && missing > 0.05 * claim.seconds
  }

  /// Whether the index of a file lists samples behind the file's end.
  private static func indexPassesEnd(_ demuxer: Demuxer) -> Bool {
    guard demuxer.formatName.hasPrefix("mov"), let size = demuxer.io.source.size else { return false }
    return (0..<demuxer.streamCount).contains { index in
      let stream = demuxer.stream(index)
      let count = avformat_index_get_entries_count(stream)
      return (0..<count).contains { entry in
        guard let sample = avformat_index_get_entry(stream, entry) else { return false }
        return sample.pointee.pos + Int64(sample.pointee.size) > size
      }
    }
  }
}
