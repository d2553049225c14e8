import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

struct ID3TagTests {
  /// A tag of so many bytes behind its head of ten.
  private static func head(_ length: Int, flags: UInt8 = 0) -> [UInt8] {
    Array("ID3".utf8) + [4, 0, flags] + [21, 14, 7, 0].map { UInt8(length >> $0 & 0x7F) }
  }

  @Test func length() {
    #expect(ID3Tag.length(Self.head(300_000)) == 300_010)
    #expect(ID3Tag.length(Self.head(300_000, flags: 0x10)) == 300_020)
  }

  @Test("What is cut, or no tag, has no length")
  func none() {
    var long = Self.head(1)
    long[9] = 0x80
    for bytes in [[], Array(Self.head(1).dropLast()), long, [UInt8](repeating: 0xFF, count: 10)] {
      #expect(ID3Tag.length(bytes) == 0, "\(bytes)")
    }
  }

  @Test(
    "A tag with a picture in it, short or longer than what is looked at, does not hide what the sound is",
    .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"),
    arguments: ["mp3", "flac"], [1_000, 300_000, 2_000_000])
  func behind(_ name: String, _ length: Int) throws {
    let directory = try TemporaryDirectory()
    let made = try FFmpegProgram.run(
      ["-f", "lavfi", "-i", "sine=r=44100:d=3", "-id3v2_version", "0", directory.file("sound." + name)])
    try #require(made)
    let sound = try directory.read("sound." + name)
    let picture = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 9) | 1 }
    let plain = try MediaInfo.probeBlocking(MemorySource(sound, name: "plain"))
    let tagged = try MediaInfo.probeBlocking(
      MemorySource(Self.head(length) + picture + sound, name: "tagged"))
    #expect(plain.container == name)
    #expect(tagged.container == name)
    #expect(tagged.audio?.duration == plain.audio?.duration)
    #expect(tagged.isDurationExact)
  }
}
