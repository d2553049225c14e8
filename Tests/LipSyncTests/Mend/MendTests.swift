import Foundation
import LipSyncMedia
import LipSyncMediaMaking
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync

/// Each fault is made, mended and looked at again.
@Suite(
  "Mends", .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"),
  .timeLimit(.minutes(10)))
struct MendTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let rule: Rule
    let subject: Subject
    let name: String
    /// How ffmpeg makes the file.
    let make: String
    /// Whether all of it is copied; nil where that depends on how the container cuts time into ticks.
    var isCopy: Bool? = false
    /// The last touch, which ffmpeg cannot put.
    var spoil: @Sendable (inout [UInt8]) throws -> Void = { _ in }
    var testDescription: String { "\(rule.rawValue) \(name)" }
  }

  static let pictures = "-f lavfi -i testsrc2=s=320x240:r=25:d=3"
  private static let tone = "-f lavfi -i sine=f=330:b=4:r=48000:d=3"
  static let h264 = "-pix_fmt yuv420p -c:v libx264 -preset ultrafast"
  private static let both = "\(pictures) \(tone) \(h264) -c:a aac"

  private static func misstated(
    _ name: String, _ make: String, _ subject: Subject = .audio, isCopy: Bool? = true
  ) -> Row {
    Row(rule: .mediaDurationMisstated, subject: subject, name: name, make: make, isCopy: isCopy)
  }

  static let rows: [Row] = [
    misstated("a.aac", tone), misstated("a.ac3", tone),
    misstated("a.mp3", "\(tone) -write_xing 0", isCopy: nil),
    misstated("a.mp2", "\(tone) -c:a mp2", isCopy: false), misstated("v.nut", both, .video),
    misstated("a.g722", "\(tone) -ar 16000 -ac 1 -c:a g722", isCopy: false), misstated("v.ts", both, .video),
    misstated("v.mpg", "\(pictures) \(tone) -c:v mpeg2video -c:a mp2", .video, isCopy: false),
    misstated(
      "v.webm", "\(pictures) \(tone) -c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus -live 1", .video,
      isCopy: nil),
    Row(rule: .mediaDurationMisstated, subject: .audio, name: "a.flac", make: tone, isCopy: true) { bytes in
      for place in 22..<26 { bytes[place] = 0 }
      bytes[21] &= 0xF0
    },
    Row(
      rule: .mediaVariableFrameRate, subject: .video, name: "v.mp4",
      make: "\(pictures) -vf settb=1/1000,setpts=PTS+mod(N\\,3)*10 -fps_mode vfr -pix_fmt yuv420p"),
    Row(rule: .mediaRotation, subject: .video, name: "v.mp4", make: both) { try turn(&$0, [0, 1, -1, 0]) },
    Row(rule: .mediaRotation, subject: .video, name: "v.mp4", make: both) { try turn(&$0, [-1, 0, 0, 1]) },
    Row(
      rule: .mediaHDR, subject: .video, name: "v.mp4",
      make: "\(pictures) -pix_fmt yuv420p10le -c:v libx265 -preset ultrafast -color_primaries bt2020 "
        + "-color_trc smpte2084 -colorspace bt2020nc -x265-params log-level=none"),
    Row(
      rule: .mediaHDR, subject: .video, name: "v.mp4",
      make: "\(pictures) -pix_fmt yuv420p10le -c:v libx265 -preset ultrafast -color_primaries bt2020 "
        + "-color_trc arib-std-b67 -colorspace bt2020nc -x265-params log-level=none"),
    Row(rule: .mediaAlpha, subject: .video, name: "v.mov", make: "\(pictures) -pix_fmt argb -c:v qtrle"),
    Row(
      rule: .mediaLatePicture, subject: .video, name: "v.mp4",
      make: "\(tone) -itsoffset 0.5 \(pictures) -fps_mode vfr \(h264)"),
    Row(rule: .mediaChannels, subject: .audio, name: "a.wav", make: "\(tone) -ac 6"),
    Row(rule: .mediaSampleRate, subject: .audio, name: "a.wav", make: "\(tone) -ar 8000"),
    Row(rule: .mediaQuietAudio, subject: .audio, name: "a.wav", make: "\(tone) -af volume=-25dB"),
    Row(rule: .mediaQuietAudio, subject: .audio, name: "a.m4a", make: "\(tone) -af volume=-25dB"),
    Row(rule: .mediaClippedAudio, subject: .audio, name: "a.wav", make: "\(tone) -af volume=30dB"),
    Row(
      rule: .mediaSilentEnds, subject: .audio, name: "a.wav", make: "\(tone) -af adelay=2000,apad=pad_dur=2"),
    Row(
      rule: .mediaLateSound, subject: .audio, name: "a.mp4",
      make: "\(pictures) -itsoffset 0.5 \(tone) -pix_fmt yuv420p"),
    Row(
      rule: .mediaLateSound, subject: .audio, name: "a.mp4",
      make: "\(pictures) -itsoffset 2 \(tone) -pix_fmt yuv420p"),
    Row(
      rule: .mediaSoundGaps, subject: .audio, name: "a.mka",
      make: "\(tone) -af aselect=not(between(t\\,1\\,1.5)) -c:a flac"),
    Row(
      rule: .mediaSeveralStreams, subject: .audio, name: "a.mka", make: "\(tone) -map 0 -map 0 -c:a aac",
      isCopy: nil),
    Row(
      rule: .mediaTooLarge, subject: .audio, name: "a.wav",
      make: "-f lavfi -i sine=f=330:b=4:r=48000:d=110 -ac 2"),
    Row(rule: .mediaTrailingBytes, subject: .audio, name: "a.wav", make: tone) { $0 += $0 },
    Row(rule: .mediaTrailingBytes, subject: .video, name: "v.mp4", make: both) { $0 += $0 },
  ]

  private static func turn(_ bytes: inout [UInt8], _ matrix: [Int32]) throws {
    let start = try #require(bytes.firstRange(of: Array("tkhd".utf8))).upperBound + 40
    for (place, value) in zip([0, 4, 12, 16], matrix) {
      let number = UInt32(bitPattern: value * 65_536)
      for byte in 0..<4 {
        bytes[start + place + byte] = UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32(byte)))
      }
    }
  }

  static func mender(_ wishes: MendWishes = MendWishes()) -> Mender {
    Mender(
      inspector: Inspector(client: HTTPClient(policy: .publicOnly), offline: true), wishes: wishes
    ) { (recipe, path, deadline, progress) throws(MediaError) in
      try MediaMend.run(recipe, to: path, deadline: deadline, progress: progress)
    }
  }

  @Test("A mend makes the finding go, brings no new one, and moves nothing", arguments: rows)
  func mends(_ row: Row) async throws {
    let directory = try TemporaryDirectory()
    let input = directory.file(row.name)
    try #require(
      try FFmpegProgram.run(row.make.split(separator: " ").map(String.init) + [input]),
      "ffmpeg cannot make it")
    var bytes = try directory.read(row.name)
    try row.spoil(&bytes)
    _ = try directory.write(bytes, as: row.name)
    let mender = Self.mender()
    let look = await mender.look(input, as: row.subject)
    #expect(look.plan.mended.contains(row.rule), "\(look.report.json.text)")
    let report = try await mender.mend(look, to: directory.file("new"))
    try #require(report.state == .mended, "\(report.json.prettyText)")
    let made = try #require(report.made), after = try #require(report.after)
    #expect(try directory.read(row.name) == bytes, "the input was touched")
    if let isCopy = row.isCopy { #expect(isCopy == (made.frames == nil && made.samples == nil)) }
    if let samples = made.samples, let audio = after.audio {
      // The last packet of AAC is filled up with silence.
      let more: Int64 = audio.codec == "aac" ? 1023 : 0
      #expect((samples...samples + more).contains(made.decodedSamples ?? 0), "\(made)")
      #expect((made.offset ?? 0).magnitude <= 1, "\(made)")
    }
    if made.frames != nil {
      #expect(made.decodedFrames == made.frames && !(after.video?.isVariableFrameRate ?? true))
      #expect((made.likeness?.least ?? 0) > 0.9, "\(made)")
      // Where light and shape stay, the pictures are compared with the source's own.
      let isOwn = ![.mediaRotation, .mediaHDR, .mediaAlpha, .mediaTrailingBytes].contains(row.rule)
      #expect(made.likeness?.isOfSource == isOwn, "\(made)")
    }
    if made.packets > 0 { #expect(made.isIdentical == true, "\(made)") }
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    #expect(names.count == 2, "\(names)")
  }

  @Test(
    "Whatever is done to sound, a click stays at its sample",
    arguments: ["quiet", "late", "rate", "joined", "primed"])
  func sampleExact(_ kind: String) async throws {
    let directory = try TemporaryDirectory()
    // A click at 1.5 s of a faint noise.
    var samples = Fixtures.samples(of: .speech(seed: 3, sampleRate: 48_000), seconds: MediaTime(3)).map {
      $0 * 0.01
    }
    for index in -40..<40 { samples[72_000 + index] = index == 0 ? 0.09 : 0 }
    let rate = kind == "rate" ? 96_000 : 48_000
    let spec = AudioSpec(sampleRate: rate, channels: 1)
    let writer = try MovieWriter.create(
      path: directory.file("in.wav"), format: "wav", video: nil, audio: spec)
    try writer.append(kind == "rate" ? samples.flatMap { [$0, $0] } : samples)
    try writer.finish()
    var input = "in.wav"
    if kind == "late" {
      input = "in.mkv"
      try #require(
        try FFmpegProgram.run(
          "-f lavfi -i color=s=32x32:d=3 -itsoffset 0.75 -i \(directory.file("in.wav")) -c:v mpeg4 -c:a flac \(directory.file("in.mkv"))"
            .split(separator: " ").map(String.init)))
    }
    if kind == "primed" {
      input = "in.webm"
      try #require(
        try FFmpegProgram.run(
          ["-i", directory.file("in.wav"), "-c:a", "libopus", "-b:a", "256k", directory.file("in.webm")]))
    }
    if kind == "joined" {
      let bytes = try directory.read("in.wav")
      _ = try directory.write(bytes + bytes, as: "in.wav")
    }
    let mender = Self.mender()
    let look = await mender.look(directory.file(input), as: .audio)
    let report = try await mender.mend(look, to: directory.file("new"))
    let output = try #require(report.output, "\(report.json.prettyText)")
    #expect(
      try FFmpegProgram.run(["-i", output, "-ac", "1", "-ar", "48000", "-f", "f32le", directory.file("raw")]))
    let raw = try directory.read("raw").withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    let expected = kind == "late" ? 72_000 + 36_000 : 72_000
    let near = raw[expected - 30..<expected + 30]
    let peak = try #require(near.indices.max { near[$0].magnitude < near[$1].magnitude })
    #expect(abs(peak - expected) <= 1, "\(peak)")
    if kind == "joined" {
      #expect(raw.count == 288_000)
      let second = raw[144_000 + 71_970..<144_000 + 72_030]
      #expect(second.indices.max { second[$0].magnitude < second[$1].magnitude } == 216_000)
    }
  }

  @Test("Every rule that can be mended has a row")
  func complete() {
    #expect(MendPlan.mendable.subtracting(Self.rows.map(\.rule)).isEmpty)
  }
}
