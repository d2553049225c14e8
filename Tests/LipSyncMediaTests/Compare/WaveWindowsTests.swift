import LipSyncMediaMaking
import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// Single words of a sound found by their waveform.
@Suite struct WaveWindowsTests {
  private static let rate = Waveform.rate

  private static func speech(_ seconds: Int64 = 12, seed: UInt64 = 3) -> [Int16] {
    let samples = Fixtures.samples(of: .speech(seed: seed), seconds: MediaTime(seconds))
    return stride(from: 0, to: samples.count - 1, by: 2).map {
      Int16(max(-1, min(1, (samples[$0] + samples[$0 + 1]) / 2)) * 30_000)
    }
  }

  private static func envelope(_ samples: [Int16]) -> AudioEnvelope {
    let window = rate / AudioEnvelope.rate
    let levels = stride(from: 0, to: samples.count - window + 1, by: window).map { start in
      let power = samples[start..<start + window].reduce(0.0) { $0 + Double($1) * Double($1) }
      return Float((power / Double(window)).squareRoot() / 32_767)
    }
    return AudioEnvelope(levels: levels, duration: MediaTime(Int64(samples.count), Int64(rate)))
  }

  private func match(_ result: [Int16], _ sent: [Int16]) throws -> AudioMatch {
    try #require(
      AudioMatch.compare(
        result: Self.envelope(result), sent: Self.envelope(sent),
        waves: (Waveform(samples: result), Waveform(samples: sent))))
  }

  @Test("the same words, softer and upside down, are all found") func same() throws {
    let sent = Self.speech()
    let match = try match(sent.map { -$0 / 3 }, sent)
    #expect(match.found == 1 && match.leastWaveform ?? 0 > 0.95)
    #expect(match.jumps.isEmpty && match.foreign.isEmpty && match.dropouts.isEmpty)
  }

  @Test(
    "a pause put in and a piece left out are told with moment and size",
    arguments: [40, 120, 400, -40, -120, -400])
  func jump(milliseconds: Int) throws {
    let sent = Self.speech()
    let (place, count) = (6 * Self.rate, abs(milliseconds) * Self.rate / 1000)
    let result =
      milliseconds > 0
      ? sent[..<place] + Array(repeating: 0, count: count) + sent[place...]
      : sent[..<place] + sent[(place + count)...]
    let match = try match(Array(result), sent)
    let jump = try #require(match.jumps.first)
    #expect(match.jumps.count == 1 && match.foreign.isEmpty)
    #expect(abs(jump.afterMilliseconds - jump.beforeMilliseconds - Double(milliseconds)) < 1)
    #expect(abs(jump.beforeMilliseconds) < 1)
    #expect(abs(jump.at.seconds - 6) < 0.45, "\(jump.at.seconds)")
    #expect(match.driftPPM == nil)
  }

  @Test("other words from a second on are told where they are", arguments: [1.0, 2, 4])
  func foreign(seconds: Double) throws {
    let sent = Self.speech()
    let (start, count) = (4 * Self.rate, Int(seconds * Double(Self.rate)))
    var result = sent
    // Backwards, so that it is as loud.
    result.replaceSubrange(start..<start + count, with: sent[start..<start + count].reversed())
    let match = try match(result, sent)
    let stretch = try #require(match.foreign.first)
    #expect(match.foreign.count == 1 && match.jumps.isEmpty)
    #expect(abs(stretch.start.seconds - 4) < 0.45, "\(match.foreign)")
    #expect(abs(stretch.duration.seconds - seconds) < 0.7, "\(match.foreign)")
  }

  @Test("two parts that changed places are other words twice") func swapped() throws {
    let sent = Self.speech()
    let rate = Self.rate
    let result =
      sent[..<(2 * rate)] + sent[(8 * rate)..<(10 * rate)] + sent[(4 * rate)..<(8 * rate)]
      + sent[(2 * rate)..<(4 * rate)] + sent[(10 * rate)...]
    let match = try match(Array(result), sent)
    #expect(match.foreign.count == 2 && match.jumps.isEmpty, "\(match)")
  }

  @Test("a tenth of a second that is missing within a word is a dropout") func dropout() throws {
    var sent = Self.speech()
    for index in 40_000..<48_000 { sent[index] = Int16((index * 7919) % 20_001 - 10_000) }
    var result = sent
    result.replaceSubrange(43_000..<43_800, with: Array(repeating: 0, count: 800))
    let match = try match(result, sent)
    let dropout = try #require(match.dropouts.first)
    #expect(match.dropouts.count == 1 && abs(dropout.start.seconds - 43_000.0 / 8000) < 0.03)
    #expect(abs(dropout.duration.seconds - 0.1) < 0.04)
  }

  @Test("another speaker is found nowhere, and nothing is told of single words") func other() throws {
    let match = try match(Self.speech(seed: 9), Self.speech())
    #expect(match.found ?? 1 < 0.2 && match.foreign.isEmpty && match.jumps.isEmpty)
  }

  @Test("sound out of phase is kept") func outOfPhase() throws {
    let mono = Fixtures.samples(of: .speech(seed: 3), seconds: MediaTime(2))
    let folder = try TemporaryDirectory()
    let path = folder.file("stereo.wav")
    let writer = try MovieWriter.create(
      path: path, format: "wav", video: nil, audio: AudioSpec(sampleRate: 16_000, channels: 2))
    try writer.append(mono.flatMap { [$0, -$0] })
    try writer.finish()
    let decoded = try DecodedMedia.decode(
      FileSource(path: path), options: .init(signatures: false, waveform: true, video: false))
    let samples = try #require(decoded.waveform?.samples)
    #expect(abs(samples.count - 16_000) < 50 && samples.contains { abs($0) > 3000 })
  }
}
