/// A stretch of a source kept at hand, for walks in many small steps.
struct ByteWindow {
  private static let span: Int64 = 64 << 10

  private let io: SourceIO
  /// The source's length.
  let size: Int64
  private var start: Int64 = 0
  private var held: [UInt8] = []

  /// Nil where the source's length is not known.
  init?(_ io: SourceIO) {
    guard let size = io.source.size else { return nil }
    self.io = io
    self.size = size
  }

  /// Bytes at a place; nil where some of them lie behind the end or cannot be read.
  mutating func bytes(at offset: Int64, _ count: Int64) -> ArraySlice<UInt8>? {
    guard offset >= 0, count > 0, count <= Self.span, offset <= size - count else { return nil }
    if offset < start || offset + count > start + Int64(held.count) {
      guard !io.faults.deadline.mustStop,
        let bytes = Chunk.bytes(io, offset..<min(size, offset + Self.span))
      else { return nil }
      (start, held) = (offset, bytes)
    }
    let place = Int(offset - start)
    return held[place..<place + Int(count)]
  }

  /// The byte at a place.
  mutating func byte(at offset: Int64) -> UInt8? { bytes(at: offset, 1)?.first }

  /// A number, its first byte the highest, or the lowest where `isLittle`.
  mutating func number(at offset: Int64, _ count: Int64, isLittle: Bool = false) -> Int64? {
    guard let bytes = bytes(at: offset, count) else { return nil }
    return Int64(truncatingIfNeeded: isLittle ? Chunk.number(bytes.reversed()) : Chunk.number(bytes))
  }
}
