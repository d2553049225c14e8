import LipSyncMediaMaking
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncMedia

/// Covers, true and false ones, beside one result.
@Suite("Cover table") struct CoverTableTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    /// The cover's bytes.
    var bytes: @Sendable () throws -> [UInt8]
    var rule: String?
    /// Where it was taken from, in seconds of the result.
    var moment: Double?
    var testDescription: String { name }
  }

  private static let frames = 50

  /// A picture of the result: every moment has its own pose, and a mouth that goes its own way.
  private static func picture(_ index: Int, seed: UInt64 = 1) -> Picture {
    TalkingHead.picture(index, seed: seed, mouth: Double(index % 7) / 7)
  }

  private static func jpeg(_ picture: Picture) throws -> [UInt8] { try Fixtures.image(picture) }

  /// A JPEG whose head (JFIF) states that its pixels are twice as wide as high.
  private static func squeezing(_ jpeg: [UInt8]) -> [UInt8] {
    let head: [UInt8] = [
      0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 2, 0, 0,
    ]
    var rest = jpeg.dropFirst(2)
    if rest.starts(with: [0xff, 0xe0]) { rest = rest.dropFirst(18) }
    return jpeg.prefix(2) + head + rest
  }

  static let cases = [
    Case(name: "the first picture", bytes: { try jpeg(picture(0)) }, moment: 0),
    Case(name: "one from the middle", bytes: { try jpeg(picture(31)) }, moment: 1.24),
    Case(name: "half as large", bytes: { try jpeg(picture(31).halved()) }, moment: 1.24),
    Case(name: "as PNG", bytes: { try Fixtures.image(picture(20), codec: "png") }, moment: 0.8),
    Case(name: "brighter", bytes: { try jpeg(picture(31).graded(gain: 0.9, bias: 25)) }, moment: 1.24),
    Case(
      name: "of the source, before the mouth was worked on",
      bytes: { try jpeg(TalkingHead.picture(31)) }, moment: 1.24),
    Case(
      name: "with bars above and below",
      bytes: { try jpeg(picture(31).padded(width: 192, height: 192)) }, rule: "cover.aspect", moment: 1.24),
    Case(
      name: "with bars at its sides", bytes: { try jpeg(picture(31).padded(width: 288, height: 108)) },
      rule: "cover.aspect", moment: 1.24),
    Case(
      name: "its middle alone", bytes: { try jpeg(picture(31).middle(width: 108)) }, rule: "cover.aspect",
      moment: 1.24),
    Case(
      name: "squeezed", bytes: { try jpeg(picture(31).squeezed()) }, rule: "cover.aspect", moment: 1.24),
    Case(
      name: "of another video, with bars",
      bytes: { try jpeg(picture(31, seed: 9).padded(width: 192, height: 192)) }, rule: "cover.foreign"),
    Case(name: "of another video", bytes: { try jpeg(picture(31, seed: 9)) }, rule: "cover.foreign"),
    Case(name: "black", bytes: { try jpeg(Picture(width: 192, height: 108)) }, rule: "cover.blank"),
    Case(
      name: "of one colour", bytes: { try jpeg(Picture(width: 192, height: 108, luma: 150, cb: 90)) },
      rule: "cover.blank"),
    Case(
      name: "cut off", bytes: { try jpeg(picture(31)).dropLast(600) }, rule: "cover.unreadable"),
    Case(name: "a page", bytes: { Fixtures.page() }, rule: "cover.unreadable"),
    Case(name: "empty", bytes: { [] }, rule: "cover.unreadable"),
    Case(name: "a video", bytes: { try Fixtures.video() }, rule: "cover.unreadable"),
    Case(
      name: "whose density asks printers for another shape", bytes: { try squeezing(jpeg(picture(31))) },
      moment: 1.24),
    Case(name: "a sound", bytes: { try Fixtures.audio() }, rule: "cover.unreadable"),
  ]

  private static let result = Result { () throws -> [UInt8] in
    let directory = try TemporaryDirectory()
    let writer = try MovieWriter.create(
      path: directory.file("result"),
      video: VideoSpec(width: 192, height: 108, frameDuration: MediaTime(1, 25)),
      audio: AudioSpec(sampleRate: 16_000, channels: 1))
    try writer.append(Fixtures.samples(of: .speech(seed: 3), seconds: MediaTime(2)))
    for index in 0..<frames { try writer.append(picture(index)) }
    try writer.finish()
    return try directory.read("result")
  }

  @Test("none is misjudged", arguments: cases)
  func judge(_ row: Case) async throws {
    let directory = try TemporaryDirectory()
    let result = try directory.write(Self.result.get(), as: "result.mp4")
    let cover = try directory.write(row.bytes(), as: "cover")
    let report = try await Postflight.verify(
      VerifyRequest(result: .file(path: result), cover: .file(path: cover)),
      inspector: VerifyTests.inspector)
    Contract.hold(report.json, to: .verify)
    // Nothing is named that the result could be compared with.
    let rules = report.findings.map(\.rule.rawValue)
    #expect(rules == ["result.not-compared"] + [row.rule].compactMap(\.self), "\(report.json.text)")
    if let moment = row.moment {
      let found = try #require(report.cover?.moment)
      #expect(abs(found.seconds - moment) <= 0.3, "found at \(found.seconds) s")
    }
  }
}
