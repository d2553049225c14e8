import Foundation
import Media
import TestSupport
import Testing

@Suite("What is seen and heard")
struct FactsTests {
  /// A tone of 997 Hz, with silence around it, as WAV.
  private static func tone(
    amplitude: Float, channels: Int, seconds: Double = 3, silence: (Double, Double) = (0, 0),
    rate: Int = 48_000
  ) throws -> MemorySource {
    let directory = try TemporaryDirectory()
    let writer = try MovieWriter.create(
      path: directory.file("tone"), format: "wav", video: nil,
      audio: AudioSpec(sampleRate: rate, channels: channels))
    func frames(_ seconds: Double) -> Int { Int(seconds * Double(rate)) }
    var samples = [Float](repeating: 0, count: frames(silence.0) * channels)
    for index in 0..<frames(seconds) {
      let value = amplitude * Float(sin(Double(index) * 2 * .pi * 997 / Double(rate)))
      for _ in 0..<channels { samples.append(value) }
    }
    samples += [Float](repeating: 0, count: frames(silence.1) * channels)
    try writer.append(samples)
    try writer.finish()
    return MemorySource(try directory.read("tone"), name: "tone.wav")
  }

  @Test(
    "A full-scale tone in one channel is -3.01 LUFS at any sample rate (ITU-R BS.1770-4)",
    arguments: [
      16_000, 44_100, 48_000, 96_000,
    ])
  func fullScale(rate: Int) throws {
    let facts = try SoundFacts.measure(try Self.tone(amplitude: 1, channels: 1, rate: rate))
    #expect(abs(try #require(facts.loudness) - -3.01) < 0.1)
    #expect(abs(try #require(facts.peak)) < 0.01)
  }

  @Test(
    "A tone at -23 dB in two channels is -23 LUFS, and silence does not count (EBU Tech 3341, cases 1 and 3)")
  func reference() throws {
    let amplitude = Float(pow(10, -23.0 / 20))
    let plain = try SoundFacts.measure(try Self.tone(amplitude: amplitude, channels: 2))
    #expect(abs(try #require(plain.loudness) - -23) < 0.1)
    let padded = try SoundFacts.measure(
      try Self.tone(amplitude: amplitude, channels: 2, seconds: 12, silence: (2, 1)))
    #expect(abs(try #require(padded.loudness) - -23) < 0.2)
    #expect(abs(padded.silentHead.seconds - 2) < 0.011 && abs(padded.silentTail.seconds - 1) < 0.011)
    #expect(!padded.isSilent)
  }

  @Test("Silence has neither loudness nor peak")
  func silent() throws {
    let facts = try SoundFacts.measure(try Self.tone(amplitude: 0, channels: 1))
    #expect(facts.isSilent && facts.loudness == nil && facts.peak == nil)
    #expect(facts.silentHead == MediaTime(3) && facts.silentTail == .zero)
  }

  @Test("A glance tells black and frozen videos, and takes two pictures of another")
  func glance() throws {
    func look(_ scene: Fixtures.Scene, limit: Int64 = .max) throws -> PictureFacts {
      let bytes = try Fixtures.video(seconds: MediaTime(2), scene: scene)
      return try PictureFacts.glance(at: MemorySource(bytes, name: "clip"), pixelLimit: limit)
    }
    let black = try look(.black)
    #expect(black.isBlack && black.isStill && black.isWhole && black.looked == MediaTime(2))
    let frozen = try look(.frozen)
    #expect(!frozen.isBlack && frozen.isStill && frozen.isWhole)
    let moving = try look(.numbered())
    #expect(!moving.isBlack && !moving.isStill && !moving.isWhole && moving.looked < MediaTime(1))
    let cut = try look(.frozen, limit: 320 * 180 * 10)
    #expect(cut.isStill && !cut.isWhole && cut.looked < MediaTime(1))
  }

  @Test("A full look finds stretches, and the size after rotation is stated")
  func stretches() throws {
    let bytes = try Fixtures.video(
      seconds: MediaTime(3), scene: .frozen, audio: .speech(), rotation: 90)
    let options = DecodedMedia.Options(signatures: false, envelope: false, content: true)
    let facts = try DecodedMedia.decode(MemorySource(bytes, name: "clip"), options: options).info.facts
    #expect(facts.pictures?.still == [.init(start: .zero, end: MediaTime(3))])
    #expect(facts.pictures?.black == [] && facts.sound?.isSilent == false)
    #expect(facts.displayWidth == 180 && facts.displayHeight == 320)
    #expect(facts.videoStreams == 1 && facts.audioStreams == 1 && facts.dynamicRange == .standard)
    #expect(facts.hasAlpha == false)
  }
}
