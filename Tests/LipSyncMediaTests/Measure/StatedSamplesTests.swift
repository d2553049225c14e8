import LipSyncMediaMaking
import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// Sound that is counted and not decoded is as long as a decoder makes it.
@Suite struct StatedSamplesTests {
  private static func played(_ bytes: [UInt8]) throws -> MediaTime? {
    let options = DecodedMedia.Options(signatures: false, envelope: false)
    return try DecodedMedia.decode(MemorySource(bytes, name: "sound"), options: options).audioDuration
  }

  private static func probe(_ bytes: [UInt8]) throws -> MediaInfo {
    try MediaInfo.probeBlocking(MemorySource(bytes, name: "sound"), deadline: .after(.seconds(30)))
  }

  @Test(
    "MP3 whose side information is spoilt bit by bit",
    .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"),
    arguments: [
      ["-ar", "44100", "-ac", "2"], ["-ar", "44100", "-ac", "1"], ["-ar", "22050"], ["-ar", "8000"],
    ])
  func spoiltMP3(_ options: [String]) throws {
    let directory = try TemporaryDirectory()
    try #require(
      try FFmpegProgram.run(
        ["-f", "lavfi", "-i", "sine=d=0.5"] + options
          + ["-c:a", "libmp3lame", "-write_xing", "0", "-id3v2_version", "0", directory.file("bare.mp3")]))
    let whole = try directory.read("bare.mp3")
    let plain = try Self.probe(whole)
    #expect(plain.isDurationExact && plain.durationMethod == .packets)
    #expect(try plain.duration == Self.played(whole))
    // The fourth frame, as the first three have the decoder's ear.
    let frames = whole.indices.dropLast().filter { whole[$0] == whole[0] && whole[$0 + 1] == whole[1] }
    let start = frames[3]
    for bit in 0..<40 * 8 {
      var bytes = whole
      bytes[start + bit / 8] ^= 0x80 >> (bit % 8)
      let info = try Self.probe(bytes)
      #expect(try !info.isDurationExact || info.duration == Self.played(bytes), "bit \(bit)")
    }
  }

  @Test("Sound of which no sample comes out has no length that would be exact")
  func nothingHeard() throws {
    var bytes = try Fixtures.video(seconds: MediaTime(1), audio: .speech(), format: "mov") {
      $0.keyframeInterval = 5
    }
    // An edit list (ISO/IEC 14496-12 § 8.6.6) that begins hours behind the sound's end.
    let lists = (0..<bytes.count - 4).filter { bytes[$0..<$0 + 4].elementsEqual("elst".utf8) }
    let entry = try #require(lists.last) + 12
    bytes.replaceSubrange(entry + 4..<entry + 8, with: [0x7F, 0, 0, 0])
    let info = try Self.probe(bytes)
    #expect(info.audio?.duration != nil || !info.isDurationExact)
  }

  @Test(
    "AMR is counted by its frames, and frames that are none are left to the decoder",
    arguments: [false, true])
  func amr(isWide: Bool) throws {
    let (magic, length) = isWide ? ("#!AMR-WB\n", 61) : ("#!AMR\n", 32)
    let frame = [isWide ? 0x44 : 0x3C] + [UInt8](repeating: 0x55, count: length - 1)
    let frames = [[UInt8]](repeating: frame, count: 50)
    let whole = Array(magic.utf8) + frames.flatMap { $0 }
    let info = try Self.probe(whole)
    #expect(info.duration == MediaTime(1) && info.isDurationExact && info.durationMethod == .packets)
    #expect(try Self.played(whole) == MediaTime(1))
    // Silence is described and not coded (types 8 and 9), and one frame is marked as damaged.
    let descriptor: [UInt8] =
      isWide ? [0x4C] + [UInt8](repeating: 0, count: 5) : [0x44] + [UInt8](repeating: 0, count: 5)
    for odd in [descriptor, [frame[0] & ~4] + frame.dropFirst()] {
      let bytes = Array(magic.utf8) + (frames.prefix(20) + [odd] + frames.suffix(20)).flatMap { $0 }
      let info = try Self.probe(bytes)
      #expect(try info.duration == Self.played(bytes))
    }
  }
}
