import Testing

@testable import LipSync
@testable import Media

/// Which playback type made-up pictures follow.
@Suite struct PlaybackProofTests {
  private static let side = FrameSignature.side
  private static let sources = 50
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

  private func judge(_ shown: [DecodedMedia.Frame], _ sent: [DecodedMedia.Frame], asked: PlaybackType)
    throws -> VerifyReport.Playback
  {
    let pictures = try #require(TracePictures(result: shown, source: sent, aspects: nil))
    let length = Self.frame * Int64(shown.count)
    let plans = PlaybackProof.Sent(
      video: Self.frame * Int64(sent.count), audio: length, pictures: sent.count)
    let trace = PlaybackProof.settled(
      pictures.trace(), pictures, requested: asked, sent: plans, result: length)
    return PlaybackProof.playback(trace: trace, requested: asked, sent: plans, result: length)
  }

  /// The place in the source of each result frame that goes to and fro with so many frames a round.
  private func pingPong(_ count: Int, round: Int) -> [Int] {
    (0..<count).map { index in
      let place = index % round
      return place < Self.sources ? place : min(round - place, 2 * Self.sources - 1 - place)
    }
  }

  @Test(
    "passes that share the pictures at which they turn add up to the same type", arguments: [100, 99, 98])
  func seams(round: Int) throws {
    let sent = Self.frames(Array(0..<Self.sources))
    let shown = Self.frames(pingPong(600, round: round))
    let playback = try judge(shown, sent, asked: .normalReverseByAudio)
    #expect(playback.detected == .normalReverseByAudio)
    #expect(playback.reversals.count == (600 - 1) * 2 / round)
    #expect(try judge(shown, sent, asked: .normal).detected != .normal)
    let looped = Self.frames((0..<600).map { $0 % 49 })
    #expect(try judge(looped, sent, asked: .normal).detected == .normal)
    #expect(try judge(looped, sent, asked: .normalReverse).detected != .normalReverse)
  }

  @Test("what pictures without motion and with noise cannot refute is not called wrong")
  func stillPassage() throws {
    let sent = Self.frames(Array(0..<Self.sources), isStill: true)
    let shown = Self.frames(pingPong(250, round: 100), isStill: true, noise: 4)
    let playback = try judge(shown, sent, asked: .normalReverseByAudio)
    #expect(playback.detected == .normalReverseByAudio)
    #expect(playback.reversals.map { ($0.seconds / 2).rounded() } == [1, 2, 3, 4], "\(playback.reversals)")
    #expect(try judge(shown, sent, asked: .normal).detected != .normal)
  }
}
