import Testing

@testable import LipSync
@testable import LipSyncMedia

/// What is said of a picture that follows no schedule, or follows one late or not to its end.
@Suite struct PlaybackCourseTests {
  private static let side = FrameSignature.side
  private static let frame = MediaTime(1, 25)
  private static let sources = 150

  /// A wave that moves across the picture.
  private static func picture(_ place: Double) -> FrameSignature {
    FrameSignature(
      luma: (0..<side * side).map { index in
        let (x, y) = (Double(index % side) + place * 0.35, Double(index / side))
        let wave = abs((x / 40).truncatingRemainder(dividingBy: 2) - 1)
        return UInt8(40 + 120 * wave + y * (0.5 + 0.5 * wave))
      })
  }

  private static func frames(_ places: [Double]) -> [DecodedMedia.Frame] {
    places.enumerated().map { .init(time: frame * Int64($0), signature: picture($1)) }
  }

  private func judge(_ places: [Double], audio: Int = sources) throws -> (
    playback: VerifyReport.Playback, words: String, findings: [Finding]
  ) {
    let shown = Self.frames(places)
    let pictures = try #require(
      TracePictures(result: shown, source: Self.frames((0..<Self.sources).map(Double.init)), aspects: nil))
    let trace = pictures.trace()
    let sent = PlaybackProof.Sent(
      video: Self.frame * Int64(Self.sources), audio: Self.frame * Int64(audio), pictures: Self.sources)
    let playback = PlaybackProof.playback(
      trace: trace, requested: .normal, sent: sent, result: Self.frame * Int64(places.count),
      frozen: PictureProof.still(shown))
    return (
      playback, PlaybackCourse.words(trace), PlaybackProof.findings(playback, trace, judgeable: true)
    )
  }

  @Test("a picture that runs fast is said to run fast") func speed() throws {
    let seen = try judge((0..<100).map { Double($0) * 1.34 }, audio: 100)
    #expect(seen.words.contains("1.3") && seen.words.contains("times as fast"), "\(seen.words)")
    #expect(seen.findings.map(\.rule) == [.resultPlaybackMismatch])
  }

  @Test("one picture all the time is said to be that") func onePicture() throws {
    let seen = try judge(Array(repeating: 20, count: 150))
    #expect(seen.words.contains("one picture all the time"), "\(seen.words)")
  }

  @Test("a jump is told with its moments") func jump() throws {
    let seen = try judge((0..<75).map(Double.init) + (0..<75).map { Double($0) + 20 })
    #expect(seen.words.contains("jumps at 3 s"), "\(seen.words)")
  }

  @Test("a picture that is late all the time is late, and no other schedule") func late() throws {
    let seen = try judge(Array(repeating: 0, count: 15) + (0..<135).map(Double.init))
    #expect(seen.playback.detected == .normal)
    #expect(seen.findings.map(\.rule) == [.resultPictureOffset], "\(seen.findings.map(\.message))")
  }

  @Test("a result of the wrong length follows its schedule as far as it goes") func short() throws {
    let seen = try judge((0..<80).map(Double.init))
    #expect(seen.playback.detected == .normal && seen.findings.isEmpty, "\(seen.findings.map(\.message))")
  }
}
