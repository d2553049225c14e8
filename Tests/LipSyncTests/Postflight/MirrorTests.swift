import LipSyncMedia
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync

/// Results of videos that metadata turns or mirrors, made by the ffmpeg program, which plays what metadata asks for.
@Suite("Mirrored videos", .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"))
struct MirrorTests {
  @Test(
    "A result that shows the video as players do is taken for it",
    arguments: [[-1, 0, 0, 1], [1, 0, 0, -1], [0, 1, 1, 0], [0, -1, -1, 0], [0, 1, -1, 0]] as [[Int32]])
  func plain(_ matrix: [Int32]) async throws {
    let directory = try TemporaryDirectory()
    var bytes = try Fixtures.video(seconds: MediaTime(2), audio: .speech(seed: 7))
    let start = try #require(bytes.firstRange(of: Array("tkhd".utf8))).upperBound + 40
    for (place, value) in zip([0, 4, 12, 16], matrix) {
      let number = UInt32(bitPattern: value * 65_536)
      for byte in 0..<4 {
        bytes[start + place + byte] = UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32(byte)))
      }
    }
    let video = try directory.write(bytes, as: "v.mp4")
    let audio = try directory.write(try Fixtures.audio(seconds: MediaTime(2)), as: "a.wav")
    try #require(
      try FFmpegProgram.run(
        ["-i", video, "-i", audio, "-map", "0:v", "-map", "1:a", "-c:v", "libx264", "-c:a", "aac"]
          + [directory.file("r.mp4")]))
    let sent = SentMedia(video: .file(path: video), audio: .file(path: audio))
    let report = try await Postflight.verify(
      VerifyRequest(result: .file(path: directory.file("r.mp4")), sent: sent),
      inspector: VerifyTests.inspector)
    #expect(!report.findings.contains { $0.severity == .error }, "\(report.findings.map(\.message))")
  }
}
