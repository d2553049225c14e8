internal import Platform

/// A waveform prepared for being found in another: without hum and steady voltage, with the energy of any stretch at hand.
struct CorrelatedWave {
  let samples: [Float]
  /// Energy up to each sample.
  private let energies: [Double]

  /// Below this frequency nothing of speech is lost, in Hz.
  private static let lowest: Float = 80

  init(_ samples: [Float], rate: Int) {
    let keep = expf(-2 * .pi * Self.lowest / Float(rate))
    var (before, out): (Float, Float) = (0, 0)
    self.init(
      filtered: samples.map { sample in
        out = keep * (out + sample - before)
        before = sample
        return out
      })
  }

  private init(filtered: [Float]) {
    samples = filtered
    var sum = 0.0
    energies =
      [0]
      + filtered.map { sample in
        sum += Double(sample) * Double(sample)
        return sum
      }
  }

  /// Energy of a stretch inside of it.
  func energy(_ range: Range<Int>) -> Double { energies[range.upperBound] - energies[range.lowerBound] }

  /// Root mean square of a stretch inside of it.
  func level(_ range: Range<Int>) -> Double {
    (max(0, energy(range)) / Double(max(range.count, 1))).squareRoot()
  }

  /// Every so many samples averaged into one.
  func decimated(by factor: Int) -> CorrelatedWave {
    CorrelatedWave(
      filtered: stride(from: 0, to: samples.count - factor + 1, by: factor).map { start in
        samples[start..<start + factor].reduce(0, +) / Float(factor)
      })
  }

  /// The correlation of a stretch with the same stretch of another wave `lag` samples later, -1 to 1; nil where the other does not
  /// reach that far, or is silent.
  func correlation(_ range: Range<Int>, in other: CorrelatedWave, lag: Int) -> Double? {
    let there = range.lowerBound + lag..<range.upperBound + lag
    guard there.lowerBound >= 0, there.upperBound <= other.samples.count else { return nil }
    let power = energy(range) * other.energy(there)
    guard power > 0 else { return nil }
    return Double(Self.product(samples, range.lowerBound, other.samples, there.lowerBound, range.count))
      / power.squareRoot()
  }

  /// The sum of products, sixteen at a time.
  private static func product(_ a: [Float], _ start: Int, _ b: [Float], _ other: Int, _ count: Int) -> Float {
    a.withUnsafeBytes { a in
      b.withUnsafeBytes { b in
        var lanes = SIMD16<Float>.zero
        let whole = count / 16 * 16
        for index in stride(from: 0, to: whole, by: 16) {
          lanes +=
            a.loadUnaligned(fromByteOffset: (start + index) * 4, as: SIMD16<Float>.self)
            * b.loadUnaligned(fromByteOffset: (other + index) * 4, as: SIMD16<Float>.self)
        }
        var sum = lanes.sum()
        for index in whole..<count {
          sum +=
            a.loadUnaligned(fromByteOffset: (start + index) * 4, as: Float.self)
            * b.loadUnaligned(fromByteOffset: (other + index) * 4, as: Float.self)
        }
        return sum
      }
    }
  }
}
