/// What is looked at in the index of an ISO file before FFmpeg sees it.
enum MovieIndex {
  /// Samples that all tracks together may claim beyond what the file can hold: at 25 bytes each in FFmpeg's own index, 100 MB.
  private static let modestCount: Int64 = 4_000_000

  /// Bytes behind an index that comes first in which the first samples are looked for.
  private static let headMargin: Int64 = 32 << 10

  /// A fragmented file of up to this many bytes is fetched in one go where its fragments lie close to each other.
  private static let fragmentedLimit: Int64 = 16 << 20
  /// From one fragment to the next: closer ones are not worth a request each.
  private static let farFragment: Int64 = 256 << 10

  /// A file of so many bytes behind its first fragment is worth a look at the list at its end, and fetching heads that lie
  /// so far from each other together.
  private static let listed = (bytes: Int64(1 << 20), apart: Int64(160 << 10))

  /// What tracks claimed so far: no byte is taken to be of two samples.
  private struct Claims {
    var bytesLeft: Int64
    var excess: Int64 = 0
  }

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
    var claims = Claims(bytesLeft: size)
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
      for track in parts where track.name == "trak" {
        for media in try walk.boxes(in: track.body) where media.name == "mdia" {
          let parts = try walk.boxes(in: media.body)
          let kinds = parts.filter { $0.name == "hdlr" }.map { walk.word(8, of: $0) }
          let isSound = !kinds.isEmpty && kinds.allSatisfy { $0 == "soun" }
          for information in parts where information.name == "minf" {
            for table in try walk.boxes(in: information.body) where table.name == "stbl" {
              try refuse(table, isSound: isSound, &walk, io, size: size, &claims)
            }
          }
        }
      }
    }
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

  private static func refuse(
    _ table: BoxWalk.Box, isSound: Bool, _ walk: inout BoxWalk, _ io: SourceIO, size: Int64,
    _ claims: inout Claims
  ) throws(MediaError) {
    let boxes = try walk.boxes(in: table.body)
    for box in boxes where box.name == "stsd" {
      // It has version, flags and a count before its entries (ISO/IEC 14496-12 § 8.5.2).
      let start = min(box.body.lowerBound + 8, box.body.upperBound)
      let entries = try walk.boxes(in: start..<box.body.upperBound)
      try Encryption.refuse(entries: entries.map(\.name), io.faults)
    }
    // Sound whose samples all last one tick is indexed by chunks: PCM may have hundreds of millions.
    let times = boxes.filter { $0.name == "stts" }
    let isByChunk =
      isSound && !times.isEmpty
      && times.allSatisfy { walk.number(4, of: $0) == 1 && walk.number(12, of: $0) == 1 }
    guard !isByChunk else { return }
    for box in boxes where box.name == "stsz" {
      // A size that all samples share, and a count that costs no byte (§ 8.7.3). A file that was cut off still
      // claims what it once held, hence the modest count.
      let (length, count) = (walk.number(4, of: box), walk.number(8, of: box))
      guard length > 0 else { continue }
      if count <= claims.bytesLeft / length {
        claims.bytesLeft -= count * length
        continue
      }
      claims.excess += count
      guard claims.excess > modestCount else { continue }
      throw MediaError(
        .malformed, operation: "MovieIndex", subject: io.faults.subject,
        message: "its index claims \(count) samples of \(length) bytes in a file of \(size) bytes; "
          + "write the file again with an ordinary tool and use that")
    }
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
