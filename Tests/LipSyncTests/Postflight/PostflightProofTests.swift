import Testing

@testable import LipSync
@testable import LipSyncMedia

@Suite struct LengthProofTests {
  private let frame = MediaTime(1, 25)

  private func rules(_ lengths: VerifyReport.Lengths) -> [String] {
    lengths.findings(frame: frame).map(\.rule.rawValue)
  }

  @Test func agreementFindsNothing() {
    #expect(
      rules(.init(reported: MediaTime(12), measured: MediaTime(12), expected: MediaTime(12)...MediaTime(12)))
        .isEmpty)
  }

  @Test(arguments: [
    // measured, low, high, disagrees
    (MediaTime(117, 10), MediaTime(12), MediaTime(12), true),
    (MediaTime(118, 10), MediaTime(12), MediaTime(12), false),
    (MediaTime(5), MediaTime(4), MediaTime(12), false),
    (MediaTime(13), MediaTime(4), MediaTime(12), true),
  ])
  func expectationIsARange(measured: MediaTime, low: MediaTime, high: MediaTime, disagrees: Bool) {
    let found = rules(.init(reported: nil, measured: measured, expected: low...high))
    #expect(found == (disagrees ? ["result.duration-mismatch"] : []))
  }

  @Test(arguments: [
    // A whole number may be rounded either way; anything finer is held to the quarter second.
    (MediaTime(12), MediaTime(127, 10), false),
    (MediaTime(12), MediaTime(131, 10), true),
    (MediaTime(125, 10), MediaTime(131, 10), true),
    (MediaTime(125, 10), MediaTime(126, 10), false),
  ])
  func statementIsHeldToItsOwnPrecision(reported: MediaTime, measured: MediaTime, disagrees: Bool) {
    let found = rules(.init(reported: reported, measured: measured, expected: nil))
    #expect(found == (disagrees ? ["result.duration-mismatch"] : []))
  }

  @Test func unknownDisagreesWithNothing() {
    #expect(
      rules(.init(reported: MediaTime(9), measured: nil, expected: MediaTime(1)...MediaTime(2))).isEmpty)
  }

  @Test func theMessageGivesTheFigures() throws {
    let finding = try #require(
      VerifyReport.Lengths(reported: nil, measured: MediaTime(9), expected: MediaTime(12)...MediaTime(12))
        .findings(frame: frame).first)
    #expect(finding.message.contains("9 s") && finding.message.contains("12 s"))
    #expect(finding.message.contains("3 s too short"))
    #expect(finding.severity == .error)
  }
}

@Suite struct AudioProofTests {
  private func match(
    similarity: Double = 0.99, offset: Double = 0, head: Double = 0, tail: Double = 0
  ) -> AudioMatch {
    AudioMatch(
      similarity: similarity, offsetMilliseconds: offset, driftPPM: nil, missingHeadMilliseconds: head,
      missingTailMilliseconds: tail)
  }

  private func rules(_ match: AudioMatch, cut: MediaTime = .zero) -> [String] {
    Rule.findings(on: ResultSound(match: match, expectedCut: cut), about: .result).map {
      $0.rule.rawValue + " " + $0.severity.rawValue
    }
  }

  @Test func theSameAudioFindsNothing() { #expect(rules(match()).isEmpty) }

  @Test func otherAudioIsAMismatchAndNothingElse() {
    #expect(rules(match(similarity: 0.1, offset: 900, tail: 900)) == ["result.audio-mismatch error"])
  }

  @Test(arguments: [(30.0, ""), (60.0, "warning"), (-60.0, "warning"), (300.0, "error"), (-300.0, "error")])
  func shiftsAreGraded(offset: Double, severity: String) {
    #expect(rules(match(offset: offset)) == (severity.isEmpty ? [] : ["result.audio-offset " + severity]))
  }

  @Test func aMissingTailCountsOnlyBeyondWhatThePlanCuts() {
    #expect(rules(match(tail: 2000)) == ["result.audio-cut error"])
    #expect(rules(match(tail: 2000), cut: MediaTime(2)).isEmpty)
    #expect(rules(match(head: 400), cut: MediaTime(2)) == ["result.audio-cut error"])
  }
}

@Suite struct HomecomingTests {
  @Test(
    arguments: [
      (nil, "https://res.example/a/b/clip.MP4?sig=1", .result, "clip.mp4"),
      ("task-1", "https://res.example/a/b/clip.mov#x", .result, "task-1.mov"),
      ("task-1", "https://res.example/a/b/result", .result, "task-1.mp4"),
      ("talk 日本.de", "https://res.example/a/b/result", .result, "talk 日本.de.mp4"),
      ("task-1", "https://res.example/a/b/cover.mp4", .cover, "task-1.jpg"),
      ("task-1", "https://res.example/a/b/cover.PNG", .cover, "task-1.png"),
      (nil, "https://res.example/..%2f..%2fetc", .result, "_2f.-9965348c.mp4"),
      ("../../etc/passwd", "https://res.example/x.mp4", .result, "_.._etc_passwd-3754d6cb.mp4"),
      (nil, "https://res.example/", .result, "res.mp4"),
    ] as [(String?, String, DownloadedFile.Kind, String)])
  func namesStayInTheirDirectory(name: String?, url: String, kind: DownloadedFile.Kind, expected: String) {
    let file = DownloadedFile.fileName(name, url: url, kind: kind)
    #expect(file == expected)
    #expect(!file.contains("/") && !file.hasPrefix("."))
  }

  @Test func differentNamesStayDifferent() {
    #expect(DownloadedFile.safe("a/b") != DownloadedFile.safe("a_b"))
    #expect(DownloadedFile.safe("a/b") != DownloadedFile.safe("a b"))
    #expect(DownloadedFile.safe("task-1.x") == "task-1.x")
  }

  @Test func aTakenNameGetsANumber() {
    let taken: Set = ["d/v.mp4", "d/v-2.mp4"]
    #expect(DownloadedFile.free("d/v.mp4", taken: taken.contains) == "d/v-3.mp4")
    #expect(DownloadedFile.free("d/w.mp4", taken: taken.contains) == "d/w.mp4")
  }
}

@Suite struct PictureProofTests {
  private func signature(_ value: (Int) -> UInt8) -> FrameSignature {
    FrameSignature(luma: (0..<FrameSignature.side * FrameSignature.side).map(value))
  }

  @Test func correlationKnowsBrightnessFromContent() {
    let ramp = (0..<2304).map { Float($0 % 97) }
    let brighter = ramp.map { $0 + 50 }
    let other = (0..<2304).map { Float(($0 * 31) % 89) }
    #expect(CoverProof.correlation(ramp, ramp) > 0.9999)
    #expect(CoverProof.correlation(ramp, brighter) > 0.9999)
    #expect(CoverProof.correlation(ramp, other) < 0.3)
    #expect(CoverProof.correlation([7, 7], [9, 9]) == 0)
  }

  @Test func aFrozenTailIsMeasuredFromItsFirstPicture() {
    let frames = (0..<50).map { index in
      DecodedMedia.Frame(
        time: MediaTime(Int64(index), 25), signature: signature { UInt8(($0 + 9 * min(index, 30)) % 200) })
    }
    #expect(PictureProof.frozenTail(frames, duration: MediaTime(2)) == MediaTime(2) - MediaTime(30, 25))
    #expect(PictureProof.frozenTail(Array(frames[..<30]), duration: MediaTime(30, 25)) == .zero)
    #expect(PictureProof.frozenTail(Array(frames[30...]), duration: MediaTime(1)) == .zero)
    #expect(PictureProof.frozenTail([], duration: .zero) == .zero)
  }
}
