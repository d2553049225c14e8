public import LipSyncMediaReading
internal import Platform

extension Fixtures {
  /// The interleaved samples of a sound, -1...1.
  public static func samples(of sound: Sound, seconds: MediaTime) -> [Float] {
    let count = Int(seconds.ticks(rate: Int64(sound.sampleRate)))
    let mono: [Float] =
      switch sound.kind {
      case .silence: Array(repeating: 0, count: count)
      case .tone: (0..<count).map { 0.4 * sinf(Float($0) * 2 * .pi * 440 / Float(sound.sampleRate)) }
      case .speech: speech(count: count, sampleRate: sound.sampleRate, seed: sound.seed)
      }
    return sound.channels == 1 ? mono : mono.flatMap { [$0, $0] }
  }

  /// Noise in syllables of 80 to 240 ms, each of a loudness of its own, with a pause now and then.
  private static func speech(count: Int, sampleRate: Int, seed: UInt64) -> [Float] {
    var random = SeededRandom(seed: seed)
    var samples: [Float] = []
    samples.reserveCapacity(count)
    var low: Float = 0
    while samples.count < count {
      let length = sampleRate * Int(80 + random.next() % 160) / 1000
      let isPause = random.next() % 5 == 0
      let peak = isPause ? 0 : 0.2 + 0.7 * Float(random.next() % 1000) / 1000
      for index in 0..<min(length, count - samples.count) {
        let noise = Float(Int64(random.next() >> 40) - (1 << 23)) / Float(1 << 23)
        low += 0.4 * (noise - low)
        let place = Float(index) / Float(length)
        samples.append(low * peak * 4 * place * (1 - place))
      }
    }
    return samples
  }
}
