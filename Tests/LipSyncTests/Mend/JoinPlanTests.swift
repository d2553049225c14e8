import LipSyncMedia
import TestSupport
import Testing

@testable import LipSync

@Suite("Plans of joins")
struct JoinPlanTests {
  private static func rows(_ count: Int = 3) -> [SplitRow] {
    (0..<count).map { index in
      SplitRow(
        id: "p\(index + 1)", video: "v\(index).mp4", audio: "a\(index).wav", part: index + 1, parts: count,
        samples: Int64(index) * 96_000..<Int64(index + 1) * 96_000, rate: 48_000, original: "a.wav")
    }
  }

  private static func part(_ row: SplitRow) -> JoinedPart {
    var media = PreflightTests.video()
    media.video?.frames = 50
    media.video?.duration = MediaTime(2)
    media.audio = AudioInfo(codec: "aac", sampleRate: 48_000, channels: 1, duration: MediaTime(2))
    return JoinedPart(
      row: row, path: "\(row.id).mp4", media: media,
      match: AudioMatch(
        similarity: 1, offsetMilliseconds: 0, driftPPM: nil, missingHeadMilliseconds: 0,
        missingTailMilliseconds: 0))
  }

  /// What is wrong with rows, and words of what is said.
  static let badRows: [(String, @Sendable (inout [SplitRow]) -> Void, String)] = [
    ("none", { $0 = [] }, "names no part"),
    ("one is missing", { $0.remove(at: 1) }, "Of 3 parts, part 2 is missing"),
    ("the last is missing", { $0.removeLast() }, "part 3 is missing"),
    ("out of order", { $0.swapAt(0, 1) }, "Part 1 stands behind part 2"),
    ("of another split", { $0[1].parts = 4 }, "part of another split"),
    ("of another rate", { $0[1].rate = 44_100 }, "44100 Hz"),
    (
      "a hole", { $0[1].samples = 96_010..<192_000 },
      "begins at sample 96010, but part 1 ends at sample 96000"
    ),
    ("twice", { $0[1].part = 1 }, "Part 1 stands behind part 1"),
  ]

  @Test("Rows that do not make a whole are told with figures", arguments: badRows.indices)
  func rows(_ index: Int) {
    var rows = Self.rows()
    #expect(JoinPlan.faults(of: rows).isEmpty)
    Self.badRows[index].1(&rows)
    let faults = JoinPlan.faults(of: rows)
    #expect(faults.contains { $0.message.contains(Self.badRows[index].2) }, "\(faults)")
  }

  /// What is wrong with the second result, and words of what is said.
  static let badResults: [(String, @Sendable (inout JoinedPart) -> Void, String)] = [
    ("size", { $0.media.video?.width = 320 }, "pixels, those of part 1"),
    (
      "rate",
      {
        $0.media.video?.frames = 60
        $0.media.video?.frameRate = 30
      }, "30 pictures a second, part 1 has 25"
    ),
    (
      "too short",
      {
        $0.media.video?.frames = 40
        $0.media.video?.duration = MediaTime(40, 25)
      }, "10 pictures less"
    ),
    (
      "too long",
      {
        $0.media.video?.frames = 75
        $0.media.video?.duration = MediaTime(3)
      }, "25 pictures more"
    ),
    ("no sound", { $0.media.audio = nil }, "has no sound"),
    ("no picture", { $0.media.video = nil }, "no moving picture"),
    (
      "the sound of another part",
      {
        $0.match?.similarity = 0.1
        $0.other = 3
      }, "It is that of part 3: the results are out of order"
    ),
    ("late sound", { $0.match?.offsetMilliseconds = 90 }, "lies 90 ms late"),
  ]

  @Test("Results that do not fit are told with figures", arguments: badResults.indices)
  func results(_ index: Int) throws {
    var parts = Self.rows().map(Self.part)
    let plan = try JoinPlan.make(parts)
    #expect(plan.pictures == [50, 50, 50] && plan.surplus == [0, 0, 0] && plan.frame == MediaTime(1, 25))
    Self.badResults[index].1(&parts[1])
    let error = try #require(throws: JoinFaults.self) { try JoinPlan.make(parts) }
    #expect(
      error.all.contains { $0.part == 2 && $0.message.contains(Self.badResults[index].2) }, "\(error.all)")
  }

  @Test("A picture more or less is no obstacle, and counts do not drift where a rate has no whole samples")
  func counts() throws {
    var parts = Self.rows().map(Self.part)
    parts[0].media.video?.frames = 51
    parts[0].media.video?.duration = MediaTime(51, 25)
    parts[1].media.video?.frames = 49
    parts[1].media.video?.duration = MediaTime(49, 25)
    #expect(try JoinPlan.make(parts).surplus == [1, -1, 0])

    // 29.97 pictures a second, cut at pictures 1000 and 2001: nearest samples.
    let frame = MediaTime(1001, 30000)
    let ends =
      [0, 1000, 2001].map { (frame * $0).ticks(rate: 44_100) } + [MediaTime(100).ticks(rate: 44_100)]
    let rows = (0..<3).map { index in
      SplitRow(
        id: "p\(index)", video: "v", audio: "a", part: index + 1, parts: 3,
        samples: ends[index]..<ends[index + 1], rate: 44_100, original: nil)
    }
    let counts: [Int64] = [1000, 1001, 997]
    let exact = zip(rows, counts).map { row, count in
      var part = Self.part(row)
      part.media.video?.frames = Int(count)
      part.media.video?.duration = frame * count
      return part
    }
    #expect(try JoinPlan.make(exact).pictures == counts)
  }

  @Test("A row is read as it was written")
  func row() throws {
    let directory = try TemporaryDirectory()
    _ = try directory.write(Array(Self.rows().map { $0.json.text + "\n" }.joined().utf8), as: "m.jsonl")
    let list = try RowList<JobRow>(path: directory.file("m.jsonl"))
    #expect(list.faults.isEmpty)
    #expect(list.rows().compactMap { SplitRow($0) } == Self.rows())
    #expect(list.rows().allSatisfy { $0.pair.playbackType == .normal })
  }
}
