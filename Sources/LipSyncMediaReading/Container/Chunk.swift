/// A box of an ISO file (ISO/IEC 14496-12 § 4.2).
struct Chunk {
  let name: String
  /// Offset of what it holds.
  let body: Int64
  /// Offset behind it; nil where it states none: it goes on to the end.
  let end: Int64?

  init?(_ io: SourceIO, at offset: Int64) {
    guard let head = Self.head(io, at: offset) else { return nil }
    name = Self.word(head, 4)
    let size = Int64(Self.number(head[0..<4]))
    let large = size == 1 ? Int64(truncatingIfNeeded: Self.number(head[8..<16])) : size
    body = offset + (size == 1 ? 16 : 8)
    end = size == 0 || large < 8 ? nil : offset.addingReportingOverflow(large).partialValue
  }

  /// 16 bytes, zeros behind the end; nil where there are less than 8.
  static func head(_ io: SourceIO, at offset: Int64) -> [UInt8]? {
    let (end, overflow) = offset.addingReportingOverflow(16)
    guard !overflow else { return nil }
    let (bytes, filled) = read(io, offset..<end)
    return filled >= 8 ? bytes : nil
  }

  /// All the bytes of a range; nil where some cannot be read.
  static func bytes(_ io: SourceIO, _ range: Range<Int64>) -> [UInt8]? {
    let (bytes, filled) = read(io, range)
    return filled == bytes.count ? bytes : nil
  }

  private static func read(_ io: SourceIO, _ range: Range<Int64>) -> (bytes: [UInt8], filled: Int) {
    var bytes = [UInt8](repeating: 0, count: range.count)
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        try? io.source.read(
          at: range.lowerBound + Int64(filled),
          into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]), deadline: io.faults.deadline)
      }
      guard let count, count > 0 else { break }
      filled += count
    }
    return (bytes, filled)
  }

  static func word(_ bytes: [UInt8], _ offset: Int) -> String {
    String(decoding: bytes[offset..<offset + 4], as: UTF8.self)
  }

  static func number(_ bytes: some Collection<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}
