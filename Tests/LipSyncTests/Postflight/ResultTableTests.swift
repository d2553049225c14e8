import LipSyncMedia
import LipSyncMediaMaking
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync

/// Results drawn picture by picture, true ones as services deliver them and tampered ones, judged as a whole.
@Suite("Result table") struct ResultTableTests {
  static let sourceFrames = 50
  static let seconds = MediaTime(5)

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var asked = PlaybackType.normalReverseByAudio
    /// The source frame of each result frame of 125.
    var schedule: @Sendable (Int) -> Int = ResultTableTests.pingPong
    var seed: UInt64 = 1
    var step = 1
    /// How far the mouth is open in each result frame; nil leaves the source's own.
    var mouth: (@Sendable (Int) -> Double?)? = ResultTableTests.openness
    var shape: @Sendable (Picture) -> Picture = { $0 }
    /// What the source's pictures are made into before anything is drawn on them.
    var prepared: @Sendable (Picture) -> Picture = { $0 }
    /// What becomes of each picture by its number.
    var altered: @Sendable (Int, Picture) -> Picture = { $1 }
    var sound: @Sendable ([Float]) -> [Float] = { $0 }
    /// Rules that have to fire, and those that may.
    var needs: Set<String> = []
    var may: Set<String> = []
    var turns: [Double]? = [2, 4]
    var offset: Double? = 0
    var testDescription: String { name }
  }

  static let pingPong: @Sendable (Int) -> Int = { index in
    let place = index % (2 * sourceFrames)
    return place < sourceFrames ? place : 2 * sourceFrames - 1 - place
  }

  static let cases: [Case] = [
    Case(name: "a mouth that moves"),
    Case(name: "half size", shape: { $0.halved() }, needs: ["result.smaller"]),
    Case(
      name: "half size at half the rate", step: 2, shape: { $0.halved() }, needs: ["result.smaller"]),
    Case(name: "letterboxed", shape: { $0.padded(width: 192, height: 192) }),
    Case(name: "pillarboxed", shape: { $0.padded(width: 288, height: 108) }),
    Case(name: "a stamp in a corner", shape: { $0.stamped() }),
    Case(name: "a stamp in a corner, letterboxed", shape: { $0.stamped().padded(width: 192, height: 192) }),
    Case(name: "edges lost", shape: { $0.cropped(by: 4) }),
    Case(
      name: "brighter and flatter", shape: { $0.graded(gain: 0.8, bias: 40) }, needs: ["result.levels"]),
    Case(name: "a little brighter", shape: { $0.graded(gain: 1.05, bias: 5) }),
    Case(name: "half as wide, all of it", shape: { $0.squeezed() }, needs: ["result.shape"]),
    Case(
      name: "one black picture", altered: { $0 == 60 ? $1.graded(gain: 0, bias: 16) : $1 },
      needs: ["result.picture-blank"]),
    Case(
      name: "half a second that stands still", schedule: { pingPong((60..<73).contains($0) ? 60 : $0) },
      mouth: { (60..<73).contains($0) ? 0.5 : openness($0) }, needs: ["result.frozen"]),
    Case(
      name: "a second of other words",
      sound: { sent in
        Array(sent[..<32_000]) + sent[32_000..<52_000].reversed() + Array(sent[52_000...])
      }, needs: ["result.audio-foreign"]),
    Case(
      name: "120 ms more from the middle on",
      sound: { sent in
        Array(sent[..<40_000]) + Array(repeating: 0, count: 1920) + Array(sent[40_000...].dropLast(1920))
      }, needs: ["result.audio-jump"]),
    Case(name: "quieter", sound: { $0.map { $0 * 0.1 } }),
    Case(
      name: "looped", asked: .normal, schedule: { $0 % sourceFrames }, turns: []),
    Case(
      name: "held while the mouth goes on", asked: .normal, schedule: { min($0, sourceFrames - 1) },
      needs: ["result.tail-frozen"], turns: []),
    Case(name: "nothing worked on", mouth: nil, needs: ["result.unedited"]),

    Case(name: "alternated where it was not asked for", asked: .normal, needs: ["result.playback-mismatch"]),
    Case(
      name: "looped where an alternation was asked for", schedule: { $0 % sourceFrames },
      needs: ["result.playback-mismatch"], turns: []),
    Case(name: "another video", seed: 9, needs: ["result.picture-mismatch"], turns: nil),
    Case(
      name: "another video, letterboxed", seed: 9, shape: { $0.padded(width: 192, height: 192) },
      needs: ["result.picture-mismatch"], turns: nil),
    Case(
      name: "a tail that stands under a moving mouth", schedule: { pingPong(min($0, 85)) },
      needs: ["result.tail-frozen"], may: ["result.playback-mismatch"], turns: [2]),
    Case(
      name: "a tail that goes black", altered: { $0 < 100 ? $1 : $1.graded(gain: 0, bias: 16) },
      needs: ["result.tail-frozen", "result.picture-blank"]),
    Case(
      name: "a face that nobody works on while something is said",
      mouth: { (50..<105).contains($0) ? nil : Double($0 % 2) }, needs: ["result.still-mouth"],
      may: ["result.face-unedited"]),
    Case(name: "out of focus", shape: { $0.blurred() }, needs: ["result.softer"]),
    Case(name: "tinted", shape: { $0.tinted(cb: 12, cr: -9) }, needs: ["result.colour-shifted"]),
    Case(name: "faint colours, kept", prepared: { $0.faded(to: 0.4) }),
    Case(
      name: "faint colours, lost", shape: { $0.faded(to: 0) }, prepared: { $0.faded(to: 0.4) },
      needs: ["result.colour-shifted"]),
    Case(
      name: "five pictures late", schedule: { pingPong(max(0, $0 - 5)) }, turns: [2.2, 4.2]),
    Case(
      name: "five pictures dropped at the beginning", schedule: { pingPong($0 + 5) }, turns: [1.8, 3.8]),
    Case(
      name: "300 ms of pictures late", schedule: { pingPong(max(0, $0 - 8)) },
      needs: ["result.picture-offset"],
      turns: [2.32, 4.32]),
    Case(
      name: "300 ms late", sound: { Array(repeating: 0, count: 4800) + $0.dropLast(4800) },
      needs: ["result.audio-offset"], may: ["result.audio-cut"], offset: 300),
    Case(
      name: "100 ms early", sound: { $0.dropFirst(1600) + Array(repeating: 0, count: 1600) },
      needs: ["result.audio-offset"], may: ["result.audio-cut"], offset: -100),
    Case(
      name: "another audio", sound: { _ in Fixtures.samples(of: .speech(seed: 8), seconds: seconds) },
      needs: ["result.audio-mismatch"], offset: nil),
    Case(
      name: "half a second missing in the middle",
      sound: { $0.prefix(40_000) + Array(repeating: 0, count: 8000) + $0.dropFirst(48_000) },
      needs: ["result.audio-dropout"]),
  ]

  @Test("none is misjudged", arguments: cases)
  func judge(_ row: Case) async throws {
    let directory = try TemporaryDirectory()
    let speech = Fixtures.samples(of: .speech(seed: 3), seconds: Self.seconds)
    let (video, audio, result) = (
      directory.file("v.mp4"), directory.file("a.wav"), directory.file("result.mp4")
    )
    try Self.write(video, (0..<Self.sourceFrames).map { row.prepared(TalkingHead.picture($0)) }, nil)
    try Self.write(audio, [], speech, format: "wav")
    let frames = stride(from: 0, to: 125, by: row.step).map { index in
      row.altered(
        index,
        row.shape(
          row.prepared(TalkingHead.picture(row.schedule(index), seed: row.seed, mouth: row.mouth?(index)))))
    }
    try Self.write(result, frames, row.sound(speech), frame: MediaTime(Int64(row.step), 25))
    let report = try await Postflight.verify(
      VerifyRequest(
        result: .file(path: result),
        sent: SentMedia(video: .file(path: video), audio: .file(path: audio), playbackType: row.asked)),
      inspector: VerifyTests.inspector)
    Contract.hold(report.json, to: .verify)
    let rules = Set(report.findings.map(\.rule.rawValue))
    #expect(row.needs.isSubset(of: rules), "\(report.json.text)")
    #expect(rules.isSubset(of: row.needs.union(row.may)), "\(report.json.text)")
    if let offset = row.offset {
      #expect(try abs(#require(report.audio).offsetMilliseconds - offset) <= 20)
    }
    if let turns = row.turns {
      let found = report.playback?.reversals.map(\.seconds) ?? []
      #expect(found.count == turns.count, "\(found)")
      #expect(zip(found, turns).allSatisfy { abs($0 - $1) <= 0.08 * Double(row.step) }, "\(found)")
    }
    if row.mouth != nil, row.seed == 1 {
      let region = try #require(report.difference?.region, "\(report.json.text)")
      #expect(region.share < 0.2 && region.left < 0.6 && region.left + region.width > 0.4)
    }
  }

  static let openness: @Sendable (Int) -> Double? = { index in
    var random = SeededRandom(seed: UInt64(index / 3))
    return 0.3 + 0.7 * Double(random.next() % 100) / 100
  }

  private static func write(
    _ path: String, _ pictures: [Picture], _ sound: [Float]?, format: String = "mp4",
    frame: MediaTime = MediaTime(1, 25)
  ) throws {
    let video = pictures.first.map { VideoSpec(width: $0.width, height: $0.height, frameDuration: frame) }
    let writer = try MovieWriter.create(
      path: path, format: format, video: video,
      audio: sound.map { _ in AudioSpec(sampleRate: 16_000, channels: 1) })
    if let sound { try writer.append(sound) }
    for picture in pictures { try writer.append(picture) }
    try writer.finish()
  }
}
