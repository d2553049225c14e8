import LipSyncMediaMaking
import LipSyncMediaReading
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncMedia

/// Results made by the renderer, true and tampered with, held against what was sent.
@Suite("Verify") struct VerifyTests {
  static let client = HTTPClient(policy: .privateAllowed)
  static let inspector = Inspector(client: client, timeout: .seconds(120))
  static let videoLength = MediaTime(2)
  static let audioLength = MediaTime(5)

  /// What was sent, made once.
  static let made = Result { () throws -> [String: [UInt8]] in
    let directory = try TemporaryDirectory()
    func sound(_ samples: [Float]) throws -> [UInt8] {
      let writer = try MovieWriter.create(
        path: directory.file("sound"), format: "wav", video: nil,
        audio: AudioSpec(sampleRate: 16_000, channels: 1))
      try writer.append(samples)
      try writer.finish()
      return try directory.read("sound")
    }
    let speech = Fixtures.samples(of: .speech(seed: 1), seconds: audioLength)
    return [
      "v.mp4": try Fixtures.video(seconds: videoLength, audio: .speech(seed: 7)),
      "other.mp4": try Fixtures.video(seconds: videoLength, scene: .numbered(seed: 99)),
      "a.wav": try sound(speech),
      "other.wav": try sound(Fixtures.samples(of: .speech(seed: 2), seconds: audioLength)),
      "late.wav": try sound(Array(repeating: 0, count: 4800) + speech.dropLast(4800)),
      "muted.wav": try sound(Array(speech.prefix(40_000)) + Array(repeating: 0, count: 40_000)),
    ]
  }

  /// What was sent, as files of one test.
  struct Sent {
    let directory: TemporaryDirectory
    var video: String { directory.file("v.mp4") }
    var audio: String { directory.file("a.wav") }

    init() throws {
      directory = try TemporaryDirectory()
      for (name, bytes) in try VerifyTests.made.get() { _ = try directory.write(bytes, as: name) }
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var asked: PlaybackType?
    var played: PlaybackType = .normalReverseByAudio
    var model = PlaybackModel()
    var passes: [PlaybackPlan.Pass]?
    var video = "v.mp4"
    var audio = "a.wav"
    var rules: [String] = []
    var testDescription: String { name }
  }

  private static func forward(_ from: Int64, _ to: Int64) -> PlaybackPlan.Pass {
    PlaybackPlan.Pass(from: MediaTime(from, 10), to: MediaTime(to, 10), direction: .forward)
  }

  private static func stretch(_ pass: PlaybackPlan.Pass) -> Render.Stretch {
    let length = pass.to - pass.from
    return switch pass.direction {
    case .forward: Render.Stretch(from: pass.from, lasting: length)
    case .reverse: Render.Stretch(from: pass.to, lasting: length, .reverse)
    case .hold: Render.Stretch(from: pass.from, lasting: length, .hold)
    }
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
      passes: [forward(0, 20), PlaybackPlan.Pass(from: .zero, to: MediaTime(15, 10), direction: .reverse)],
      rules: ["result.audio-cut", "result.duration-mismatch", "result.playback-mismatch"]),
    Case(
      name: "another audio", asked: .normalReverseByAudio, audio: "other.wav",
      rules: ["result.audio-mismatch"]),
    Case(
      name: "300 ms late", asked: .normalReverseByAudio, audio: "late.wav",
      rules: ["result.audio-cut", "result.audio-offset"]),
    Case(
      name: "muted half way", asked: .normalReverseByAudio, audio: "muted.wav", rules: ["result.audio-cut"]),
    Case(
      name: "muted half way, and not said what was asked", audio: "muted.wav", rules: ["result.audio-cut"]),
    Case(
      name: "another video", asked: .normalReverseByAudio, video: "other.mp4",
      rules: ["result.picture-mismatch"]),
  ]

  @Test("true and tampered results are told apart", arguments: cases)
  func results(_ row: Case) async throws {
    let sent = try Sent()
    defer { withExtendedLifetime(sent) {} }
    let directory = try TemporaryDirectory()
    let path = directory.file("result.mp4")
    let passes =
      row.passes
      ?? PlaybackPlan.make(row.played, video: Self.videoLength, audio: Self.audioLength, model: row.model)
      .passes
    let (shown, heard) = (sent.directory.file(row.video), sent.directory.file(row.audio))
    let summary = try await onBlockingThread {
      try Render.run(
        video: FileSource(path: shown), audio: FileSource(path: heard),
        stretches: passes.map(Self.stretch), to: path)
    }
    let report = try await Postflight.verify(
      VerifyRequest(
        result: .file(path: path),
        sent: SentMedia(
          video: .file(path: sent.video), audio: .file(path: sent.audio), playbackType: row.asked),
        reportedDuration: summary.duration),
      inspector: Self.inspector)
    // The renderer works on no face.
    Contract.hold(report.json, to: .verify)
    let rules = report.findings.map(\.rule.rawValue).filter { $0 != "result.unedited" }
    #expect(rules.sorted() == row.rules, "\(report.json.text)")
    #expect(ReadBack.loss(of: report) == nil)
    if row.rules.isEmpty, let asked = row.asked { #expect(report.playback?.detected == asked) }
  }

  @Test("a rule that is left out and is none is said beside what else is found")
  func uselessIgnoring() async throws {
    let request = VerifyRequest(
      result: .file(path: "/nowhere/typo.mp4"),
      judgement: Judgement(ignoredRules: [Rule("result.nuedited")]))
    let report = try await Postflight.verify(request, inspector: Self.inspector)
    #expect(report.findings.map(\.rule) == [.ruleUnknown, .fileMissing])
  }

  @Test("what cannot be compared is said, never passed over")
  func unavailable() async throws {
    let sent = try Sent()
    func rules(video: String? = nil, audio: String? = nil, result: String? = nil) async throws -> [String] {
      let report = try await Postflight.verify(
        VerifyRequest(
          result: .file(path: result ?? sent.video),
          sent: SentMedia(video: video.map { .file(path: $0) }, audio: audio.map { .file(path: $0) })),
        inspector: Self.inspector)
      #expect(report.findings.allSatisfy { $0.severity == .error || $0.rule == .resultNotCompared })
      #expect(ReadBack.loss(of: report) == nil)
      // What decodes and has nothing to be held against is no proof, whatever else is wrong.
      #expect(report.findings.contains { $0.rule == .resultNotCompared } == (report.media != nil))
      return report.findings.filter { $0.rule != .resultNotCompared }.map(\.rule.rawValue)
    }
    #expect(try await rules(video: sent.audio) == ["media.no-video-stream"])
    #expect(try await rules(audio: sent.directory.file("other.mp4")) == ["media.no-audio-stream"])
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

  @Test("what was not compared, and why, is a warning: no bare pass")
  func uncompared() async throws {
    let sent = try Sent()
    func finding(_ media: SentMedia, strict: Bool = false) async throws -> Finding? {
      let report = try await Postflight.verify(
        VerifyRequest(result: .file(path: sent.video), sent: media, judgement: Judgement(strict: strict)),
        inspector: Self.inspector)
      return report.findings.first { $0.rule == .resultNotCompared }
    }
    var known = SentMedia()
    (known.videoTrouble, known.audioTrouble) = ("it is lost", "it is lost")
    let nothing = try #require(try await finding(known))
    #expect(nothing.message.hasSuffix("another job's result: it is lost.") && nothing.severity == .warning)
    #expect(JSON.object(nothing.evidence)["not_compared"]?.text == #"["picture","sound","length"]"#)
    #expect(try await finding(SentMedia(), strict: true)?.severity == .error)
    let half = try #require(try await finding(SentMedia(video: .file(path: sent.video))))
    #expect(half.message.hasPrefix("The sound and the length were not compared"), "\(half.message)")
    let all = SentMedia(video: .file(path: sent.video), audio: .file(path: sent.audio))
    #expect(try await finding(all) == nil)
  }

  @Test("a download never replaces a file that it did not write, nor a cover its result")
  func homecoming() async throws {
    let sent = try Sent()
    let origin = try Origin()
    defer { origin.stop() }
    let clip = try sent.directory.read("v.mp4")
    let path = sent.video
    let image = try await onBlockingThread {
      try Thumbnail.jpeg(of: FileSource(path: path), at: MediaTime(1, 2))
    }
    origin.serve("/v.mp4", clip, type: "video/mp4")
    origin.serve("/cover.mp4", image, type: "image/jpeg")
    let directory = try TemporaryDirectory()
    let mine = try directory.write([1, 2, 3], as: "v.mp4")
    let report = try await Postflight.verify(
      VerifyRequest(result: .url(origin.url("/v.mp4")), directory: directory.path), inspector: Self.inspector)
    #expect(report.path?.hasSuffix("/v-2.mp4") == true && report.findings.map(\.rule) == [.resultNotCompared])
    #expect(try directory.read("v.mp4") == [1, 2, 3], "\(mine)")
    #expect(try directory.read("v-2.mp4") == clip)

    let other = try TemporaryDirectory()
    _ = try other.write([4, 5, 6], as: "cover.jpg")
    let beside = try await Postflight.verify(
      VerifyRequest(
        result: .url(origin.url("/v.mp4")), cover: .url(origin.url("/cover.mp4")), directory: other.path),
      inspector: Self.inspector)
    #expect(beside.cover?.path?.hasSuffix("/cover-2.jpg") == true)
    #expect(try other.read("cover.jpg") == [4, 5, 6])
    #expect(try other.read("cover-2.jpg") == image)

    let named = try await Postflight.verify(
      VerifyRequest(
        result: .url(origin.url("/v.mp4")), cover: .url(origin.url("/cover.mp4")), directory: directory.path,
        name: "task-1"), inspector: Self.inspector)
    #expect(named.findings.map(\.rule) == [.resultNotCompared], "\(named.json.text)")
    for report in [report, beside, named] { #expect(ReadBack.loss(of: report) == nil) }
    #expect(try directory.contents().sorted() == ["task-1.jpg", "task-1.mp4", "v-2.mp4", "v.mp4"])
    #expect(try directory.read("task-1.mp4") == clip)
    #expect(named.cover?.moment == MediaTime(12, 25))
  }

  @Test("a task tells what is to be proved of it; without a result there is nothing to prove")
  func ofTask() {
    var task = LipSyncTask(id: "t", status: .success)
    #expect(VerifyRequest(of: task) == nil)
    (task.resultURL, task.coverURL) = ("https://h/r.mp4", "https://h/c.jpg")
    task.reportedDuration = MediaTime(3)
    let sent = SentMedia(video: .url("https://h/v.mp4"), playbackType: .normal)
    let request = VerifyRequest(of: task, sent: sent, judgement: Judgement(strict: true))
    #expect(request?.result == .url("https://h/r.mp4") && request?.cover == .url("https://h/c.jpg"))
    #expect(request?.reportedDuration == MediaTime(3) && request?.judgement == Judgement(strict: true))
    #expect(request?.sent.video == .url("https://h/v.mp4") && request?.sent.audio == nil)
  }

  @Test("a cancelled verification ends as cancelled, with no verdict")
  func cancelled() async throws {
    let sent = try Sent()
    let path = sent.video
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await Postflight.verify(
        VerifyRequest(result: .file(path: path), sent: SentMedia(video: .file(path: path))),
        inspector: Self.inspector)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    withExtendedLifetime(sent) {}
  }
}
