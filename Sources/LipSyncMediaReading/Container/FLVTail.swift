/// The end of an FLV file: behind each tag stands its length (Adobe's FLV specification, version 10.1, annex E.3).
enum FLVTail {
  /// Whether the file ends within a tag. What lies behind the last tag is no tag's part, so where the end makes no sense, the
  /// tags are walked from the start.
  static func isCut(_ io: SourceIO) -> Bool {
    guard let size = io.source.size, size > 24, !endsWithTag(io, size) else { return false }
    guard let head = Chunk.head(io, at: 0), Chunk.word(head, 0).hasPrefix("FLV") else { return false }
    var offset = Int64(Chunk.number(head[5..<9])) + 4
    while offset < size, !io.faults.deadline.mustStop {
      guard let tag = Chunk.head(io, at: offset), kinds.contains(tag[0] & 0x1F) else {
        return size - offset < 11
      }
      let next = offset + 11 + Int64(Chunk.number(tag[1..<4])) + 4
      // The length behind the last tag may be left out.
      if next > size { return next - 4 > size }
      offset = next
    }
    return false
  }

  private static let kinds: Set<UInt8> = [8, 9, 18]

  private static func endsWithTag(_ io: SourceIO, _ size: Int64) -> Bool {
    guard let tail = Chunk.bytes(io, size - 4..<size) else { return false }
    let start = size - 4 - Int64(Chunk.number(tail))
    guard start > 0, start < size - 11, let tag = Chunk.bytes(io, start..<start + 4) else { return false }
    return kinds.contains(tag[0] & 0x1F) && Int64(Chunk.number(tag[1..<4])) + 11 == size - 4 - start
  }
}
