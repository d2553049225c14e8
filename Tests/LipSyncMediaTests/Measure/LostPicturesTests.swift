import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// Pictures in the middle of a file that a decoder never gets are no reason to call its length exact.
@Suite("Pictures that do not come through", .enabled(if: FFmpegProgram.isInstalled, "ffmpeg makes them"))
struct LostPicturesTests {
  private static func made(_ codec: String) throws -> [UInt8] {
    let directory = try TemporaryDirectory()
    try #require(
      try FFmpegProgram.run(
        ["-f", "lavfi", "-i", "testsrc=s=64x48:r=10:d=0.8", "-pix_fmt", "yuv420p", "-preset", "ultrafast"]
          + ["-c:v", codec, "-x265-params", "log-level=none", "-bf", "2", directory.file("made.mp4")]))
    return try directory.read("made.mp4")
  }

  private static func check(_ bytes: [UInt8]) throws {
    // What is refused is not called exact either.
    guard
      let info = try? MediaInfo.probeBlocking(
        MemorySource(bytes, name: "spoilt"), deadline: .after(.seconds(30)))
    else { return }
    let options = DecodedMedia.Options(signatures: false, envelope: false)
    let played = try DecodedMedia.decode(MemorySource(bytes, name: "spoilt"), options: options).videoDuration
    let difference = played.flatMap { played in info.video?.duration.map { ($0 - played).magnitude.seconds } }
    #expect(
      !info.isDurationExact || difference ?? 9 < 0.101, "\(info.video?.duration as Any), \(played as Any)")
  }

  /// The table of sample sizes (`stsz`), from its second entry on; or that of shifts (`ctts`).
  @Test(arguments: ["libx264", "libx265"], ["stsz", "ctts"])
  func tables(_ codec: String, _ table: String) throws {
    let bytes = try Self.made(codec)
    let place = try #require((0..<bytes.count - 4).first { bytes[$0..<$0 + 4].elementsEqual(table.utf8) })
    let length = bytes[place - 4..<place].reduce(0) { $0 << 8 | Int($1) } - 16
    for offset in stride(from: 16, to: min(length + 8, 80), by: 1) {
      for mask: UInt8 in [1, 2, 4, 8, 0x10, 0x80] {
        var spoilt = bytes
        spoilt[place + offset] ^= mask
        try Self.check(spoilt)
      }
    }
  }

  @Test("The width of lengths is damaged")
  func width() throws {
    let bytes = try Self.made("libx265")
    let record =
      try #require((0..<bytes.count - 4).first { bytes[$0..<$0 + 4].elementsEqual("hvcC".utf8) }) + 4
    for mask: UInt8 in 1...3 {
      var spoilt = bytes
      spoilt[record + 21] ^= mask
      try Self.check(spoilt)
    }
  }
}
