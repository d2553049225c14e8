import Foundation
import LipSyncMedia
import LipSyncMediaMaking
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync

@Suite(
  "Mends that are refused or fail",
  .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"), .timeLimit(.minutes(5)))
struct MendRefusalTests {
  @Test("What cannot be mended is said, and nothing is written")
  func hopeless() async throws {
    let directory = try TemporaryDirectory()
    let bytes = try Fixtures.video(seconds: MediaTime(2), audio: .speech())
    for (name, content, rule) in [
      ("cut.mp4", Array(bytes.prefix(bytes.count * 2 / 3)), Rule.mediaTruncated),
      ("text.mp4", Array("<html>no</html>".utf8), .linkHTMLPage),
    ] {
      _ = try directory.write(content, as: name)
      let look = await MendTests.mender().look(directory.file(name))
      #expect(look.report.state == .hopeless && look.plan.recipe == nil, "\(look.report.json.text)")
      #expect(look.report.left.contains { $0.finding.rule == rule }, "\(look.report.json.text)")
    }
  }

  @Test("Recordings that are joined in one stream are left, as the second one's pictures would be lost")
  func joined() async throws {
    let directory = try TemporaryDirectory()
    let input = directory.file("a.mkv")
    try #require(
      try FFmpegProgram.run(
        "\(MendTests.pictures) \(MendTests.h264) \(input)".split(separator: " ").map(String.init)))
    _ = try directory.write(try directory.read("a.mkv") + directory.read("a.mkv"), as: "a.mkv")
    let look = await MendTests.mender().look(input, as: .video)
    #expect(look.report.state == .hopeless && look.plan.recipe == nil, "\(look.report.json.prettyText)")
    #expect(look.report.left.contains { $0.finding.rule == .mediaDurationUncertain })
  }

  @Test("What is to be a video is not mended as sound")
  func asked() async throws {
    let directory = try TemporaryDirectory()
    _ = try directory.write(try Fixtures.audio(seconds: MediaTime(2), sampleRate: 8000), as: "a.wav")
    let look = await MendTests.mender().look(directory.file("a.wav"), as: .video)
    #expect(look.report.state == .hopeless, "\(look.report.json.text)")
    #expect(look.report.left.contains { $0.finding.rule == .mediaNoVideoStream })
    #expect(await MendTests.mender().look(directory.file("a.wav")).report.state == .planned)
  }

  @Test("A file that does not pass its check is removed, and its trouble is told")
  func failed() async throws {
    let directory = try TemporaryDirectory()
    _ = try directory.write(try Fixtures.audio(seconds: MediaTime(2), sampleRate: 8000), as: "a.wav")
    let mender = Mender(inspector: Inspector(client: HTTPClient(policy: .publicOnly), offline: true)) {
      (recipe, path, deadline, progress) throws(MediaError) in
      var made = try MediaMend.run(recipe, to: path, deadline: deadline, progress: progress)
      made.offset = 480
      return made
    }
    let report = try await mender.mend(
      await mender.look(directory.file("a.wav"), as: .audio), to: directory.file("new"))
    #expect(report.state == .failed && report.output == nil)
    #expect(report.trouble?.contains("480 samples off") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["a.wav"])
  }
}
