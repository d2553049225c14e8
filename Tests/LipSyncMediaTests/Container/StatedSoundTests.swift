import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// What containers state of their sound, and FFmpeg 5.1 reads otherwise.
@Suite("Stated sound") struct StatedSoundTests {
  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// A second of WAVE_FORMAT_EXTENSIBLE at 8,000 Hz, mono, a ramp in the highest bits.
  private static func extensible(bits: Int, of width: Int) -> [UInt8] {
    let samples = (0..<8000).flatMap { index in
      little((index % 250) << (8 * width - 8), width)
    }
    let guid: [UInt8] = [1, 0, 0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113]
    let format =
      little(0xFFFE, 2) + little(1, 2) + little(8000, 4) + little(8000 * width, 4) + little(width, 2)
      + little(8 * width, 2) + little(22, 2) + little(bits, 2) + little(4, 4) + guid
    let body =
      Array("WAVEfmt ".utf8) + little(format.count, 4) + format + Array("data".utf8)
      + little(samples.count, 4) + samples
    return Array("RIFF".utf8) + little(body.count, 4) + body
  }

  @Test(
    "Samples are as wide as they lie in the file, however many bits of them count",
    arguments: [(16, 32), (16, 24), (20, 24), (24, 32), (12, 16), (32, 32), (16, 16)])
  func width(bits: Int, container: Int) throws {
    let source = MemorySource(Self.extensible(bits: bits, of: container / 8), name: "sound.wav")
    let info = try MediaInfo.probeBlocking(source)
    #expect(info.duration == MediaTime(1) && info.isDurationExact && !info.isTruncated, "\(info)")
    #expect(info.headerDuration == MediaTime(1))
    let options = DecodedMedia.Options(signatures: false, envelope: false)
    #expect(try DecodedMedia.decode(source, options: options).audioDuration == MediaTime(1))
  }

  @Test(
    "Priming and remainder of CAF's packet table do not count",
    .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"),
    arguments: ["alac", "libopus"])
  func packetTable(_ codec: String) throws {
    let directory = try TemporaryDirectory()
    try #require(
      try FFmpegProgram.run(
        ["-f", "lavfi", "-i", "sine=r=48000:d=2", "-c:a", codec, directory.file("made.caf")]))
    var bytes = try directory.read("made.caf")
    let table = try #require(bytes.firstRange(of: Array("pakt".utf8))).upperBound + 8
    let valid = 90_000
    let stated = [(valid, 8, 8), (2112, 16, 4), (1000, 20, 4)]
    for (value, place, count) in stated {
      bytes.replaceSubrange(table + place..<table + place + count, with: Self.little(value, count).reversed())
    }
    let info = try MediaInfo.probeBlocking(MemorySource(bytes, name: "made.caf"))
    #expect(info.duration == MediaTime(Int64(valid), 48_000) && info.headerDuration == info.duration)
  }

  @Test("What of the decoded samples counts")
  func counted() {
    let table = PacketTable(valid: 1000, priming: 100, remainder: 20)
    #expect(table.counted(1120, isPrimed: false) == 1000)
    #expect(table.counted(1020, isPrimed: true) == 1000)
    // Of a file that is cut, what came behind the priming.
    #expect(table.counted(600, isPrimed: false) == 500)
    #expect(table.counted(50, isPrimed: false) == 0)
  }

  @Test(
    "An MP3's note states delay and padding, or leaves the length open",
    .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"),
    arguments: [8000, 16_000, 22_050, 24_000, 44_100, 48_000])
  func note(_ rate: Int) throws {
    let directory = try TemporaryDirectory()
    try #require(
      try FFmpegProgram.run(
        ["-f", "lavfi", "-i", "sine=r=\(rate):d=1.7", "-c:a", "libmp3lame", directory.file("made.mp3")]))
    var bytes = try directory.read("made.mp3")
    let whole = try MediaInfo.probeBlocking(MemorySource(bytes, name: "made.mp3"))
    #expect(whole.isDurationExact && whole.headerDuration == whole.duration, "\(whole)")
    // As an encoder leaves it that writes to a pipe.
    let place = try #require(
      bytes.firstRange(of: Array("Xing".utf8)) ?? bytes.firstRange(of: Array("Info".utf8)))
    bytes.replaceSubrange(place.upperBound + 4..<place.upperBound + 8, with: [0, 0, 0, 0])
    #expect(try MediaInfo.probeBlocking(MemorySource(bytes, name: "made.mp3")).headerDuration == nil)
  }

  @Test("A pause is what a clock leaves between packets, no more and no less")
  func gaps() {
    var gaps = SoundGaps()
    for start in [0, 20, 40, 61, 79, 100, 600, 620, 100_000, 100_020, 50] as [Int64] {
      gaps.take(start, whole: 20, second: 1000)
    }
    #expect(gaps.total == 480)
  }
}
