/// The last page of an Ogg file (RFC 3533 § 6).
enum OggPage {
  /// The longest page: 27 bytes of header, 255 lacing values, 255 segments of 255 bytes.
  private static let longest: Int64 = 27 + 255 + 255 * 255

  /// Whether the file ends within a page.
  static func lastPassesEnd(_ io: SourceIO) -> Bool {
    guard let size = io.source.size, size > 27 else { return false }
    let start = max(0, size - longest)
    guard let tail = Chunk.bytes(io, start..<size), let page = lastPage(in: tail) else { return false }
    guard tail.count - page >= 27, tail.count - page >= 27 + Int(tail[page + 26]) else { return true }
    let lacing = tail[page + 27..<page + 27 + Int(tail[page + 26])]
    return page + 27 + lacing.count + lacing.reduce(0) { $0 + Int($1) } > tail.count
  }

  /// Where the last page starts: its pattern, the version, and no flags but the three that there are.
  private static func lastPage(in bytes: [UInt8]) -> Int? {
    guard bytes.count >= 6 else { return nil }
    return (0...bytes.count - 6).last {
      bytes[$0] == 0x4F && bytes[$0 + 1] == 0x67 && bytes[$0 + 2] == 0x67 && bytes[$0 + 3] == 0x53
        && bytes[$0 + 4] == 0
        && bytes[$0 + 5] < 8
    }
  }
}
