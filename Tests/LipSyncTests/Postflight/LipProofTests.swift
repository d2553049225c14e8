import LipSyncMedia
import TestSupport
import Testing

@testable import LipSync

@Suite("Lips are held against sound")
struct LipProofTests {
  /// A voice of syllables: loud where the mouth is open, which it is a little of the time.
  private static func syllables(seconds: Double) -> (Double) -> Double {
    var random = Draws(state: 7)
    var beats: [(at: Double, length: Double, height: Double)] = []
    var time = 0.3
    while time < seconds {
      let length = 0.1 + 0.2 * random.next()
      beats.append((time, length, 0.4 + 0.6 * random.next()))
      time += length + 0.05 + 0.4 * random.next()
    }
    return { [beats] time in
      beats.reduce(0) { sum, beat in
        let place = abs(time - beat.at - beat.length / 2) / beat.length
        return sum + (place < 1 ? beat.height * (1 - place) : 0)
      }
    }
  }

  private struct Draws {
    var state: UInt64
    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 31)
    }
  }

  /// How long before its sound is loudest a mouth is open: people's are, and the weights know.
  private static let lead = 0.13

  /// A decoded result whose sound is so many seconds late.
  static func result(
    late: Double, seconds: Double = 12, rate: Int64 = 25, missing: (Int) -> Bool = { _ in false },
    several: Bool = false, loudness: Double = 0.5
  ) throws -> DecodedMedia {
    let mouth = syllables(seconds: seconds)
    let pictures = (0..<Int(seconds * Double(rate))).map { index in
      let (time, open) = (MediaTime(Int64(index), rate), mouth(Double(index) / Double(rate) + lead))
      let shape = MouthTrack.Shape(
        opening: 0.02 + 0.06 * open, width: 0.3 - 0.03 * open, chin: 0.55 + 0.04 * open)
      return MouthTrack.Picture(time: time, shape: missing(index) ? nil : shape)
    }
    var random = Draws(state: 3)
    let samples = (0..<Int(seconds * Double(Waveform.rate))).map { index in
      let level = mouth(Double(index) / Double(Waveform.rate) - late)
      return Int16(32000 * loudness * min(1, 0.01 + level) * (2 * random.next() - 1))
    }
    let info = PreflightTests.video()
    var decoded = DecodedMedia(
      info: info, frames: [], details: [], aspect: nil, videoDuration: MediaTime(Int64(seconds)),
      audioSamples: 0,
      audioDuration: nil, envelope: nil, waveform: Waveform(samples: samples), videoStart: .zero,
      audioStart: .zero,
      errors: [], errorCount: 0)
    decoded.mouth = MouthTrack(pictures: pictures, hasSeveral: several)
    decoded.mouthUnseen = nil
    return decoded
  }

  @Test(
    "The offset is found, late and early, at 25 and 30 pictures a second", arguments: [0, 0.2, 0.52, -0.32])
  func offset(_ late: Double) throws {
    for rate in [25, 30] as [Int64] {
      let lips = try #require(LipProof.judge(try Self.result(late: late, rate: rate)).0)
      let offset = try #require(lips.offsetMilliseconds)
      #expect(abs(offset - late * 1000) < 60, "\(offset) at \(rate)")
      #expect(lips.confidence >= Limits.lipConfidence && lips.judged > 0.95)
      let fired = Rule.findings(on: lips, about: .result)
      #expect(fired.map(\.severity) == (abs(late) >= 0.16 ? [.warning] : []))
    }
  }

  @Test("A sound that starts later than the picture is late by that")
  func delayed() throws {
    var decoded = try Self.result(late: 0)
    decoded.audioStart = MediaTime(3, 10)
    let offset = try #require(LipProof.judge(decoded).0?.offsetMilliseconds)
    #expect(abs(offset - 300) < 60)
  }

  @Test("Where it cannot tell, it says why and gives no offset")
  func untold() throws {
    func why(_ decoded: DecodedMedia) -> LipOffset.Absence? { LipProof.judge(decoded).1 }
    #expect(try why(Self.result(late: 0, seconds: 3)) == .tooShort)
    #expect(try why(Self.result(late: 0, missing: { $0 % 5 == 0 })) == .noFace)
    #expect(try why(Self.result(late: 0, several: true)) == .severalFaces)
    #expect(try why(Self.result(late: 0, loudness: 0)) == .noSound)
    var decoded = try Self.result(late: 0)
    (decoded.mouth, decoded.mouthUnseen) = (nil, .noNetworks)
    #expect(why(decoded) == .noNetworks)
    decoded.mouthUnseen = .noPictures
    #expect(why(decoded) == .noFace)
    // A mouth that stands still tells nothing.
    decoded = try Self.result(late: 0.4)
    let still = MouthTrack.Shape(opening: 0.02, width: 0.3, chin: 0.5)
    let pictures = decoded.mouth?.pictures ?? []
    decoded.mouth = MouthTrack(pictures: pictures.map { .init(time: $0.time, shape: still) })
    let lips = try #require(LipProof.judge(decoded).0)
    #expect(lips.offsetMilliseconds == nil && lips.confidence < Limits.lipConfidence)
    #expect(Rule.findings(on: lips, about: .result).isEmpty)
  }

  @Test("An offset that is still rising at the end of what was tried is none")
  func end() throws {
    let lips = try #require(LipProof.judge(try Self.result(late: 1.04)).0)
    #expect(lips.offsetMilliseconds == nil)
  }

  @Test("Rows are made as the training made them")
  func rows() {
    // numpy's, of scripts/lips-train.py.
    func are(_ one: [Double], _ other: [Double]) -> Bool {
      one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) < 1e-9 }
    }
    #expect(are(LipCurves.smoothed([1, 2, 3, 6, 0], 3), [4.0 / 3, 2, 11.0 / 3, 3, 2]))
    #expect(are(LipCurves.smoothed([1, 2, 3, 6], 4), [1.25, 1.75, 3, 4.25]))
    #expect(LipCurves.standard([5, 5, 5]) == [0, 0, 0])
    let ends = LipCurves.resampled([(0.02, 1), (0.06, 3), (0.1, 5)], count: 4)
    #expect(are(ends, [1, 2, 4, 5]))
    #expect(LipCurves.correlation([0, 1, 2], [0, 1, 2], late: 0) == 0)
    #expect(LipWeights.all.count == 44)
  }
}
