extension TrailingBytes {
  /// Fewer bytes of an unknown kind are remains of a tag, or of a clumsy writer.
  private static let fewest: Int64 = 1024
  /// Names that files begin with.
  private static let files: Set<String> = ["RIFF", "RF64", "FORM", "ftyp"]

  static func found(_ io: SourceIO, format: String) -> TrailingBytes? {
    switch format {
    case "wav", "aiff": behindSound(io)
    case _ where format.hasPrefix("mov"): behindMovie(io)
    default: nil
    }
  }

  /// Behind the samples of WAV and AIFF come other chunks, or another file.
  private static func behindSound(_ io: SourceIO) -> TrailingBytes? {
    guard let size = io.source.size, let stated = StatedBytes.of(io), !stated.isPlaceholder else {
      return nil
    }
    let isLittle = Chunk.head(io, at: 0).map { Chunk.word($0, 0) != "FORM" } ?? true
    let (end, overflow) = stated.start.addingReportingOverflow(stated.count)
    guard !overflow, size - end >= 16 else { return nil }
    // A pad byte may be there or not.
    var offset = end + stated.count & 1
    if let head = Chunk.head(io, at: end), files.contains(Chunk.word(head, 0)) { offset = end }
    for _ in 0..<1000 where size - offset >= 16 && !io.faults.deadline.mustStop {
      guard let head = Chunk.head(io, at: offset) else { return nil }
      let name = Chunk.word(head, 0)
      if files.contains(name) { return TrailingBytes(offset: offset, count: size - offset, kind: name) }
      guard head[..<4].allSatisfy({ 0x20...0x7E ~= $0 }) else {
        // Zeros fill a block of a disk.
        let isFilling = head.allSatisfy { $0 == 0 }
        return isFilling || size - offset < fewest
          ? nil : TrailingBytes(offset: offset, count: size - offset, kind: nil)
      }
      let length = Int64(Chunk.number(isLittle ? Array(head[4..<8].reversed()) : Array(head[4..<8])))
      offset += 8 + length + length & 1
    }
    return nil
  }

  /// Behind the boxes of an ISO file comes another `ftyp`, which begins a file and stands in none.
  private static func behindMovie(_ io: SourceIO) -> TrailingBytes? {
    guard let size = io.source.size else { return nil }
    var (offset, movies) = (Int64(0), 0)
    for _ in 0..<1000 where offset < size && !io.faults.deadline.mustStop {
      guard let chunk = Chunk(io, at: offset), let end = chunk.end, end > offset else { return nil }
      if chunk.name == "ftyp", movies > 0 {
        return TrailingBytes(offset: offset, count: size - offset, kind: chunk.name)
      }
      // Fragments go on with boxes of their own, each with a type sometimes.
      if chunk.name == "moof" { return nil }
      if chunk.name == "moov" { movies += 1 }
      offset = end
    }
    return nil
  }
}
