import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// Kinds of files that were taken for others.
@Suite("Odd kinds", .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"))
struct OddKindTests {
  private static func made(_ name: String, _ source: String, _ options: [String] = []) throws -> [UInt8] {
    let directory = try TemporaryDirectory()
    try #require(
      try FFmpegProgram.run(["-f", "lavfi", "-i", source] + options + [directory.file(name)]), "\(name)")
    return try directory.read(name)
  }

  private static func probe(_ bytes: [UInt8]) throws -> MediaInfo {
    try MediaInfo.probeBlocking(MemorySource(bytes, name: "a"))
  }

  @Test("A GIF has transparency where a pixel of it is transparent, and not for what its format could hold")
  func transparency() throws {
    let full = try Self.made("a.gif", "testsrc2=s=64x48:d=1")
    let palette = "split[a][b];[a]palettegen=reserve_transparent=1[p];[b][p]paletteuse"
    let holes = try Self.made(
      "b.gif", "color=red:s=64x48:d=1,format=rgba,geq=r=255:g=0:b=0:a='if(lt(X,20),255,0)',\(palette)")
    #expect(try Self.probe(full).facts.hasAlpha == false)
    #expect(try Self.probe(holes).facts.hasAlpha == true)
  }

  @Test("Moving pictures in containers of stills are refused as what they are")
  func moving() throws {
    let jpegs = try Self.made("a.mjpeg", "testsrc2=s=64x48:d=1", ["-f", "mjpeg"])
    let webp = try Self.made("a.webp", "testsrc2=s=64x48:d=1", ["-c:v", "libwebp_anim"])
    for (bytes, word) in [(jpegs, "JPEG"), (webp, "animated WebP")] {
      let error = #expect(throws: MediaError.self) { try Self.probe(bytes) }
      #expect(error?.code == .unsupported && error?.message.contains(word) == true)
    }
    let still = try Fixtures.image()
    #expect(try Self.probe(still).isImage)
    // A camera's preview behind the picture.
    #expect(try Self.probe(still + still).isImage)
  }

  @Test("A length of all ones is one that is not known")
  func openLength() throws {
    var bytes = try Fixtures.video(audio: .speech())
    let header = try #require(bytes.firstRange(of: Array("mvhd".utf8))).upperBound + 16
    for place in header..<header + 4 { bytes[place] = 0xFF }
    let info = try Self.probe(bytes)
    #expect(info.headerDuration.map { $0 < MediaTime(2) } ?? true, "\(info)")
    for range in bytes.ranges(of: Array("mdhd".utf8)) {
      for place in range.upperBound + 16..<range.upperBound + 20 { bytes[place] = 0xFF }
    }
    #expect(try Self.probe(bytes).headerDuration.map { $0 < MediaTime(2) } ?? true)
  }
}
