import Foundation
import LipSyncMedia
import TestSupport
import Testing

@testable import LipSync

@Suite(
  "Loudness of mends", .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"),
  .timeLimit(.minutes(5)))
struct MendLoudnessTests {
  @Test("Loudness comes to its target, and no true peak passes the limit")
  func loudness() async throws {
    let directory = try TemporaryDirectory()
    // Speech with one loud click: what is gained would bring it far above full scale.
    try #require(
      try FFmpegProgram.run(
        "-f lavfi -i anoisesrc=c=pink:a=0.1:d=8:r=48000 -f lavfi -i aevalsrc=0.7*sin(2*PI*12000*t+0.8)*between(t\\,4\\,4.01):d=8:s=48000 -filter_complex amix=inputs=2:normalize=0 \(directory.file("a.wav"))"
          .split(separator: " ").map(String.init)))
    var wishes = MendWishes()
    wishes.loudness = -16
    let mender = MendTests.mender(wishes)
    let report = try await mender.mend(
      await mender.look(directory.file("a.wav"), as: .audio), to: directory.file("new"))
    try #require(report.state == .mended, "\(report.json.prettyText)")
    let sound = try #require(report.after?.facts.sound)
    #expect(abs((sound.loudness ?? 0) + 16) < 0.5, "\(sound)")
    #expect((sound.peak ?? 0) <= -0.9 && (report.made?.reduction ?? 0) > 3, "\(report.json.prettyText)")
  }

  @Test("A loudness for which there is no room below the limit of peaks is said, and nothing is written")
  func tooLoud() async throws {
    let directory = try TemporaryDirectory()
    _ = try directory.write(try Fixtures.audio(seconds: MediaTime(3), sampleRate: 48_000), as: "a.wav")
    var wishes = MendWishes()
    (wishes.loudness, wishes.peak) = (-6, -30)
    let mender = MendTests.mender(wishes)
    let report = try await mender.mend(
      await mender.look(directory.file("a.wav"), as: .audio), to: directory.file("new"))
    #expect(report.state == .failed && report.output == nil, "\(report.json.prettyText)")
    #expect(report.trouble?.contains("LUFS, not -6") == true, "\(report.json.prettyText)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["a.wav"])
  }
}
