internal import LipSyncMediaReading
internal import Platform

/// By how much each moment of a sound is made louder or softer: one gain, and less of it where a peak would pass the limit.
///
/// The curve is known as a whole before the first sample is written, so it falls before a peak comes and rises after it.
struct GainCurve {
  /// Samples that have a value in common.
  static let block = 64
  /// Blocks over which the curve bends: 11 ms at 48 kHz to either side.
  private static let bend = 8

  /// The gain where no peak is in the way.
  let gain: Float
  /// The least of all factors by which peaks are held down, 1 for none.
  let deepest: Float
  private let factors: [Float]

  /// No change at all.
  static let none = GainCurve(peaks: [], gain: 1, limit: nil)

  /// - Parameters:
  ///   - peaks: the true peak of each block of the sound as it is.
  ///   - gain: what it is multiplied by.
  ///   - limit: the largest true peak afterwards; nil for no limit.
  init(peaks: [Float], gain: Float, limit: Float?) {
    self.gain = gain
    guard let limit, peaks.contains(where: { $0 * gain > limit }) else {
      (factors, deepest) = ([], 1)
      return
    }
    let wanted = peaks.map { $0 * gain > limit ? limit / ($0 * gain) : 1 }
    // Each value is a mean of least values, all of which reach over its neighbours: so it is low enough there, too.
    let least = Self.windows(wanted, reach: Self.bend + 1) { $0.min() ?? 1 }
    factors = Self.windows(least, reach: Self.bend) { $0.reduce(0, +) / Float($0.count) }
    deepest = wanted.min() ?? 1
  }

  private static func windows(
    _ values: [Float], reach: Int, _ value: (ArraySlice<Float>) -> Float
  ) -> [Float] {
    values.indices.map { value(values[max(0, $0 - reach)...min(values.count - 1, $0 + reach)]) }
  }

  /// Whether it leaves all as it is.
  var isFlat: Bool { gain == 1 && factors.isEmpty }

  /// Multiplies interleaved samples, the first of which is the sound's sample `start`.
  func apply(to samples: inout [Float], channels: Int, from start: Int64) {
    guard !isFlat else { return }
    for index in 0..<samples.count / channels {
      let factor = gain * self.factor(at: Double(start) + Double(index))
      for channel in 0..<channels { samples[index * channels + channel] *= factor }
    }
  }

  /// Between the middles of two blocks the curve is a straight line.
  private func factor(at sample: Double) -> Float {
    guard !factors.isEmpty else { return 1 }
    let place = max(0, sample / Double(Self.block) - 0.5)
    let left = min(Int(place), factors.count - 1), right = min(left + 1, factors.count - 1)
    let share = Float(place - Double(left))
    return factors[left] + (factors[right] - factors[left]) * min(1, max(0, share))
  }
}

/// Decibels as a factor.
func factor(decibels: Double) -> Float { Float(pow(10, decibels / 20)) }

/// A factor in decibels.
func decibels(factor: Float) -> Double { 20 * log10(Double(max(factor, 1e-9))) }
