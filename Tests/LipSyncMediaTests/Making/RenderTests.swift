import LipSyncMediaMaking
import LipSyncMediaReading
import TestSupport
import Testing

@Suite("Rendering passes over a video")
struct RenderTests {
  /// A source of 50 numbered pictures, 25 a second, in many shapes.
  struct Shape: CustomTestStringConvertible {
    var testDescription: String
    var format = "mp4"
    var codec: String?
    var width = 160
    var height = 120
    var audio: Fixtures.Sound?
    var memory = 192 << 20
    var options: [(String, String)] = []
    var configure: @Sendable (inout VideoSpec) -> Void = { _ in }
  }

  /// So little that four pictures fit.
  static let tight = 4 * 160 * 120 * 3 / 2

  static let shapes: [Shape] = [
    Shape(testDescription: "one group of pictures, no B-frames") { $0.bFrames = 0 },
    Shape(testDescription: "B-frames, short groups") {
      $0.preset = "medium"; $0.keyframeInterval = 9
    },
    Shape(testDescription: "B-frames, short groups, tight memory", memory: tight) {
      $0.preset = "medium"
      $0.keyframeInterval = 9
    },
    Shape(testDescription: "open groups, tight memory", memory: tight) {
      $0.preset = "medium"
      $0.keyframeInterval = 10
      $0.encoderOptions = [("x264-params", "open-gop=1:b-adapt=0:bframes=3:scenecut=0")]
    },
    Shape(testDescription: "one long group, tight memory: spooled", memory: tight) {
      $0.keyframeInterval = 1000
    },
    Shape(testDescription: "key pictures alone, tight memory", memory: tight) { $0.keyframeInterval = 1 },
    Shape(testDescription: "late start", memory: tight) {
      $0.start = MediaTime(3, 2)
      $0.keyframeInterval = 9
      $0.preset = "medium"
    },
    Shape(testDescription: "odd sides", codec: "mpeg4", width: 161, height: 121),
    Shape(testDescription: "MPEG-TS", format: "mpegts", audio: .speech(sampleRate: 48_000), memory: tight) {
      $0.preset = "medium"
      $0.keyframeInterval = 9
    },
    Shape(testDescription: "Matroska", format: "matroska", memory: tight) {
      $0.preset = "medium"
      $0.keyframeInterval = 9
    },
    Shape(
      testDescription: "Matroska without an index", format: "matroska", memory: tight,
      options: [("live", "1")]
    ) { $0.keyframeInterval = 9 },
    Shape(
      testDescription: "fragmented MP4", memory: tight, options: [("movflags", "frag_keyframe+empty_moov")]
    ) { $0.keyframeInterval = 9 },
    Shape(testDescription: "intra refresh, no key pictures but the first", memory: tight) {
      $0.keyframeInterval = 9
      $0.encoderOptions = [("x264-params", "intra-refresh=1")]
    },
    Shape(testDescription: "WebM", format: "webm", memory: tight) { $0.keyframeInterval = 9 },
    Shape(testDescription: "FLV", format: "flv", memory: tight) { $0.keyframeInterval = 9 },
    Shape(testDescription: "AVI", format: "avi", memory: tight) { $0.keyframeInterval = 9 },
    Shape(testDescription: "raw H.264 without times", format: "h264", memory: tight) { $0.bFrames = 0 },
    Shape(testDescription: "Motion JPEG in MOV", format: "mov", codec: "mjpeg", memory: tight),
  ]

  @Test("Every picture of the output is the one that the plan says", arguments: shapes)
  func exact(shape: Shape) throws {
    let directory = try TemporaryDirectory()
    let source = directory.file("source")
    try Fixtures.writeVideo(
      to: source, seconds: MediaTime(2), width: shape.width, height: shape.height, audio: shape.audio,
      format: shape.format, options: shape.options
    ) { spec in
      spec.codec = shape.codec
      shape.configure(&spec)
    }
    let stretches = [
      Render.Stretch(from: .zero, lasting: MediaTime(2)),
      Render.Stretch(from: MediaTime(2), lasting: MediaTime(2), .reverse),
      Render.Stretch(from: .zero, lasting: MediaTime(2)),
      Render.Stretch(from: MediaTime(2), lasting: MediaTime(3, 5), .reverse),
    ]
    let summary = try Render.run(
      video: FileSource(path: source), audio: nil, stretches: stretches, to: directory.file("out.mp4"),
      options: Render.Options(memory: shape.memory))
    let seen = try Playthrough(path: directory.file("out.mp4"))
    #expect(summary == Render.Summary(frames: 165, duration: MediaTime(165, 25)))
    #expect(
      seen.numbers == Array(0..<50) + Array((0..<50).reversed()) + Array(0..<50) + Array((35..<50).reversed())
    )
    #expect(seen.times == (0..<165).map { MediaTime($0, 25) })
    #expect(seen.width == shape.width & ~1 && seen.height == shape.height & ~1)
    #expect(try directory.contents() == ["out.mp4", "source"])
  }

  @Test("A source of varying rate is sampled by time, both ways", arguments: [192 << 20, tight])
  func varying(memory: Int) throws {
    let directory = try TemporaryDirectory()
    // Most pictures last 40 ms, a few much longer or shorter.
    let lengths = (0..<40).map { MediaTime($0 % 10 == 3 ? 200 : $0 % 10 == 7 ? 13 : 40, 1000) }
    try Fixtures.writeVideo(to: directory.file("source"), lengths: lengths, width: 160, height: 120) {
      $0.preset = "medium"
      $0.keyframeInterval = 7
    }
    let total = lengths.reduce(.zero, +)
    _ = try Render.run(
      video: FileSource(path: directory.file("source")), audio: nil,
      stretches: [
        Render.Stretch(from: .zero, lasting: total),
        Render.Stretch(from: total, lasting: total, .reverse),
      ], to: directory.file("out.mp4"), options: Render.Options(memory: memory))
    var starts = [MediaTime.zero]
    for length in lengths.dropLast() { starts.append(starts[starts.count - 1] + length) }
    let double = total * 2
    let count = Int(((double.seconds * 25) - 1e-9).rounded(.up))
    let expected = (0..<count).map { number in
      let middle = min(
        (MediaTime(Int64(number), 25) + min(MediaTime(Int64(number) + 1, 25), double)).halved, double)
      let moment = middle < total ? middle : double - middle
      return starts.lastIndex { $0 <= moment } ?? 0
    }
    #expect(try Playthrough(path: directory.file("out.mp4")).numbers == expected)
  }

  @Test("A hold at the end shows the last picture; one elsewhere the picture there")
  func hold() throws {
    let seen = try render(stretches: [
      Render.Stretch(from: MediaTime(1, 2), lasting: MediaTime(1, 10)),
      Render.Stretch(from: MediaTime(2), lasting: MediaTime(1, 10), .hold),
      Render.Stretch(from: MediaTime(4, 25), lasting: MediaTime(3, 25), .hold),
    ])
    // 0.5 s at 25 a second is the middle of picture 12; 0.3 s in all is 7.5 pictures, so 8.
    #expect(seen.numbers == [13, 14, 49, 49, 49, 4, 4, 4])
  }

  @Test(
    "Rotation is applied to the pixels",
    arguments: [(0, 160, 120), (90, 120, 160), (180, 160, 120), (270, 120, 160)])
  func rotation(degrees: Int, width: Int, height: Int) throws {
    let directory = try TemporaryDirectory()
    var picture = Picture(width: 160, height: 120, luma: 40)
    // White in the upper left quarter.
    picture.fill(x: 0, y: 0, width: 80, height: 60, luma: 220)
    var spec = VideoSpec(width: 160, height: 120, frameDuration: MediaTime(1, 25))
    spec.rotation = degrees
    let writer = try MovieWriter.create(path: directory.file("source"), video: spec, audio: nil)
    for _ in 0..<5 { try writer.append(picture) }
    try writer.finish()
    let source = try FileSource(path: directory.file("source"))
    #expect(try MediaInfo.probeBlocking(source).video?.rotation == degrees)
    _ = try Render.run(
      video: source, audio: nil,
      stretches: [Render.Stretch(from: MediaTime(1, 5), lasting: MediaTime(1, 5), .reverse)],
      to: directory.file("out.mp4"))
    let out = try FileSource(path: directory.file("out.mp4"))
    let info = try #require(try MediaInfo.probeBlocking(out).video)
    #expect(info.rotation == 0 && info.width == width && info.height == height)
    let still = MemorySource(try Thumbnail.jpeg(of: out, at: .zero), name: "still")
    let luma = try Thumbnail.read(still).signature.luma
    let corners = [luma[8 * 48 + 8], luma[8 * 48 + 40], luma[40 * 48 + 40], luma[40 * 48 + 8]]
    // Clockwise from the upper left: each quarter turn moves the white one on.
    let white = corners.map { $0 > 150 }
    #expect(white == (0..<4).map { $0 == degrees / 90 })
  }

  @Test(
    "The audio is written from its beginning up to the passes' sum", arguments: [MediaTime(1), MediaTime(3)])
  func audio(seconds: MediaTime) throws {
    let directory = try TemporaryDirectory()
    try Fixtures.writeVideo(to: directory.file("source"), seconds: MediaTime(2), width: 160, height: 120)
    let sound = try Fixtures.audio(seconds: seconds, seed: 3, sampleRate: 44_100)
    _ = try Render.run(
      video: FileSource(path: directory.file("source")), audio: MemorySource(sound, name: "sound"),
      stretches: [Render.Stretch(from: .zero, lasting: MediaTime(2))], to: directory.file("out.mp4")
    )
    let out = try FileSource(path: directory.file("out.mp4"))
    let seen = try Playthrough(out)
    #expect(seen.statedSamples == Int(min(seconds, MediaTime(2)).ticks(rate: 44_100)))
    let sent = try #require(try DecodedMedia.decode(MemorySource(sound, name: "sound")).envelope)
    let result = try #require(try DecodedMedia.decode(out).envelope)
    let match = try #require(AudioMatch.compare(result: result, sent: sent))
    #expect(match.similarity > 0.85 && abs(match.offsetMilliseconds) < 10, "\(match)")
  }

  @Test("Nothing is left behind where a render fails")
  func failures() throws {
    let directory = try TemporaryDirectory()
    try Fixtures.writeVideo(
      to: directory.file("source"), seconds: MediaTime(2), width: 160, height: 120, audio: .speech())
    let video = try FileSource(path: directory.file("source"))
    let sound = MemorySource(try Fixtures.audio(), name: "sound")
    let silent = MemorySource(try Fixtures.video(), name: "no sound")
    let stretches = [Render.Stretch(from: MediaTime(2), lasting: MediaTime(2), .reverse)]
    let cancelled = Cancellation()
    cancelled.cancel()
    let cases: [(any ByteSource, (any ByteSource)?, [Render.Stretch], Deadline, MediaError.Code)] = [
      (sound, sound, stretches, .none, .noSuchStream), (video, silent, stretches, .none, .noSuchStream),
      (MemorySource(Fixtures.page(), name: "page"), nil, stretches, .none, .notMedia),
      (video, nil, [], .none, .fault),
      (video, sound, stretches, .after(.zero), .deadline),
      (video, sound, stretches, Deadline(instant: nil, cancellation: cancelled), .cancelled),
    ]
    for (video, audio, stretches, deadline, code) in cases {
      let error = #expect(throws: MediaError.self) {
        _ = try Render.run(
          video: video, audio: audio, stretches: stretches, to: directory.file("out.mp4"), deadline: deadline)
      }
      #expect(error?.code == code, "\(error.map { "\($0)" } ?? "nothing thrown")")
    }
    #expect(try directory.contents() == ["source"])
  }

  @Test("A render that is cancelled midway leaves nothing behind", arguments: [192 << 20, tight])
  func cancelledMidway(memory: Int) throws {
    let directory = try TemporaryDirectory()
    try Fixtures.writeVideo(to: directory.file("source"), seconds: MediaTime(2), width: 160, height: 120) {
      $0.keyframeInterval = 1000
    }
    let cancellation = Cancellation()
    let error = #expect(throws: MediaError.self) {
      _ = try Render.run(
        video: FileSource(path: directory.file("source")), audio: nil,
        stretches: [
          Render.Stretch(from: .zero, lasting: MediaTime(2)),
          Render.Stretch(from: MediaTime(2), lasting: MediaTime(2), .reverse),
        ], to: directory.file("out.mp4"), options: Render.Options(memory: memory),
        deadline: Deadline(instant: nil, cancellation: cancellation),
        progress: { if $0 > 0.49 { cancellation.cancel() } })
    }
    #expect(error?.code == .cancelled)
    #expect(try directory.contents() == ["source"])
  }

  private func render(stretches: [Render.Stretch]) throws -> Playthrough {
    let directory = try TemporaryDirectory()
    try Fixtures.writeVideo(to: directory.file("source"), seconds: MediaTime(2), width: 160, height: 120)
    _ = try Render.run(
      video: FileSource(path: directory.file("source")), audio: nil, stretches: stretches,
      to: directory.file("out.mp4"))
    return try Playthrough(path: directory.file("out.mp4"))
  }
}

extension Render.Options {
  /// Fast, with a ceiling for pictures.
  fileprivate init(memory: Int) {
    self.init(stamp: nil, pictureMemory: memory)
    preset = "ultrafast"
  }
}

extension MediaTime {
  fileprivate var halved: MediaTime { MediaTime(numerator, denominator * 2) }
}
