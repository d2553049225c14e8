/// The end of an MXF file (SMPTE ST 377-1 § 7): the first partition of one that was closed says where the last one, its footer,
/// begins.
enum MaterialFile {
  private static let partition: [UInt8] = [
    0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0D, 0x01, 0x02, 0x01, 0x01,
  ]

  /// Whether the footer lies behind the end.
  static func isCut(_ io: SourceIO) -> Bool {
    guard let size = io.source.size, let head = Chunk.bytes(io, 0..<min(size, 64)), head.count == 64,
      head.starts(with: partition)
    else { return false }
    // A length follows the key: in one byte, or in as many as its lower bits say.
    let lengthBytes = head[16] & 0x80 != 0 ? Int(head[16] & 0x7F) : 0
    let place = 17 + lengthBytes + 24
    guard place + 8 <= head.count else { return false }
    let footer = Int64(truncatingIfNeeded: Chunk.number(head[place..<place + 8]))
    return footer > 0 && footer > size - Int64(partition.count)
  }
}
