import TestSupport
import Testing
import Transfer

@testable import LipSync
@testable import Media

/// Results made by the renderer, true and tampered with, held against what was sent.
@Suite("Verify") struct VerifyTests {
  static let client = HTTPClient(policy: .privateAllowed)
  static let inspector = Inspector(client: client, policy: .privateAllowed, timeout: .seconds(120))
  static let videoLength = MediaTime(2)
  static let audioLength = MediaTime(5)

  /// What was sent, made once.
  struct Sent: Sendable {
    let directory: TemporaryDirectory
    let video: String
    let audio: String
    let otherVideo: String
    let otherAudio: String
    let lateAudio: String
    let mutedAudio: String
  }

  static let sent = Result {
    let directory = try TemporaryDirectory()
    func sound(_ name: String, _ samples: [Float]) throws -> String {
      let path = directory.file(name)
      let writer = try MovieWriter.create(
        path: path, format: "wav", video: nil, audio: AudioSpec(sampleRate: 16_000, channels: 1))
      try writer.append(samples)
      try writer.finish()
      return path
    }
    let speech = Fixtures.samples(of: .speech(seed: 1), seconds: audioLength)
    return Sent(
      directory: directory,
      video: try directory.write(
        try Fixtures.video(seconds: videoLength, audio: .speech(seed: 7)), as: "v.mp4"),
      audio: try sound("a.wav", speech),
      otherVideo: try directory.write(
        try Fixtures.video(seconds: videoLength, scene: .numbered(seed: 99)), as: "o.mp4"),
      otherAudio: try sound("o.wav", Fixtures.samples(of: .speech(seed: 2), seconds: audioLength)),
      lateAudio: try sound("l.wav", Array(repeating: 0, count: 4800) + speech.dropLast(4800)),
      mutedAudio: try sound("m.wav", Array(speech.prefix(40_000)) + Array(repeating: 0, count: 40_000)))
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var asked: PlaybackType?
    var played: PlaybackType = .normalReverseByAudio
    var model = PlaybackModel()
    var passes: [Render.Pass]?
    var video: any KeyPath<Sent, String> & Sendable = \.video
    var audio: any KeyPath<Sent, String> & Sendable = \.audio
    var rules: [String] = []
    var testDescription: String { name }
  }

  private static func forward(_ from: Int64, _ to: Int64) -> Render.Pass {
    Render.Pass(from: MediaTime(from, 10), to: MediaTime(to, 10), direction: .forward)
  }

  static let cases = [
    Case(name: "as asked, by audio", asked: .normalReverseByAudio),
    Case(name: "as asked, reverse cut with the audio", asked: .normalReverse, played: .normalReverse),
    Case(
      name: "as asked, reverse to the end of its pass", asked: .normalReverse, played: .normalReverse,
      model: PlaybackModel(whenUneven: .finish), rules: ["result.av-uneven"]),
    Case(name: "as asked, looped", asked: .normal, played: .normal),
    Case(
      name: "as asked, held", asked: .normal, played: .normal, model: PlaybackModel(whenShort: .hold),
      rules: ["result.tail-frozen"]),
    Case(
      name: "as asked, cut with the video", asked: .normal, played: .normal,
      model: PlaybackModel(whenShort: .cut)),
    Case(name: "not said what was asked"),
    Case(
      name: "looped where an alternation was asked", asked: .normalReverseByAudio, played: .normal,
      rules: ["result.playback-mismatch"]),
    Case(name: "alternated where it was not asked", asked: .normal, rules: ["result.playback-mismatch"]),
    Case(
      name: "cut by a second and a half", asked: .normalReverseByAudio,
      passes: [forward(0, 20), Render.Pass(from: .zero, to: MediaTime(15, 10), direction: .reverse)],
      rules: ["result.audio-cut", "result.duration-mismatch", "result.playback-mismatch"]),
    Case(
      name: "another audio", asked: .normalReverseByAudio, audio: \.otherAudio,
      rules: ["result.audio-mismatch"]),
    Case(
      name: "300 ms late", asked: .normalReverseByAudio, audio: \.lateAudio,
      rules: ["result.audio-cut", "result.audio-offset"]),
    Case(
      name: "muted half way", asked: .normalReverseByAudio, audio: \.mutedAudio, rules: ["result.audio-cut"]),
    Case(
      name: "muted half way, and not said what was asked", audio: \.mutedAudio, rules: ["result.audio-cut"]),
    Case(
      name: "another video", asked: .normalReverseByAudio, video: \.otherVideo,
      rules: ["result.picture-mismatch"]),
  ]

  @Test("true and tampered results are told apart", arguments: cases)
  func results(_ row: Case) async throws {
    let sent = try Self.sent.get()
    let directory = try TemporaryDirectory()
    let path = directory.file("result.mp4")
    let passes =
      row.passes
      ?? PlaybackPlan.make(row.played, video: Self.videoLength, audio: Self.audioLength, model: row.model)
      .passes
    let summary = try await onBlockingThread {
      try Render.run(
        video: FileSource(path: sent[keyPath: row.video]), audio: FileSource(path: sent[keyPath: row.audio]),
        passes: passes, to: path)
    }
    let report = try await Postflight.verify(
      VerifyRequest(
        result: .file(path: path), video: .file(path: sent.video), audio: .file(path: sent.audio),
        playbackType: row.asked, reportedDuration: summary.duration),
      inspector: Self.inspector, client: Self.client)
    #expect(report.findings.map(\.rule).sorted() == row.rules, "\(report.json.text)")
    if row.rules.isEmpty, let asked = row.asked { #expect(report.playback?.detected == asked) }
  }

  @Test("what cannot be compared is said, never passed over")
  func unavailable() async throws {
    let sent = try Self.sent.get()
    func rules(video: String? = nil, audio: String? = nil, result: String? = nil) async throws -> [String] {
      let report = try await Postflight.verify(
        VerifyRequest(
          result: .file(path: result ?? sent.video), video: video.map { .file(path: $0) },
          audio: audio.map { .file(path: $0) }), inspector: Self.inspector, client: Self.client)
      #expect(report.findings.allSatisfy { $0.severity == .error })
      return report.findings.map(\.rule)
    }
    #expect(try await rules(video: sent.audio) == ["media.no-video-stream"])
    #expect(try await rules(audio: sent.otherVideo) == ["media.no-audio-stream"])
    #expect(try await rules(video: sent.directory.file("typo.mp4")) == ["file.missing"])
    #expect(try await rules(result: sent.directory.file("typo.mp4")) == ["file.missing"])
    let directory = try TemporaryDirectory()
    #expect(
      try await rules(result: directory.write(Fixtures.image(), as: "still.mp4")).first == "result.unreadable"
    )
    #expect(
      try await rules(result: directory.write(Fixtures.page(), as: "page.mp4")) == ["result.unreadable"])
    let half = try directory.write(Fixtures.video(seconds: MediaTime(4)).dropLast(9000), as: "half.mp4")
    let found = try await rules(result: half)
    #expect(found.contains("result.incomplete"), "\(found)")
  }

  @Test("a download never replaces a file that it did not write, nor a cover its result")
  func homecoming() async throws {
    let sent = try Self.sent.get()
    let origin = try Origin()
    defer { origin.stop() }
    let clip = try sent.directory.read("v.mp4")
    let image = try await onBlockingThread {
      try Thumbnail.jpeg(of: FileSource(path: sent.video), at: MediaTime(1, 2))
    }
    origin.serve("/v.mp4", clip, type: "video/mp4")
    origin.serve("/cover.mp4", image, type: "image/jpeg")
    let directory = try TemporaryDirectory()
    let mine = try directory.write([1, 2, 3], as: "v.mp4")
    let report = try await Postflight.verify(
      VerifyRequest(result: .url(origin.url("/v.mp4")), directory: directory.path), inspector: Self.inspector,
      client: Self.client)
    #expect(report.path?.hasSuffix("/v-2.mp4") == true && report.verdict == .pass)
    #expect(try directory.read("v.mp4") == [1, 2, 3], "\(mine)")
    #expect(try directory.read("v-2.mp4") == clip)

    let named = try await Postflight.verify(
      VerifyRequest(
        result: .url(origin.url("/v.mp4")), cover: .url(origin.url("/cover.mp4")), directory: directory.path,
        name: "task-1"), inspector: Self.inspector, client: Self.client)
    #expect(named.verdict == .pass, "\(named.json.text)")
    #expect(try directory.contents().sorted() == ["task-1.jpg", "task-1.mp4", "v-2.mp4", "v.mp4"])
    #expect(try directory.read("task-1.mp4") == clip)
    #expect(named.cover?.moment == MediaTime(12, 25))
  }

  @Test("a cancelled verification ends as cancelled, with no verdict")
  func cancelled() async throws {
    let sent = try Self.sent.get()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await Postflight.verify(
        VerifyRequest(result: .file(path: sent.video), video: .file(path: sent.video)),
        inspector: Self.inspector, client: Self.client)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
