import Foundation
import LipSyncMediaMaking
import LipSyncMediaReading
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

  private static let hlg = "transfer=arib-std-b67:colorprim=bt2020:colormatrix=bt2020nc"

  /// What containers and pictures state, made by the ffmpeg program: the pictures are asked where the container is silent.
  @Test(
    .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"),
    arguments: [
      ("made.mp4", "-c:v libx264 -x264-params \(hlg)", .hlg, false),
      ("made.mkv", "-c:v libx264 -x264-params \(hlg)", .hlg, false),
      (
        "made.mp4", "-c:v libx264 -color_trc smpte2084 -color_primaries bt2020 -colorspace bt2020nc", .pq,
        false
      ),
      ("made.mp4", "-c:v libx264 -x264-params colorprim=bt2020", .wideGamut, false),
      ("made.mp4", "-c:v libx264", .standard, false),
      ("made.webm", "-c:v libvpx-vp9 -pix_fmt yuva420p", .standard, true),
      ("made.webm", "-c:v libvpx -auto-alt-ref 0 -pix_fmt yuva420p", .standard, true),
      ("made.webm", "-c:v libvpx-vp9 -pix_fmt yuv420p", .standard, false),
      ("made.mov", "-c:v prores_ks -profile:v 4444 -pix_fmt yuva444p10le", .standard, true),
      ("made.mov", "-c:v prores_ks -profile:v 4444 -pix_fmt yuv444p10le -alpha_bits 0", .standard, false),
      ("made.mov", "-c:v qtrle -pix_fmt argb", .standard, true),
      ("made.mov", "-c:v png -pix_fmt rgba", .standard, true),
    ] as [(String, String, MediaFacts.DynamicRange, Bool)])
  func stated(_ name: String, _ options: String, _ range: MediaFacts.DynamicRange, _ hasAlpha: Bool) throws {
    let directory = try TemporaryDirectory()
    let source = ["-f", "lavfi", "-i", "color=red@0.5:s=64x48:r=10:d=0.5,format=rgba", "-threads", "1"]
    let format = options.contains("pix_fmt") ? [] : ["-pix_fmt", "yuv420p"]
    // An encoder that this ffmpeg lacks is nobody's fault.
    guard
      try FFmpegProgram.run(
        source + format + options.split(separator: " ").map(String.init) + [directory.file(name)])
    else { return }
    let facts = try MediaInfo.probeBlocking(try FileSource(path: directory.file(name))).facts
    #expect(facts.dynamicRange == range)
    #expect(facts.hasAlpha == hasAlpha)
  }

  @Test("Dolby Vision is known by its configuration, whatever lies beneath")
  func dolbyVision() throws {
    var bytes = try Fixtures.video()
    #expect(try MediaInfo.probeBlocking(MemorySource(bytes, name: "plain")).facts.dynamicRange == .standard)
    // Profile 8, level 1, with metadata and a base layer (Dolby Vision Streams within ISOBMFF § 3.1).
    let box =
      [0, 0, 0, 32] + Array("dvcC".utf8) + [1, 0, 0x10, 0x0D, 0x10] + [UInt8](repeating: 0, count: 19)
    // Behind the entry's avcC; all boxes around it grow.
    let names = ["moov", "trak", "mdia", "minf", "stbl", "stsd", "avc1", "avcC"]
    var places: [Int] = []
    for name in names {
      let from = places.last ?? 0
      places.append(
        try #require((from..<bytes.count - 4).first { bytes[$0..<$0 + 4].elementsEqual(name.utf8) }))
    }
    func length(_ place: Int) -> Int { bytes[place - 4..<place].reduce(0) { $0 << 8 | Int($1) } }
    let end = places[7] - 4 + length(places[7])
    for place in places.dropLast() {
      let grown = length(place) + box.count
      for byte in 0..<4 { bytes[place - 4 + byte] = UInt8(truncatingIfNeeded: grown >> (24 - 8 * byte)) }
    }
    bytes.insert(contentsOf: box, at: end)
    let info = try MediaInfo.probeBlocking(MemorySource(bytes, name: "dovi"))
    #expect(info.facts.dynamicRange == .dolbyVision)
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
