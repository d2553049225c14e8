/// A walk through the boxes of an ISO file that ends soon, whatever they state: none reaches behind its parent,
/// and all that are looked at count towards one limit.
struct BoxWalk {
  /// A box whose end is known.
  struct Box {
    let name: String
    /// Offsets of what it holds.
    let body: Range<Int64>
  }

  /// An index of a track has a few dozen.
  private static let limit = 100_000

  /// A part behind the samples of up to this many bytes is fetched in one go.
  private static let tailLimit: Int64 = 4 << 20

  private let io: SourceIO
  private var visited = 0

  init(_ io: SourceIO) { self.io = io }

  /// The source's length; 0 where it is not known.
  var size: Int64 { max(0, io.source.size ?? 0) }

  /// The boxes one after the other, up to the first of those named in `last`.
  ///
  /// - Parameter whileHeld: whether to end where a head would cost a round trip.
  mutating func boxes(
    in range: Range<Int64>, upTo last: Set<String> = [], whileHeld: Bool = false
  ) throws(MediaError) -> [Box] {
    var found: [Box] = []
    var offset = range.lowerBound
    while offset < range.upperBound {
      try io.faults.checkDeadline("BoxWalk")
      visited += 1
      guard visited <= Self.limit else {
        throw MediaError(
          .malformed, operation: "BoxWalk", subject: io.faults.subject,
          message: "its index has more than \(Self.limit) boxes; write the file again with an ordinary tool")
      }
      if whileHeld, !io.source.holds(offset..<min(offset + 16, range.upperBound)) { break }
      guard let chunk = Chunk(io, at: offset) else { break }
      let end = min(chunk.end ?? range.upperBound, range.upperBound)
      found.append(Box(name: chunk.name, body: min(chunk.body, max(end, offset))..<max(end, offset)))
      // Behind the samples comes the index, to the end of the file mostly.
      if !whileHeld, chunk.name == "mdat", let size = io.source.size, end < size, size - end <= Self.tailLimit
      {
        io.expect([end..<size])
      }
      if end <= offset || last.contains(chunk.name) { break }
      offset = end
    }
    return found
  }

  /// Bytes of the source; nil where some cannot be read.
  func bytes(_ range: Range<Int64>) -> [UInt8]? { Chunk.bytes(io, range) }

  /// The first 16 bytes of what a box holds, zeros where it holds fewer; nil where it cannot be read.
  func head(of box: Box) -> [UInt8]? {
    guard var bytes = Chunk.head(io, at: box.body.lowerBound) else { return nil }
    for index in bytes.indices where Int64(index) >= box.body.upperBound - box.body.lowerBound {
      bytes[index] = 0
    }
    return bytes
  }
}
