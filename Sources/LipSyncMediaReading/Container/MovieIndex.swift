/// What is looked at in the index of an ISO file before FFmpeg sees it.
enum MovieIndex {
  /// Boxes that FFmpeg's parser goes into wherever they stand (`mov_default_parse_table` in libavformat/mov.c), so that a table
  /// in a place where none belongs counts as well.
  private static let nested: Set<String> = [
    "trak", "mdia", "minf", "dinf", "stbl", "edts", "tref", "udta", "mvex", "sinf", "schi", "moof", "traf",
  ]
  /// How deep boxes lie in each other at most: 6 in an ordinary file.
  private static let depth = 16

  /// Bytes behind an index that comes first in which the first samples are looked for.
  private static let headMargin: Int64 = 32 << 10

  /// A fragmented file of up to this many bytes is fetched in one go where its fragments lie close to each other.
  private static let fragmentedLimit: Int64 = 16 << 20
  /// From one fragment to the next: closer ones are not worth a request each.
  private static let farFragment: Int64 = 256 << 10

  /// A file of so many bytes behind its first fragment is worth a look at the list at its end, and fetching heads that lie
  /// so far from each other together.
  private static let listed = (bytes: Int64(1 << 20), apart: Int64(160 << 10))

  /// What an index says of the file as a whole.
  struct Traits {
    /// Whether fragments may follow (`mvex`, or a first fragment).
    var isFragmented = false
    /// Whether its length is stated not to be known, by all ones (§ 8.2.2).
    var isLengthOpen = false
  }

  /// Looks at the index.
  ///
  /// - Throws: `.encrypted` for protected sample descriptions, `.malformed` for an index that is made to cost time
  ///   or memory.
  static func examine(_ io: SourceIO) throws(MediaError) -> Traits {
    guard let size = io.source.size else { return Traits() }
    var walk = BoxWalk(io)
    var claims = SampleClaims(size: size, faults: io.faults)
    // Behind the first movie or fragment come only fragments, without descriptions.
    let top = try walk.boxes(in: 0..<max(0, size), upTo: ["moov", "moof"])
    try refuseCutPictures(top, io, size: size)
    var traits = Traits(isFragmented: top.contains { $0.name == "moof" })
    for movie in top where movie.name == "moov" {
      // The samples that are read first lie behind an index that comes first.
      io.expect([movie.body.lowerBound..<min(size, movie.body.upperBound + headMargin)])
      let parts = try walk.boxes(in: movie.body)
      if parts.contains(where: { $0.name == "mvex" }) { traits.isFragmented = true }
      if let header = parts.first(where: { $0.name == "mvhd" }), walk.isLengthOpen(header) {
        traits.isLengthOpen = true
      }
      for track in parts where track.name == "trak" { try refuse(track, &walk, io, &claims) }
    }
    if traits.isFragmented { try refuseRuns(of: top, io, &claims) }
    // The fragments lie all over the file, and opening it visits each.
    if traits.isFragmented, io.source.isRemote, let top = top.last {
      try expectFragments(&walk, io, behind: top)
    }
    return traits
  }

  /// Of an index of pictures (`meta`) that is cut FFmpeg 5.1 makes something else each time.
  private static func refuseCutPictures(_ top: [BoxWalk.Box], _ io: SourceIO, size: Int64) throws(MediaError)
  {
    guard let box = top.last, box.name == "meta", let end = Chunk(io, at: box.body.lowerBound - 8)?.end,
      end > size
    else { return }
    throw MediaError(
      .truncated, operation: "MovieIndex", subject: io.faults.subject,
      message: "the file ends within its index of pictures; upload or download it again, whole")
  }

  /// Says what will be read of a remote file's fragments, behind its index or the first of them.
  private static func expectFragments(_ walk: inout BoxWalk, _ io: SourceIO, behind top: BoxWalk.Box)
    throws(MediaError)
  {
    let isMovie = top.name == "moov"
    let lead = isMovie ? try walk.boxes(in: top.body.upperBound..<walk.size, upTo: ["moof"]) : []
    let end = lead.last?.body.upperBound ?? top.body.upperBound
    let samples = try walk.boxes(in: end..<walk.size, upTo: ["mdat"]).last
    let isFar = (samples?.body.upperBound ?? end) - end >= farFragment
    if SegmentIndex.hide(lead, from: top.body.upperBound, io, fetches: isFar) { return }
    if let first = lead.last, first.name == "moof", walk.size - end >= listed.bytes {
      let starts = FragmentList.starts(io).filter { $0 > end && $0 < walk.size }
      if Int64(starts.count) * listed.apart <= walk.size - end, starts.count > 1 {
        return SegmentIndex.expect(starts, like: first, io)
      }
    }
    if !isFar, walk.size <= fragmentedLimit { io.expect([0..<walk.size]) }
  }

  /// Looks at the tables of a track.
  private static func refuse(
    _ track: BoxWalk.Box, _ walk: inout BoxWalk, _ io: SourceIO, _ claims: inout SampleClaims
  ) throws(MediaError) {
    let boxes = try leaves(of: track, &walk)
    for box in boxes where box.name == "stsd" {
      // It has version, flags and a count before its entries (ISO/IEC 14496-12 § 8.5.2).
      let start = min(box.body.lowerBound + 8, box.body.upperBound)
      let entries = try walk.boxes(in: start..<box.body.upperBound)
      try Encryption.refuse(entries: entries.map(\.name), io.faults)
    }
    // Sound whose samples all last one tick is indexed by chunks: PCM may have hundreds of millions.
    let kinds = boxes.filter { $0.name == "hdlr" }.map { walk.word(8, of: $0) }
    let times = boxes.filter { $0.name == "stts" }
    let isByChunk =
      !kinds.isEmpty && kinds.allSatisfy { $0 == "soun" } && !times.isEmpty
      && times.allSatisfy { walk.number(4, of: $0) == 1 && walk.number(12, of: $0) == 1 }
    guard !isByChunk else { return }
    for box in boxes where box.name == "stsz" {
      // A size that all samples share, and a count that costs no byte (§ 8.7.3).
      let (length, count) = (walk.number(4, of: box), walk.number(8, of: box))
      if length > 0 { try claims.add(count, ofBytes: length) }
    }
  }

  /// Looks at the runs of fragments that state nothing of each sample, so that a count of any size costs no byte (§ 8.8.8): of a
  /// file that is remote or still coming the first fragment's, of others the first thousands'.
  private static func refuseRuns(of top: [BoxWalk.Box], _ io: SourceIO, _ claims: inout SampleClaims)
    throws(MediaError)
  {
    var walk = BoxWalk(io)
    var next = top
    for _ in 0..<SampleClaims.fragments {
      for fragment in next where fragment.name == "moof" {
        for run in try leaves(of: fragment, &walk) where run.name == "trun" {
          let statesEach = walk.number(0, of: run) & 0xf00 != 0
          if !statesEach { try claims.add(walk.number(4, of: run), ofBytes: 1) }
        }
      }
      // What is still coming would have to be waited for.
      let isAtHand = !io.source.isRemote && !io.source.isArriving
      guard isAtHand, let end = next.last?.body.upperBound, end < walk.size else { return }
      next = try walk.boxes(in: end..<walk.size, upTo: ["moof"])
    }
  }

  /// The boxes in a box that hold no others, however deep.
  private static func leaves(of box: BoxWalk.Box, _ walk: inout BoxWalk, depth: Int = depth)
    throws(MediaError) -> [BoxWalk.Box]
  {
    var found: [BoxWalk.Box] = []
    for part in try walk.boxes(in: box.body) {
      if nested.contains(part.name), depth > 0 {
        found += try leaves(of: part, &walk, depth: depth - 1)
      } else {
        found.append(part)
      }
    }
    return found
  }
}

extension BoxWalk {
  /// The 32-bit number at an offset below 13 in what a box holds; 0 where there is none.
  fileprivate func number(_ offset: Int, of box: Box) -> Int64 {
    head(of: box).map { Int64(Chunk.number($0[offset..<offset + 4])) } ?? 0
  }

  /// Whether a movie's header states its length with all ones.
  fileprivate func isLengthOpen(_ header: Box) -> Bool {
    guard let version = number(in: header, at: 0).map({ $0 >> 24 }) else { return false }
    let words: [Int64] = version == 1 ? [24, 28] : [16]
    return words.allSatisfy { number(in: header, at: $0) == Int64(UInt32.max) }
  }

  /// The word of four letters at an offset below 13 in what a box holds; empty where there is none.
  fileprivate func word(_ offset: Int, of box: Box) -> String {
    head(of: box).map { Chunk.word($0, offset) } ?? ""
  }
}
