import Foundation
import LipSyncMedia
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync

/// Commands that remedies name: each is run on a file that has the fault, and has to mend it.
@Suite(
  "Commands of remedies", .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"),
  .timeLimit(.minutes(10)))
struct RemedyCommandTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let rule: Rule
    let subject: Subject
    /// The file's name, and how ffmpeg makes it.
    let name: String
    let make: String
    /// The last touch, which ffmpeg cannot put.
    var spoil: @Sendable (inout [UInt8]) throws -> Void = { _ in }
    var testDescription: String { "\(rule.rawValue) \(name)" }
  }

  private static let pictures = "-f lavfi -i testsrc2=s=320x240:r=25:d=3"
  private static let tone = "-f lavfi -i sine=f=330:r=48000:d=3"
  private static let both = "\(pictures) \(tone) -pix_fmt yuv420p -c:v libx264 -preset ultrafast -c:a aac"

  private static func misstated(_ name: String, _ make: String, _ subject: Subject = .audio) -> Row {
    Row(rule: .mediaDurationMisstated, subject: subject, name: name, make: make)
  }

  static let rows: [Row] = [
    misstated("a.aac", "\(tone)"), misstated("a.ac3", "\(tone)"), misstated("a.eac3", "\(tone)"),
    misstated("a.mp3", "\(tone) -write_xing 0"), misstated("a.latm", "\(tone) -c:a aac"),
    misstated("a.dts", "\(tone) -ac 2 -strict -2 -c:a dca"),
    misstated("a.g722", "\(tone) -ar 16000 -ac 1 -c:a g722"),
    misstated("a.mp2", "\(tone) -c:a mp2"), misstated("v.nut", both, .video),
    misstated("a.nut", "\(tone) -c:a aac"), misstated("a.voc", "\(tone) -c:a pcm_u8"),
    misstated("v.ts", both, .video),
    misstated("v.mpg", "\(pictures) \(tone) -c:v mpeg2video -c:a mp2", .video),
    misstated("v.dv", "\(pictures) \(tone) -s 720x576 -target pal-dv", .video),
    misstated(
      "v.webm", "\(pictures) \(tone) -c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus -live 1", .video),
    misstated("v.apng", "\(pictures) -plays 1", .video),
    Row(rule: .mediaDurationMisstated, subject: .audio, name: "a.flac", make: tone) { bytes in
      // The number of samples: the last 36 bits before the digest.
      for place in 22..<26 { bytes[place] = 0 }
      bytes[21] &= 0xF0
    },
    Row(
      rule: .mediaVariableFrameRate, subject: .video, name: "v.mp4",
      make: "\(pictures) -vf settb=1/1000,setpts=PTS+mod(N\\,3)*10 -fps_mode vfr -pix_fmt yuv420p"),
    Row(rule: .mediaRotation, subject: .video, name: "v.mp4", make: both) { try turn(&$0, [0, 1, -1, 0]) },
    Row(rule: .mediaRotation, subject: .video, name: "v.mp4", make: both) { try turn(&$0, [-1, 0, 0, 1]) },
    Row(rule: .mediaChannels, subject: .audio, name: "a.wav", make: "\(tone) -ac 6"),
    Row(rule: .mediaQuietAudio, subject: .audio, name: "a.wav", make: "\(tone) -af volume=-25dB"),
    Row(rule: .mediaQuietAudio, subject: .audio, name: "a.m4a", make: "\(tone) -af volume=-25dB"),
    Row(
      rule: .mediaLatePicture, subject: .video, name: "v.mp4",
      make: "\(tone) -itsoffset 0.5 \(pictures) -fps_mode vfr -pix_fmt yuv420p -c:v libx264 -preset ultrafast"
    ),
    Row(
      rule: .mediaLateSound, subject: .audio, name: "a.mp4",
      make: "\(pictures) -itsoffset 0.5 \(tone) -pix_fmt yuv420p"),
    Row(
      rule: .mediaSoundGaps, subject: .audio, name: "a.mka",
      make: "\(tone) -af aselect=not(between(t\\,1\\,1.5)) -c:a flac"),
    Row(rule: .mediaTrailingBytes, subject: .audio, name: "a.wav", make: tone) { $0 += $0 },
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

  private static func rules(_ path: String, _ subject: Subject) async -> [Finding] {
    let inspector = Inspector(client: HTTPClient(policy: .publicOnly), offline: true)
    let report = await Preflight.check(
      CheckRequest(video: .file(path: path), audio: .file(path: path)), inspector: inspector)
    return report.findings.filter { $0.subject == subject }
  }

  @Test("The command that a finding names makes it go, and brings no new one", arguments: rows)
  func mends(_ row: Row) async throws {
    let directory = try TemporaryDirectory()
    let input = directory.file(row.name)
    let made = try FFmpegProgram.run(row.make.split(separator: " ").map(String.init) + [input])
    try #require(made, "ffmpeg cannot make \(row.name)")
    var bytes = try directory.read(row.name)
    try row.spoil(&bytes)
    _ = try directory.write(bytes, as: row.name)
    let before = await Self.rules(input, row.subject)
    let finding = try #require(before.first { $0.rule == row.rule }, "\(before.map(\.message))")
    let command = try #require(
      finding.remedy.firstMatch(of: /ffmpeg (-i IN .*OUT[.a-z0-9]*)/), "\(finding.remedy)"
    ).1
    let end = input.split(separator: ".").last.map(String.init) ?? ""
    var name = "OUT"
    let words = command.split(separator: " ").map { word -> String in
      var word = String(word)
      if word.hasSuffix("."), word.hasPrefix("OUT") { word.removeLast() }
      if word == "IN" { return input }
      guard word.hasPrefix("OUT") else { return word }
      name = word == "OUT" ? "OUT." + end : word
      return directory.file(name)
    }
    try #require(try FFmpegProgram.run(words), "\(words)")
    let after = await Self.rules(directory.file(name), row.subject)
    let known = Set(before.map(\.rule))
    #expect(!after.contains { $0.rule == row.rule }, "\(command): \(after.map(\.message))")
    #expect(after.allSatisfy { known.contains($0.rule) }, "\(command): \(after.map(\.message))")
  }

  @Test("Every rule whose remedy names ffmpeg has a row, or is about what cannot be made here")
  func complete() {
    let named = Rule.all.filter { $0.remedy.contains("ffmpeg -i") }
    // Which stream is meant is for the user to say.
    let open: Set<Rule> = [.mediaSeveralStreams]
    #expect(Set(named).subtracting(Self.rows.map(\.rule)).subtracting(open).isEmpty)
  }
}
