import LipSyncMediaReading
import TestSupport
import Testing

@Suite struct AudioMatchTests {
  private let rate = AudioEnvelope.rate

  private func envelope(_ seconds: Int64 = 10, seed: UInt64 = 1) throws -> AudioEnvelope {
    try AudioEnvelope.decode(
      MemorySource(try Fixtures.audio(seconds: MediaTime(seconds), seed: seed), name: "speech"))
  }

  private func made(_ levels: [Float]) -> AudioEnvelope {
    AudioEnvelope(levels: levels, duration: MediaTime(Int64(levels.count), Int64(rate)))
  }

  @Test func itself() throws {
    let sent = try envelope()
    let match = try #require(AudioMatch.compare(result: sent, sent: sent))
    #expect(match.similarity > 0.999)
    #expect(abs(match.offsetMilliseconds) < 0.1)
    #expect(match.missingHeadMilliseconds == 0)
    #expect(match.missingTailMilliseconds == 0)
  }

  @Test("Another encoding and another gain are the same sound")
  func encoded() throws {
    let sent = try envelope()
    let aac = try AudioEnvelope.decode(
      MemorySource(try Fixtures.audio(seconds: MediaTime(10), format: "mp4"), name: "aac"))
    let quiet = made(aac.levels.map { $0 * 0.2 })
    let match = try #require(AudioMatch.compare(result: quiet, sent: sent))
    #expect(match.similarity > 0.9)
    #expect(abs(match.offsetMilliseconds) <= 10)
  }

  @Test("Other speech scores clearly lower", arguments: [2, 3, 4, 5, 6] as [UInt64])
  func other(_ seed: UInt64) throws {
    let match = try #require(
      AudioMatch.compare(result: try envelope(seed: seed), sent: try envelope()))
    #expect(match.similarity < 0.4)
  }

  @Test(arguments: [-9000, -437, -100, -5, 5, 40, 1000, 9995])
  func offset(_ milliseconds: Int) throws {
    let sent = try envelope(24)
    let shift = milliseconds * rate / 1000
    let levels =
      shift >= 0 ? [Float](repeating: 0, count: shift) + sent.levels : Array(sent.levels.dropFirst(-shift))
    let match = try #require(AudioMatch.compare(result: made(levels), sent: sent))
    #expect(abs(match.offsetMilliseconds - Double(milliseconds)) <= 5)
    #expect(match.similarity > 0.95)
    if shift > 0 { #expect(match.missingHeadMilliseconds == 0) }
    if shift < -rate { #expect(abs(match.missingHeadMilliseconds + Double(milliseconds)) < 700) }
  }

  @Test func cutTail() throws {
    let sent = try envelope()
    let audible = try #require(sent.levels.lastIndex { $0 > 0.02 })
    let cut = made(Array(sent.levels[..<(audible - 2 * rate)]))
    let match = try #require(AudioMatch.compare(result: cut, sent: sent))
    #expect(abs(match.missingTailMilliseconds - 2000) < 300)
    #expect(match.missingHeadMilliseconds == 0)
  }

  @Test("Silence in place of the head is a missing head")
  func mutedHead() throws {
    let sent = try envelope()
    let audible = try #require(sent.levels.firstIndex { $0 > 0.02 })
    var levels = sent.levels
    for index in 0..<(audible + rate) { levels[index] = 0 }
    let match = try #require(AudioMatch.compare(result: made(levels), sent: sent))
    #expect(abs(match.missingHeadMilliseconds - 1000) < 300)
    #expect(abs(match.offsetMilliseconds) <= 5)
  }

  @Test(arguments: [-10_000, -1000, -300, 0, 300, 1000, 10_000] as [Double])
  func drift(_ ppm: Double) throws {
    let sent = try envelope(40)
    let scale = 1 + ppm / 1_000_000
    let count = Int(Double(sent.levels.count) * scale) - 1
    let levels = (0..<count).map { index -> Float in
      let at = Double(index) / scale
      let whole = min(Int(at), sent.levels.count - 2)
      let part = Float(at - Double(whole))
      return sent.levels[whole] * (1 - part) + sent.levels[whole + 1] * part
    }
    let match = try #require(AudioMatch.compare(result: made(levels), sent: sent))
    #expect(try abs(#require(match.driftPPM) - ppm) < 60)
    #expect(match.similarity > 0.9)
    #expect(abs(match.offsetMilliseconds) <= 10, "a drift is no offset at the beginning")
    #expect(match.dropouts.isEmpty)
  }

  @Test("A muted stretch is found where it is, and as long as it is", arguments: [60, 100, 300])
  func dropout(_ count: Int) throws {
    let sent = try envelope(20)
    // The loudest place to begin at: what is muted in a pause is not missed.
    let start = try #require(
      (rate..<sent.levels.count - rate - count).max { a, b in
        sent.levels[a..<a + count].reduce(0, +) < sent.levels[b..<b + count].reduce(0, +)
      })
    var levels = sent.levels
    for index in start..<start + count { levels[index] = 0 }
    // Late by a quarter of a second: a dropout stands on the result's clock.
    let late = [Float](repeating: 0, count: 50) + levels
    let match = try #require(AudioMatch.compare(result: made(late), sent: sent))
    #expect(match.dropouts.count == 1)
    let dropout = try #require(match.dropouts.first)
    #expect(abs(dropout.start.seconds - Double(start + 50) / 200) < 0.1)
    #expect(abs(dropout.duration.seconds - Double(count) / 200) < 0.15)
    #expect(match.missingHeadMilliseconds == 0 && match.missingTailMilliseconds == 0)
  }

  @Test("Pauses of the speech itself are no dropouts")
  func noDropout() throws {
    let sent = try envelope(20)
    let noisy = made(sent.levels.map { max($0 * 0.3, 0.0008) })
    #expect(try #require(AudioMatch.compare(result: noisy, sent: sent)).dropouts.isEmpty)
    #expect(try #require(AudioMatch.compare(result: sent, sent: noisy)).dropouts.isEmpty)
  }

  @Test func silence() throws {
    let sent = try envelope()
    let silent = made([Float](repeating: 0, count: 2000))
    #expect(AudioMatch.compare(result: sent, sent: silent) == nil)
    let match = try #require(AudioMatch.compare(result: silent, sent: sent))
    #expect(match.similarity == 0)
    #expect(match.missingTailMilliseconds > 5000)
  }

  @Test func tooLittle() throws {
    let sent = try envelope()
    #expect(AudioMatch.compare(result: sent, sent: made([])) == nil)
    #expect(AudioMatch.compare(result: sent, sent: made(Array(sent.levels.prefix(50)))) == nil)
    #expect(AudioMatch.compare(result: made([]), sent: sent)?.similarity == 0)
    #expect(AudioMatch.compare(result: sent, sent: made([Float](repeating: 0.3, count: 3000))) == nil)
  }

  @Test("The envelope is the root mean square of each 1/200 s", arguments: [16_000, 44_100, 22_050])
  func levels(_ sampleRate: Int) throws {
    let bytes = try Fixtures.audio(seconds: MediaTime(2), sampleRate: sampleRate, channels: 2, kind: .tone)
    let envelope = try AudioEnvelope.decode(MemorySource(bytes, name: "tone"))
    #expect(envelope.levels.count == 400)
    #expect(envelope.duration == MediaTime(2))
    let middle = envelope.levels[100..<300]
    let mean = middle.reduce(0, +) / 200
    #expect(mean > 0.01)
    #expect(middle.allSatisfy { abs($0 - mean) < mean * 0.3 })
  }

  @Test func noSound() throws {
    let error = try #require(throws: MediaError.self) {
      _ = try AudioEnvelope.decode(MemorySource(try Fixtures.video(), name: "mute"))
    }
    #expect(error.code == .noSuchStream)
  }
}
