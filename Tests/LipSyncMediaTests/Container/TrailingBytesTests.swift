import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// What lies behind the end that a header states.
@Suite("Trailing bytes") struct TrailingBytesTests {
  private static func found(_ bytes: [UInt8]) throws -> TrailingBytes? {
    try MediaInfo.probeBlocking(MemorySource(bytes, name: "a")).facts.trailing
  }

  @Test(
    "Files that were joined are seen",
    .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"),
    arguments: ["wav", "aiff", "mp4"])
  func joined(_ format: String) throws {
    let directory = try TemporaryDirectory()
    try #require(
      try FFmpegProgram.run(
        ["-f", "lavfi", "-i", "sine=d=1"] + (format == "mp4" ? ["-c:a", "aac"] : []) + [
          directory.file("a." + format)
        ]))
    let one = try directory.read("a." + format)
    #expect(try Self.found(one) == nil)
    let trailing = try #require(try Self.found(one + one))
    #expect(trailing.offset == Int64(one.count) && trailing.count == Int64(one.count), "\(trailing)")
    #expect(trailing.kind == ["wav": "RIFF", "aiff": "FORM", "mp4": "ftyp"][format])
  }

  @Test("Samples that a header does not count are seen, tags and filling are not")
  func uncounted() throws {
    var bytes = try Fixtures.audio(seconds: MediaTime(2))
    let data = try #require(bytes.firstRange(of: Array("data".utf8))).upperBound
    let size = (0..<4).reduce(0) { $0 | Int(bytes[data + $1]) << (8 * $1) }
    // Samples where bytes should be counted.
    for place in 0..<4 { bytes[data + place] = UInt8(truncatingIfNeeded: (size / 2) >> (8 * place)) }
    for place in data + 4 + size / 2..<data + 20 + size / 2 { bytes[place] = 0x81 }
    let trailing = try #require(try Self.found(bytes))
    #expect(trailing.kind == nil && trailing.count == Int64(size / 2))
    let whole = try Fixtures.audio(seconds: MediaTime(1))
    let list = Array("LIST".utf8) + [4, 0, 0, 0] + Array("INFO".utf8)
    let tag = Array("TAG".utf8) + [UInt8](repeating: 32, count: 125)
    for tail in [list, tag, [UInt8](repeating: 0, count: 4096), [0]] {
      #expect(try Self.found(whole + tail) == nil)
    }
  }
}
