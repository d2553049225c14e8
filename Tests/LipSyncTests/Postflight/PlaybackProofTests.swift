import Testing

@testable import LipSync
@testable import LipSyncMedia

/// Which playback type made-up pictures follow.
@Suite struct PlaybackProofTests {
  private static let side = FrameSignature.side
  private static let frame = MediaTime(1, 25)

  /// A wave that moves across the picture, `phase` in cells; `noise` in levels.
  private static func picture(_ phase: Double, noise: Int, seed: Int) -> FrameSignature {
    FrameSignature(
      luma: (0..<side * side).map { index in
        let (x, y) = (Double(index % side) + phase, Double(index / side))
        let triangle = abs((x / 12).truncatingRemainder(dividingBy: 2) - 1)
        let blot = noise > 0 ? (index / 3 * 7919 + seed * 104_729) % (2 * noise + 1) - noise : 0
        return UInt8(Int(40 + 120 * triangle + y) + blot)
      })
  }

  /// Source pictures that move evenly, or almost not at all for the first of two seconds.
  private static func phase(_ place: Int, isStill: Bool) -> Double {
    isStill ? Double(place) * 0.02 + Double(max(0, place - 25)) * 0.6 : Double(place) * 0.6
  }

  private static func frames(_ places: [Int], isStill: Bool = false, noise: Int = 0)
    -> [DecodedMedia.Frame]
  {
    var seed = 0
    return places.enumerated().map { index, place in
      // An encoder repeats what moves less than its noise.
      if !isStill || place >= 25 || index % 20 == 0 { seed = index }
      return DecodedMedia.Frame(
        time: frame * Int64(index),
        signature: picture(phase(place, isStill: isStill), noise: noise, seed: seed))
    }
  }

  /// What is made of the cheapest course, or of another one, `strayed`, that it may have been by chance.
  private func judge(
    _ shown: [DecodedMedia.Frame], _ sent: [DecodedMedia.Frame], asked: PlaybackType, isSettled: Bool = true,
    strayed: ((MediaTime) -> MediaTime?)? = nil
  ) throws -> VerifyReport.Playback {
    let pictures = try #require(TracePictures(result: shown, source: sent, aspects: nil))
    let length = Self.frame * Int64(shown.count)
    let plans = PlaybackProof.Sent(
      video: Self.frame * Int64(sent.count), audio: length, pictures: sent.count)
    var trace = pictures.trace(along: strayed)
    if isSettled {
      trace = PlaybackProof.settled(trace, pictures, requested: asked, sent: plans, result: length)
    }
    return PlaybackProof.playback(trace: trace, requested: asked, sent: plans, result: length)
  }

  /// The place among so many source frames of each result frame that goes to and fro with so many frames a round.
  private func pingPong(_ count: Int, round: Int, sources: Int) -> [Int] {
    (0..<count).map { index in
      let place = index % round
      return place < sources ? place : min(round - place, 2 * sources - 1 - place)
    }
  }

  @Test("passes that share the pictures at which they turn add up to the same type", arguments: [50, 49, 48])
  func seams(round: Int) throws {
    let sent = Self.frames(Array(0..<25))
    let shown = Self.frames(pingPong(300, round: round, sources: 25))
    let playback = try judge(shown, sent, asked: .normalReverseByAudio)
    #expect(playback.detected == .normalReverseByAudio)
    #expect(playback.reversals.count == 299 * 2 / round)
  }

  @Test("a loop is told from an alternation also where each of its passes is a picture short")
  func shortLoop() throws {
    let sent = Self.frames(Array(0..<25))
    let looped = Self.frames((0..<200).map { $0 % 24 })
    #expect(try judge(looped, sent, asked: .normal).detected == .normal)
    #expect(try judge(looped, sent, asked: .normalReverse).detected == .normal)
  }

  @Test("of courses that the pictures fit as well, the one that was asked for is gone by")
  func stillPassage() throws {
    let sent = Self.frames(Array(0..<50), isStill: true)
    let places = pingPong(250, round: 100, sources: 50)
    let shown = Self.frames(places, isStill: true, noise: 4)
    // In the passage in which hardly anything moves, a course may as well stand.
    let strayed = { (moment: MediaTime) -> MediaTime? in
      let place = places[min(Int((moment.seconds * 25).rounded()), places.count - 1)]
      return Self.frame * Int64(place < 25 ? 12 : place)
    }
    let asked = PlaybackType.normalReverseByAudio
    #expect(try judge(shown, sent, asked: asked, isSettled: false, strayed: strayed).detected == nil)
    let playback = try judge(shown, sent, asked: asked, strayed: strayed)
    #expect(playback.detected == asked)
    #expect(playback.reversals.map { ($0.seconds / 2).rounded() } == [1, 2, 3, 4], "\(playback.reversals)")
    #expect(try judge(shown, sent, asked: .normal, strayed: strayed).detected != .normal)
  }
}
