/// The list of a fragmented file's segments (`sidx`, ISO/IEC 14496-12 § 8.16.3) behind a URL.
///
/// With such a list FFmpeg leaves fragments unvisited until they are played, so that it knows of no sample in them; and the list
/// itself tells of one track, rounded to segments. So it is hidden, and serves to fetch the heads of all fragments together.
enum SegmentIndex {
  /// Bytes before the first segment in a list, and of each segment there.
  private static let layout = (head: [UInt8(0): 20, 1: 28], entry: 12)
  /// Segments whose heads are fetched together, at most.
  private static let most = 1000
  /// A fragment's index may be so much larger than the first one's.
  private static let margin: Int64 = 2 << 10

  /// Hides lists that stand between an index and the first fragment.
  ///
  /// - Parameters:
  ///   - boxes: what follows the index, up to the first fragment.
  ///   - start: where that is.
  ///   - fetches: whether fragments lie so far apart that their heads are worth a request each.
  /// - Returns: whether the heads of fragments are on their way.
  static func hide(_ boxes: [BoxWalk.Box], from start: Int64, _ io: SourceIO, fetches: Bool) -> Bool {
    var offset = start
    var segments: [Int64] = []
    for box in boxes {
      if box.name == "sidx" {
        io.hide(boxNamedAt: offset + 4)
        if segments.isEmpty { segments = starts(box, io) }
      }
      offset = box.body.upperBound
    }
    guard fetches, let first = boxes.last, first.name == "moof", 1...most ~= segments.count else {
      return false
    }
    expect(segments, like: first, io)
    return true
  }

  /// Has the heads of fragments fetched together.
  static func expect(_ starts: [Int64], like first: BoxWalk.Box, _ io: SourceIO) {
    let length = Int64(first.body.count) + margin
    io.expect(starts.map { $0..<$0 + length })
  }

  /// Where segments start; empty where a list is not of segments alone.
  private static func starts(_ box: BoxWalk.Box, _ io: SourceIO) -> [Int64] {
    let longest = Int64(layout.entry * (most + 3))
    guard
      let bytes = Chunk.bytes(io, box.body.clamped(to: box.body.lowerBound..<box.body.lowerBound + longest)),
      let version = bytes.first,
      let head = layout.head[version], bytes.count >= head + 4
    else { return [] }
    let offset = Chunk.number(bytes[(version == 0 ? 16 : 20)..<head])
    let count = Int(Chunk.number(bytes[head + 2..<head + 4]))
    guard bytes.count >= head + 4 + count * layout.entry, offset < UInt64(Int32.max) else { return [] }
    var starts: [Int64] = []
    var next = box.body.upperBound + Int64(offset)
    for index in 0..<count {
      let place = head + 4 + index * layout.entry
      let size = Chunk.number(bytes[place..<place + 4])
      // The highest bit marks a list of lists.
      guard size < 1 << 31 else { return [] }
      starts.append(next)
      next += Int64(size)
    }
    return starts
  }
}
