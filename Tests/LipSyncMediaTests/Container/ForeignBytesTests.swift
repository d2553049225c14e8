import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// Bytes that an index lists and that are none of its samples.
@Suite("Foreign bytes") struct ForeignBytesTests {
  private static let page = Array("<html><head><title>502 Bad Gateway</title></head></html>\n".utf8)

  private static let movie = Result {
    try Fixtures.video(
      seconds: MediaTime(20), audio: .speech(), options: [("movflags", "faststart")])
  }
  private static let sound = Result { () throws -> [UInt8] in
    let directory = try TemporaryDirectory()
    try #require(
      try FFmpegProgram.run(
        ["-f", "lavfi", "-i", "anoisesrc=d=20:r=44100", "-c:a", "aac", "-movflags", "+faststart"]
          + [directory.file("a.m4a")]))
    return try directory.read("a.m4a")
  }

  /// A source behind a server, of which nothing is at hand: sound because nothing in it changes.
  private final class Remote: ByteSource, @unchecked Sendable {
    let name = "remote"
    let isRemote = true
    let inner: MemorySource
    init(_ bytes: [UInt8]) { inner = MemorySource(bytes, name: "inner") }
    var size: Int64? { inner.size }
    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws -> Int
    {
      try inner.read(at: offset, into: buffer, deadline: deadline)
    }
  }

  @Test(
    "Zeros and pages in the place of samples are seen, from a file and from a server alike",
    .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"),
    arguments: [true, false], ["zeros behind", "page behind", "zeros in the middle"])
  func spoilt(isMovie: Bool, _ how: String) throws {
    var bytes = try (isMovie ? Self.movie : Self.sound).get()
    let start = how == "zeros in the middle" ? bytes.count * 4 / 10 : bytes.count * 6 / 10
    let end = how == "zeros in the middle" ? bytes.count * 6 / 10 : bytes.count
    for place in start..<end { bytes[place] = how == "page behind" ? Self.page[place % Self.page.count] : 0 }
    let local = try MediaInfo.probeBlocking(MemorySource(bytes, name: "a"))
    let remote = try MediaInfo.probeBlocking(Remote(bytes))
    for info in [local, remote] {
      #expect(info.isTruncated && !info.isDurationExact, "\(info)")
      #expect(try #require(info.foreignBytesAt) >= Int64(start - 64 << 10))
    }
    #expect(local.duration == remote.duration && local.video?.frames == remote.video?.frames)
  }

  @Test("How much was left unread is told: a hole that lies between what was looked at is not seen")
  func unread() throws {
    var bytes = try Self.movie.get()
    let whole = try MediaInfo.probeBlocking(MemorySource(bytes, name: "a"))
    let remote = try MediaInfo.probeBlocking(Remote(bytes))
    #expect(whole.unreadBytes == 0)
    let unread = try #require(remote.unreadBytes)
    #expect(unread > Int64(bytes.count / 2) && unread < Int64(bytes.count))
    for place in bytes.count * 7 / 10..<bytes.count * 8 / 10 { bytes[place] = 0 }
    #expect(try MediaInfo.probeBlocking(MemorySource(bytes, name: "a")).foreignBytesAt != nil)
    let again = try MediaInfo.probeBlocking(Remote(bytes))
    #expect(again.foreignBytesAt != nil || again.unreadBytes == unread)
  }

  @Test("Bytes of something else, neither zeros nor text, are not called exact")
  func garbage() throws {
    var bytes = try Self.movie.get()
    var value: UInt32 = 1
    for place in bytes.count / 2..<bytes.count {
      value = value &* 1_664_525 &+ 1_013_904_223
      bytes[place] = UInt8(value >> 24)
    }
    for source in [Remote(bytes), MemorySource(bytes, name: "a")] as [any ByteSource] {
      #expect(try !MediaInfo.probeBlocking(source).isDurationExact)
    }
  }

  @Test("A good file behind a server is measured by its index, and a few hundred bytes of its middle and end")
  func good() throws {
    let info = try MediaInfo.probeBlocking(Remote(try Self.movie.get()))
    #expect(info.durationMethod == .index && info.isDurationExact && info.foreignBytesAt == nil)
    #expect(
      info
        == (try { () throws -> MediaInfo in
          var local = try MediaInfo.probeBlocking(MemorySource(try Self.movie.get(), name: "a"))
          local.durationMethod = .index
          local.unreadBytes = info.unreadBytes
          return local
        }()))
  }

  @Test("What samples may begin with, and what not")
  func table() {
    func areForeign(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBufferPointer { ForeignBytes.areSeen($0) } }
    #expect(areForeign([UInt8](repeating: 0, count: 64)) && areForeign(Self.page))
    #expect(!areForeign([0, 0, 0, 9]) && !areForeign([UInt8](repeating: 0, count: 40) + [1]))
    #expect(
      !areForeign(Array(Self.page.prefix(40))) && !areForeign(Self.page.prefix(30) + [0x80] + Self.page))
  }
}
