import LipSyncMediaMaking
import LipSyncMediaReading
import TestSupport
import Testing

@Suite("Writing media files")
struct MovieWriterTests {
  @Test(
    "Every picture comes back with its number and its exact time",
    arguments: [
      ("mp4", MediaTime(25)), ("mp4", MediaTime(30000, 1001)), ("mov", MediaTime(24)),
      ("mpegts", MediaTime(50)),
      ("avi", MediaTime(25)),
    ])
  func pictures(format: String, rate: MediaTime) throws {
    let bytes = try Fixtures.video(
      seconds: MediaTime(2), frameRate: rate, audio: .speech(sampleRate: 48_000), format: format)
    let seen = try Playthrough(bytes: bytes)
    let frame = MediaTime(rate.denominator, rate.numerator)
    #expect(seen.numbers == Array(0..<Int(rate.seconds.rounded() * 2)))
    let first = try #require(seen.times.first)
    // AVI carries no times of its own.
    for (index, time) in seen.times.enumerated() where format != "avi" {
      let off = (time - first - frame * Int64(index)).magnitude
      #expect(off == .zero || format == "mpegts" && off <= MediaTime(1, 90_000))
    }
  }

  @Test("Pictures of unequal length and a late start keep their times")
  func unequal() throws {
    let directory = try TemporaryDirectory()
    let lengths = [40, 40, 100, 7, 33, 500, 20].map { MediaTime($0, 1000) }
    try Fixtures.writeVideo(to: directory.file("a.mp4"), lengths: lengths) { $0.start = MediaTime(1, 2) }
    let seen = try Playthrough(path: directory.file("a.mp4"))
    var expected = [MediaTime(1, 2)]
    for length in lengths.dropLast() { expected.append(expected[expected.count - 1] + length) }
    #expect(seen.times == expected)
    #expect(seen.numbers == Array(0..<7))
  }

  @Test("As many samples come out as were put in", arguments: ["wav", "flac", "mp3", "ogg"])
  func samples(format: String) throws {
    let samples = try Playthrough(bytes: Self.oddSound(format)).samples
    #expect(samples == Self.oddCount)
  }

  @Test("MP4 and MOV state priming and padding of AAC, so the stated length is what was put in")
  func statedLength() throws {
    for format in ["mp4", "mov"] {
      let seen = try Playthrough(bytes: Self.oddSound(format))
      #expect(seen.statedSamples == Self.oddCount)
      // The decoder hands out whole blocks of 1024; priming is gone all the same.
      #expect(seen.samples - Self.oddCount < 1024)
    }
  }

  private static let oddCount = 70_001

  private static func oddSound(_ format: String) throws -> [UInt8] {
    try Fixtures.audio(seconds: MediaTime(Int64(oddCount), 48_000), sampleRate: 48_000, format: format)
  }

  @Test("The index stands before the media data")
  func faststart() throws {
    let bytes = try Fixtures.video(audio: .speech())
    func place(_ name: String) -> Int? {
      (0..<bytes.count - 4).first { bytes[$0..<$0 + 4].elementsEqual(name.utf8) }
    }
    #expect(try #require(place("moov")) < #require(place("mdat")))
  }

  @Test("Nothing is left behind by a writer that does not finish")
  func abandoned() throws {
    let directory = try TemporaryDirectory()
    do {
      let writer = try MovieWriter.create(
        path: directory.file("a.mp4"),
        video: VideoSpec(width: 64, height: 64, frameDuration: MediaTime(1, 25)), audio: nil)
      for _ in 0..<30 { try writer.append(Picture(width: 64, height: 64)) }
      #expect(try directory.contents().count == 1)
    }
    #expect(try directory.contents().isEmpty)
  }

  @Test("A folder that is not there is said in the system's words")
  func noFolder() throws {
    let error = #expect(throws: MediaError.self) {
      try Fixtures.writeVideo(to: "/nonexistent/folder/a.mp4", lengths: [MediaTime(1, 25)])
    }
    #expect(error?.code == .write)
    #expect(error?.message.contains("No such file or directory") == true)
  }

  @Test("What no encoder takes is refused and leaves nothing behind")
  func refused() throws {
    let directory = try TemporaryDirectory()
    let frame = MediaTime(1, 25)
    for (format, spec, code) in [
      ("mp4", VideoSpec(width: 63, height: 64, frameDuration: frame), MediaError.Code.unsupported),
      ("mp4", VideoSpec(width: 64, height: 64, frameDuration: frame, codec: "no-such"), .unsupported),
      ("no-such", VideoSpec(width: 64, height: 64, frameDuration: frame), .unsupported),
      ("mp4", VideoSpec(width: 0, height: 64, frameDuration: frame), .fault),
      ("wav", VideoSpec(width: 64, height: 64, frameDuration: frame, codec: "mjpeg"), .write),
    ] {
      let error = #expect(throws: MediaError.self) {
        _ = try MovieWriter.create(path: directory.file("a"), format: format, video: spec, audio: nil)
      }
      #expect(error?.code == code, "\(error.map { "\($0)" } ?? "none")")
    }
    #expect(try directory.contents().isEmpty)
  }

  @Test("A still picture is written as an image")
  func image() throws {
    let bytes = try Fixtures.image()
    #expect(bytes.prefix(3) == [0xFF, 0xD8, 0xFF])
    #expect(try Fixtures.image(codec: "png").prefix(4) == [0x89, 0x50, 0x4E, 0x47])
  }
}
