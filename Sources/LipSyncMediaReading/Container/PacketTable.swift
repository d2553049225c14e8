/// What CAF's packet table (`pakt`) states of coded sound: how much of what is decoded counts. FFmpeg applies none of it before
/// version 8, and the priming alone since.
struct PacketTable: Equatable {
  /// Samples of one channel that count.
  let valid: Int64
  /// Samples before them, which the encoder needed to begin.
  let priming: Int64
  /// Samples behind them, which fill the last packet.
  let remainder: Int64

  /// Nil where there is none, or what it states cannot be.
  static func of(_ io: SourceIO) -> PacketTable? {
    guard let head = Chunk.head(io, at: 0), Chunk.word(head, 0) == "caff" else { return nil }
    var offset: Int64 = 8
    for _ in 0..<10_000 where !io.faults.deadline.mustStop {
      guard let head = Chunk.head(io, at: offset) else { return nil }
      let size = Int64(bitPattern: Chunk.number(head[4..<12]))
      guard size >= 0 else { return nil }
      if Chunk.word(head, 0) == "pakt" { return size >= 24 ? read(io, at: offset + 12) : nil }
      let (next, overflow) = offset.addingReportingOverflow(size.addingReportingOverflow(12).partialValue)
      guard !overflow, next > offset else { return nil }
      offset = next
    }
    return nil
  }

  private static func read(_ io: SourceIO, at offset: Int64) -> PacketTable? {
    guard let bytes = Chunk.bytes(io, offset..<offset + 24) else { return nil }
    func number(_ range: Range<Int>) -> Int64 { Int64(truncatingIfNeeded: Chunk.number(bytes[range])) }
    let table = PacketTable(valid: number(8..<16), priming: number(16..<20), remainder: number(20..<24))
    // Both are parts of packets, of which none is longer than a second or two.
    let isSound = 1..<(Int64(1) << 48) ~= table.valid && table.priming < 1 << 18 && table.remainder < 1 << 18
    return isSound ? table : nil
  }

  /// How many of the samples that were decoded count.
  ///
  /// - Parameter isPrimed: whether the priming was left out already.
  func counted(_ decoded: Int64, isPrimed: Bool) -> Int64 {
    min(valid, max(0, decoded - (isPrimed ? 0 : priming)))
  }
}
