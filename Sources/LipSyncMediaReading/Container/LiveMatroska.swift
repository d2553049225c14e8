/// Where a recording in Matroska or WebM that states no length can be cut, so that of a remote one only head and tail are
/// read.
///
/// A browser's recorder writes clusters (RFC 9559 § 5.1.3) one behind the other as time goes by, and no index. Each cluster
/// states its time, so one of the last, put behind one of the first, reads as if nothing had been between them.
enum LiveMatroska {
  /// Shorter ones are read whole.
  static let worthwhile: Int64 = 2 << 20
  /// Bytes searched for a cluster, first and at most, where nothing is known of how long they are.
  private static let window: ClosedRange<Int64> = (256 << 10)...(8 << 20)
  /// What was fetched already is searched up to so many bytes behind what the demuxer has read, and down to so few.
  private static let near: [Int64] = [48 << 10, 32 << 10, 16 << 10]
  /// Bytes searched for the last cluster at least, first.
  private static let shortest: Int64 = 64 << 10

  /// A cluster's place and time.
  private struct Cluster {
    let offset: Int64
    let time: UInt64
  }

  /// The cut of a file whose demuxer has read no further than `position`; nil where there is none.
  static func splice(_ io: SourceIO, from position: Int64) -> Splice? {
    guard let size = io.source.size, size <= io.source.reach ?? size, size - position > worthwhile, isLive(io)
    else { return nil }
    let known = clusters(io, upTo: position)
    let held = known.last { $0.offset >= position }
    // The last cluster is about as long as the first ones.
    let gaps = zip(known.dropFirst(), known).map { $0.offset - $1.offset }
    let first = held == nil ? window.lowerBound : max(shortest, min(2 * (gaps.max() ?? 0), window.lowerBound))
    // Both ends are wanted anyway, so they are fetched together.
    io.expect((held == nil ? [position..<position + first] : []) + [size - first..<size])
    guard
      let head = held ?? search(io, from: window.lowerBound, { position..<min(position + $0, size) }),
      let tail = search(io, from: first, { max(position, size - $0)..<size }),
      tail.time > head.time, tail.offset - head.offset >= worthwhile / 2
    else { return nil }
    return Splice(at: head.offset, to: tail.offset)
  }

  /// The clusters at the start of a source, as far as it is held: up to a little behind a position.
  private static func clusters(_ io: SourceIO, upTo position: Int64) -> [Cluster] {
    guard let end = near.map({ position + $0 }).first(where: { io.source.holds(0..<$0) }),
      let bytes = Chunk.bytes(io, 0..<end)
    else { return [] }
    var found: [Cluster] = []
    while let next = cluster(in: bytes[Int(found.last.map { $0.offset + 4 } ?? 0)...], from: 0) {
      found.append(next)
    }
    return found
  }

  /// Whether the segment's length is left open, as by a writer that cannot go back (§ 4.5 of RFC 8794).
  private static func isLive(_ io: SourceIO) -> Bool {
    guard let bytes = Chunk.bytes(io, 0..<256)?[...], let header = Element(bytes, at: 0),
      let length = header.length,
      length < 128, let segment = Element(bytes, at: header.body + Int(length))
    else { return false }
    return header.id == 0x1A45_DFA3 && segment.id == 0x1853_8067 && segment.length == nil
  }

  /// The first cluster in a window, which grows until there is one.
  private static func search(_ io: SourceIO, from first: Int64, _ range: (Int64) -> Range<Int64>) -> Cluster?
  {
    var length = first
    while length <= min(window.upperBound, io.readLimit ?? .max), !io.faults.deadline.mustStop {
      let range = range(length)
      guard let bytes = Chunk.bytes(io, range) else { return nil }
      if let found = cluster(in: bytes[...], from: range.lowerBound) { return found }
      length *= 4
    }
    return nil
  }

  /// The first cluster in bytes whose index 0 stands for an offset.
  private static func cluster(in bytes: ArraySlice<UInt8>, from start: Int64) -> Cluster? {
    for place in bytes.indices where bytes[place] == 0x1F {
      // Its time comes first in it.
      guard let cluster = Element(bytes, at: place), cluster.id == 0x1F43_B675,
        let time = Element(bytes, at: cluster.body), time.id == 0xE7, let length = time.length,
        1...8 ~= length,
        time.body + Int(length) <= bytes.endIndex
      else { continue }
      return Cluster(
        offset: start + Int64(place), time: Chunk.number(bytes[time.body..<time.body + Int(length)]))
    }
    return nil
  }

  /// The head of an element of EBML (RFC 8794 § 4 to 6).
  private struct Element {
    let id: UInt64
    /// Nil where it is left open.
    let length: UInt64?
    /// Where what it holds starts.
    let body: Int

    /// Nil where it goes on behind the bytes.
    init?(_ bytes: ArraySlice<UInt8>, at start: Int) {
      guard let (id, width) = Self.number(bytes, at: start),
        let (length, lengthWidth) = Self.number(bytes, at: start + width)
      else { return nil }
      let marker = UInt64(1) << (7 * UInt64(lengthWidth))
      self.id = id
      self.length = length == marker * 2 - 1 ? nil : length - marker
      body = start + width + lengthWidth
    }

    /// A number of one to eight bytes, its marker left in.
    private static func number(_ bytes: ArraySlice<UInt8>, at start: Int) -> (UInt64, width: Int)? {
      guard start < bytes.endIndex, bytes[start] != 0 else { return nil }
      let width = bytes[start].leadingZeroBitCount + 1
      guard start + width <= bytes.endIndex else { return nil }
      return (Chunk.number(bytes[start..<start + width]), width)
    }
  }
}
