/// How long the last sample of an ISO file's track lasts, by the tables that FFmpeg 5.1 does not tell of: where a track reorders
/// pictures, and in fragments, it puts a guess by the frame rate in the place.
enum SampleTable {
  /// In ticks of the track; nil where the track does not reorder (FFmpeg tells it then, an edit list applied), or what states
  /// it would have to be fetched.
  ///
  /// - Parameter track: its number (`track_ID`).
  static func lastLength(_ io: SourceIO, track: Int64, isFragmented: Bool) throws(MediaError) -> Int64? {
    var walk = BoxWalk(io)
    guard walk.size > 0 else { return nil }
    let top = try walk.heldBoxes(in: 0..<walk.size)
    guard let movie = top.first(where: { $0.name == "moov" }) else { return nil }
    let parts = try walk.boxes(in: movie.body)
    if isFragmented, let length = try lastOfFragments(top, parts, &walk, track: track) { return length }
    for trak in parts where trak.name == "trak" {
      let boxes = try walk.boxes(in: trak.body)
      guard boxes.contains(where: { $0.name == "tkhd" && walk.trackNumber($0) == track }) else { continue }
      let tables = try walk.descend(["mdia", "minf", "stbl"], from: boxes)
      guard tables.contains(where: { $0.name == "ctts" }),
        let times = tables.first(where: { $0.name == "stts" }), times.body.count >= 16
      else { return nil }
      // Runs of a count and a length each; the last one's length (ISO/IEC 14496-12 § 8.6.1.2).
      let count = walk.number(in: times, at: 4) ?? 0
      let place = 8 + 8 * count - 4
      return count > 0 && place + 4 <= Int64(times.body.count) ? walk.number(in: times, at: place) : nil
    }
    return nil
  }

  /// The last sample's length in the last fragment that has some of the track (§ 8.8.7 and 8.8.8).
  private static func lastOfFragments(
    _ top: [BoxWalk.Box], _ movie: [BoxWalk.Box], _ walk: inout BoxWalk, track: Int64
  ) throws(MediaError) -> Int64? {
    for fragment in top.reversed() where fragment.name == "moof" {
      for part in try walk.boxes(in: fragment.body).reversed() where part.name == "traf" {
        let boxes = try walk.boxes(in: part.body)
        guard let head = boxes.first(where: { $0.name == "tfhd" }), walk.number(in: head, at: 4) == track,
          let run = boxes.last(where: { $0.name == "trun" })
        else { continue }
        if let own = lastOfRun(run, walk) { return own }
        if let common = commonLength(head, walk) { return common }
        for extends in try walk.descend(["mvex"], from: movie) where extends.name == "trex" {
          if walk.number(in: extends, at: 4) == track { return walk.number(in: extends, at: 12) }
        }
        return nil
      }
    }
    return nil
  }

  /// Nil where the run's samples all last as long as those of the fragment.
  private static func lastOfRun(_ run: BoxWalk.Box, _ walk: BoxWalk) -> Int64? {
    guard let flags = walk.number(in: run, at: 0), flags & 0x100 != 0,
      let count = walk.number(in: run, at: 4),
      count > 0
    else { return nil }
    let head: Int64 = 8 + (flags & 1 != 0 ? 4 : 0) + (flags & 4 != 0 ? 4 : 0)
    let entry: Int64 = [0x100, 0x200, 0x400, 0x800].reduce(0) { $0 + (flags & $1 != 0 ? 4 : 0) }
    let place = head + (count - 1) * entry
    return place + 4 <= Int64(run.body.count) ? walk.number(in: run, at: place) : nil
  }

  private static func commonLength(_ head: BoxWalk.Box, _ walk: BoxWalk) -> Int64? {
    guard let flags = walk.number(in: head, at: 0), flags & 8 != 0 else { return nil }
    return walk.number(in: head, at: 8 + (flags & 1 != 0 ? 8 : 0) + (flags & 2 != 0 ? 4 : 0))
  }
}

extension BoxWalk {
  /// The boxes as far as their heads can be read without a round trip.
  fileprivate mutating func heldBoxes(in range: Range<Int64>) throws(MediaError) -> [Box] {
    try boxes(in: range, whileHeld: true)
  }

  /// The boxes within the first box of each name in turn.
  fileprivate mutating func descend(_ names: [String], from boxes: [Box]) throws(MediaError) -> [Box] {
    var boxes = boxes
    for name in names {
      guard let next = boxes.first(where: { $0.name == name }) else { return [] }
      boxes = try self.boxes(in: next.body)
    }
    return boxes
  }

  /// `track_ID` of a track's header, by its version.
  fileprivate func trackNumber(_ header: Box) -> Int64? {
    number(in: header, at: 0).flatMap { number(in: header, at: $0 >> 24 == 1 ? 20 : 12) }
  }

  /// The 32-bit number at an offset in what a box holds; nil where it holds less.
  func number(in box: Box, at offset: Int64) -> Int64? {
    let place = box.body.lowerBound + offset
    guard offset >= 0, place + 4 <= box.body.upperBound else { return nil }
    return bytes(place..<place + 4).map { Int64(Chunk.number($0)) }
  }
}
