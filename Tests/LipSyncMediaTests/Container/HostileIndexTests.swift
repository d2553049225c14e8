import LipSyncMediaMaking
import Synchronization
import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// Indexes of MP4 files that are made to cost time or memory.
@Suite struct HostileIndexTests {
  static let brand = box("ftyp", Array("isom".utf8) + [0, 0, 2, 0] + Array("isommp41".utf8))

  @Test("Boxes that reach behind their parents are not gone through again and again")
  func overlapping() throws {
    var bytes = Self.brand
    for _ in 0..<1500 {
      for (parent, child) in [("moov", "trak"), ("mdia", "minf"), ("stbl", "stsd")] {
        // The child's size of zero says that it goes on to the end.
        bytes += Self.number(16) + Array(parent.utf8) + Self.number(0) + Array(child.utf8)
      }
    }
    // A walk that forgets its bounds reads for ever: the source ends that.
    let source = CountingSource(bytes, limit: 400_000)
    _ = try? MediaInfo.probeBlocking(source)
    #expect(source.reads < 400_000)
  }

  @Test("Boxes without number are malformed, and the deadline holds among them")
  func many() throws {
    let inner = [[UInt8]](repeating: Self.box("free", []), count: 120_000).flatMap { $0 }
    let bytes = Self.brand + Self.box("moov", inner)
    #expect(try error(bytes).code == .malformed)
    #expect(try error(bytes).message.contains("100000 boxes"))
    let io = try SourceIO.open(
      MemorySource(bytes, name: "many"), faults: FaultLog(subject: "many", deadline: .after(.zero)))
    let late = try #require(throws: MediaError.self) { _ = try MovieIndex.examine(io) }
    #expect(late.code == .deadline)
  }

  @Test("Protection is found behind other boxes, but a remote file's later fragments are not searched")
  func fragments() throws {
    let bytes = try Fixtures.video(
      seconds: MediaTime(2), options: [("movflags", "frag_keyframe+empty_moov")]
    ) { $0.keyframeInterval = 5 }
    let source = CountingSource(bytes, isRemote: true)
    _ = try MovieIndex.examine(
      try SourceIO.open(source, faults: FaultLog(subject: "fragments", deadline: .none)))
    let first = try #require(Self.find("moof", in: bytes))
    let second = try #require(Self.find("moof", in: Array(bytes[(first + 4)...]))) + first + 4
    #expect(source.furthest < second)
  }

  @Test("Thirty million samples in three kilobytes are malformed")
  func claimedSamples() throws {
    let found = try error(Self.movie(samples: 30_000_000, kind: "vide", length: 1))
    #expect(found.code == .malformed)
    #expect(found.message.contains("30000000 samples"))
    // Sound is indexed by chunks where each sample lasts one tick, and only there.
    #expect(
      try error(Self.movie(samples: 30_000_000, kind: "soun", length: 1, lasting: 2)).code == .malformed)
    try Self.check(Self.movie(samples: 30_000_000, kind: "soun", length: 2, lasting: 1))
    // Many tracks with a modest claim each add up.
    #expect(try error(Self.movie(samples: 3_000_000, kind: "vide", length: 1, tracks: 2)).code == .malformed)
    // What is left of a long recording of constant size is no such claim.
    try Self.check(Self.movie(samples: 3_000_000, kind: "vide", length: 100_000))
  }

  @Test("Thirty million samples in a run of a hundred bytes are malformed, in whichever fragment")
  func claimedFragment() throws {
    let small = Self.fragment(samples: 1)
    let large = Self.fragment(samples: 30_000_000)
    for fragments in [large, small + large, small + Self.box("mdat", [0]) + large] {
      let found = try error(
        Self.movie(samples: 1, kind: "vide", length: 1, beside: Self.defaults) + fragments)
      #expect(found.operation == "MovieIndex")
      #expect(found.message.contains("30000000 samples"))
    }
    // One that states something of each sample has the bytes for it, or is cut.
    try Self.check(
      Self.movie(samples: 1, kind: "vide", length: 1, beside: Self.defaults)
        + Self.fragment(samples: 30_000_000, flags: 0x200))
  }

  @Test("Behind a remote file's first fragment the memory ceiling meets them, and says so")
  func claimedRemotely() throws {
    let bytes =
      Self.movie(samples: 1, kind: "vide", length: 1, beside: Self.defaults) + Self.fragment(samples: 1)
      + Self.fragment(samples: 30_000_000)
    let found = try #require(throws: MediaError.self) {
      _ = try MediaInfo.probeBlocking(CountingSource(bytes, isRemote: true), deadline: .after(.seconds(20)))
    }
    #expect(found.message.contains("\(MemoryCeiling.block >> 20) MiB"), "\(found)")
  }

  @Test(
    "A table counts wherever FFmpeg would find it",
    arguments: [["dinf"], ["udta", "minf"], ["edts", "mdia", "dinf", "tref"]])
  func hiddenTables(places: [String]) throws {
    let found = try error(
      Self.movie(samples: 30_000_000, kind: "vide", length: 1, tableIn: places))
    #expect(found.code == .malformed)
    #expect(found.message.contains("30000000 samples"))
    let locked = Self.movie(samples: 1, kind: "vide", length: 1, format: "encv", tableIn: places)
    #expect(try error(locked).code == .encrypted)
  }

  private static func check(_ bytes: [UInt8]) throws {
    _ = try MovieIndex.examine(
      try SourceIO.open(
        MemorySource(bytes, name: "claim"), faults: FaultLog(subject: "claim", deadline: .none)))
  }

  private func error(_ bytes: [UInt8]) throws -> MediaError {
    try #require(throws: MediaError.self) {
      _ = try MediaInfo.probeBlocking(MemorySource(bytes, name: "clip.mp4"), deadline: .after(.seconds(20)))
    }
  }

  /// A track of `samples` samples of `length` bytes each, one run in each of its tables (ISO/IEC 14496-12 § 8).
  private static func movie(
    samples: UInt32, kind: String, length: UInt32, lasting: UInt32 = 1, tracks: Int = 1,
    format: String = "jpeg", tableIn places: [String] = [], beside others: [UInt8] = []
  ) -> [UInt8] {
    let matrix = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000].flatMap { number($0) }
    let movieHead = box(
      "mvhd",
      [0, 0, 0, 1000, 1000, 0x10000].flatMap { number($0) } + [1, 0] + zeros(10) + matrix + zeros(24)
        + number(2))
    let trackHead = box(
      "tkhd",
      [7, 0, 0, 1, 0, 1000].flatMap { number($0) } + zeros(16) + matrix + number(64 << 16) + number(64 << 16))
    let mediaHead = box("mdhd", [0, 0, 0, 25, 25, 0].flatMap { number($0) })
    let handler = box("hdlr", number(0) + number(0) + Array(kind.utf8) + zeros(13))
    let entry = box(
      format,
      zeros(7) + [1] + zeros(16) + [0, 64, 0, 64] + number(0x480000) + number(0x480000) + number(0) + [0, 1]
        + zeros(32) + [0, 24, 0xFF, 0xFF])
    var table = box(
      "stbl",
      box("stsd", number(0) + number(1) + entry)
        + box("stts", [0, 1, samples, lasting].flatMap { number($0) })
        + box("stsc", [0, 1, 1, samples, 1].flatMap { number($0) })
        + box("stsz", [0, length, samples].flatMap { number($0) })
        + box("stco", [0, 1, 0].flatMap { number($0) }))
    for place in places.reversed() { table = box(place, table) }
    return brand
      + box(
        "moov",
        movieHead
          + [[UInt8]](
            repeating: box("trak", trackHead + box("mdia", mediaHead + handler + box("minf", table))),
            count: tracks
          ).flatMap { $0 } + others)
      + box("mdat", zeros(2000))
  }

  /// What fragments' samples are by default.
  private static let defaults = box("mvex", box("trex", [0, 1, 1, 1, 100, 0].flatMap { number($0) }))

  /// A fragment with one run, which lies behind the fragment's own start.
  private static func fragment(samples: UInt32, flags: UInt32 = 0) -> [UInt8] {
    let run = box("trun", number(flags) + number(samples))
    let track = box("traf", box("tfhd", number(0x2_0000) + number(1)) + run)
    return box("moof", box("mfhd", number(0) + number(1)) + track)
  }

  private static func box(_ name: String, _ body: [UInt8]) -> [UInt8] {
    number(UInt32(8 + body.count)) + Array(name.utf8) + body
  }

  private static func number(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

  private static func find(_ word: String, in bytes: [UInt8]) -> Int? {
    let word = Array(word.utf8)
    return (0..<bytes.count - 4).first { bytes[$0..<$0 + 4].elementsEqual(word) }
  }

  /// Bytes that know how often and how far they were read, and refuse to be read more often than a limit.
  private final class CountingSource: ByteSource {
    let name = "counted"
    let size: Int64?
    let isRemote: Bool
    private let inner: MemorySource
    private let limit: Int
    private let state = Mutex((reads: 0, end: 0))
    var reads: Int { state.withLock { $0.reads } }
    var furthest: Int { state.withLock { $0.end } }

    init(_ bytes: [UInt8], limit: Int = .max, isRemote: Bool = false) {
      self.isRemote = isRemote
      inner = MemorySource(bytes, name: "inner")
      size = inner.size
      self.limit = limit
    }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws -> Int
    {
      let reads = state.withLock {
        $0 = ($0.reads + 1, max($0.end, Int(offset) + buffer.count))
        return $0.reads
      }
      guard reads < limit else {
        throw MediaError(.read, operation: "read", subject: name, message: "was read \(reads) times")
      }
      return try inner.read(at: offset, into: buffer, deadline: deadline)
    }
  }
}
