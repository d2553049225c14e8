import Testing

@testable import LipSync
@testable import LipSyncMedia

/// Faces in which nothing moves while something is said.
@Suite struct StillMouthTests {
  private static let side = FrameSignature.side
  private static let frame = MediaTime(1, 25)

  /// A wave that moves across the picture, and in its middle what a face shows.
  private static func picture(_ index: Int, face: ((Int, Int) -> Int)?) -> FrameSignature {
    FrameSignature(
      luma: (0..<side * side).map { place in
        let (x, y) = (place % side, place / side)
        if let face, (20..<28).contains(x), (24..<32).contains(y) { return UInt8(face(x, y)) }
        let wave = abs(((Double(x) + Double(index) * 0.6) / 12).truncatingRemainder(dividingBy: 2) - 1)
        return UInt8(40 + 120 * wave + Double(y))
      })
  }

  private static func frames(_ face: ((Int, Int, Int) -> Int)?) -> [DecodedMedia.Frame] {
    (0..<125).map { index in
      let cell = face.map { face in { (x: Int, y: Int) in face(index, x, y) } }
      return DecodedMedia.Frame(
        time: frame * Int64(index), signature: picture(index, face: cell))
    }
  }

  /// Loudness that rises and falls four times a second.
  private static let speech = AudioEnvelope(
    levels: (0..<1000).map { 0.2 + 0.1 * Float($0 % 50) / 50 }, duration: MediaTime(5))

  @Test("a face that moves, and one that stands still over a moving video", arguments: [false, true])
  func pastedStill(isStill: Bool) throws {
    let sent = Self.frames(nil)
    let shown = Self.frames { index, x, y in
      let moment = isStill && (25..<100).contains(index) ? 25 : index
      return 60 + (moment * 37 + x * 11 + y * 5) % 90
    }
    let trace = try #require(PlaybackTrace.recover(result: shown, source: sent))
    let difference = try #require(PictureDifference.find(trace, result: shown, source: sent))
    let region = try #require(difference.region)
    #expect(abs(region.left - 20.0 / 48) < 0.05 && abs(region.top - 0.5) < 0.05)
    let found = difference.findings(sound: Self.speech)
    #expect(found.map(\.rule.rawValue) == (isStill ? ["result.still-mouth"] : []), "\(found.map(\.message))")
  }

  @Test("what never moves over a still video is a seam where the picture was cut", arguments: [false, true])
  func seam(mayBeSeam: Bool) {
    let region = EditedRegion(
      left: 0.4, top: 0.5, width: 0.1, height: 0.1, share: 0.01, difference: 4, cells: [],
      movement: (1..<125).map { (time: Self.frame * Int64($0), levels: 0) }, mayBeSeam: mayBeSeam)
    #expect(region.stillWhileVoiced(Self.speech).isEmpty == mayBeSeam)
  }
}
