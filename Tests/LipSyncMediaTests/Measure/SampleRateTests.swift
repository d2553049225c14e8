import LipSyncMediaMaking
import LipSyncMediaReading
import TestSupport
import Testing

/// Sample rates that nobody listens to.
@Suite struct SampleRateTests {
  @Test(
    "A rate out of range is told, and nothing made of its samples", arguments: [1, 100, 199, 999, 768_001])
  func refused(_ rate: Int) throws {
    let source = MemorySource(Self.wave(rate: rate, samples: 5000), name: "slow.wav")
    let info = try MediaInfo.probeBlocking(source, deadline: .after(.seconds(20)))
    #expect(info.audio?.sampleRate == rate)
    #expect(info.audio?.duration == MediaTime(5000, Int64(rate)))
    let undecoded = try #require(throws: MediaError.self) {
      try AudioEnvelope.decode(source, deadline: .after(.seconds(20)))
    }
    #expect(undecoded.code == .unsupported)
    #expect(undecoded.message.contains("\(rate) samples a second"))
    #expect(try DecodedMedia.decode(source, options: .init(envelope: false)).audioSamples == 5000)
    let directory = try TemporaryDirectory()
    let path = directory.file("out.mp4")
    let video = MemorySource(try Fixtures.video(seconds: MediaTime(1, 5)), name: "video")
    let unrendered = try #require(throws: MediaError.self) {
      try Render.run(
        video: video, audio: source,
        stretches: [Render.Stretch(from: .zero, lasting: MediaTime(1))], to: path,
        deadline: .after(.seconds(20)))
    }
    #expect(unrendered.code == .unsupported)
    #expect(throws: MediaError.self) { try FileSource(path: path) }
  }

  @Test("At the ends of the range every two-hundredth of a second has its value", arguments: [1000, 768_000])
  func taken(_ rate: Int) throws {
    let source = MemorySource(Self.wave(rate: rate, samples: rate), name: "odd.wav")
    #expect(try AudioEnvelope.decode(source).levels.count == AudioEnvelope.rate)
  }

  /// 16-bit samples of one channel (RIFF WAVE, `WAVEFORMATEX`).
  private static func wave(rate: Int, samples: Int) -> [UInt8] {
    func number(_ value: Int, _ count: Int = 4) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    let format = number(1, 2) + number(1, 2) + number(rate) + number(2 * rate) + number(2, 2) + number(16, 2)
    let data = (0..<samples).flatMap { number($0 % 2 == 0 ? 8000 : -8000, 2) }
    return Array("RIFF".utf8) + number(36 + data.count) + Array("WAVEfmt ".utf8) + number(16) + format
      + Array("data".utf8) + number(data.count) + data
  }
}
