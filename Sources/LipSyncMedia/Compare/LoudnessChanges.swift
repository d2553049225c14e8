internal import Platform

/// What of an envelope survives another gain and another encoding: how the loudness in decibels moves around its
/// own average of half a second.
struct LoudnessChanges {
  /// Decibels above the running average, one value an envelope value.
  private(set) var values: [Float]
  /// Which envelope values can be heard.
  private(set) var isAudible: [Bool]
  /// Loudness over 50 ms, in decibels below what is loud in the track.
  private(set) var depths: [Float]
  /// The same over 15 ms.
  private(set) var fineDepths: [Float]

  /// Levels below the loud parts by more than this say nothing: encoders fill them with noise of their own.
  private static let depth: Float = 45
  /// Below this no loud part is loud enough to be heard.
  private static let silence: Float = 0.0003
  /// Above this, in decibels, something is heard.
  private static let audible: Float = -35
  private static let shortest = AudioEnvelope.rate / 2
  /// Less movement than this, in decibels, is a tone or a noise: nothing to recognise.
  private static let stillness: Float = 0.5

  /// Nil for silence, for a steady tone, and for less than half a second.
  init?(_ levels: [Float]) {
    guard levels.count >= Self.shortest else { return nil }
    let loud = levels.sorted()[(levels.count - 1) * 95 / 100]
    let peak = levels.max() ?? 0
    // A few words in a long silence still count: the peak speaks for them.
    let reference = max(loud, peak / 4)
    guard reference > Self.silence else { return nil }
    let floor = reference * powf(10, -Self.depth / 20)
    let decibels = levels.map { 20 * log10f(max($0, floor)) }
    let smooth = Self.average(decibels, width: 3)
    let trend = Self.average(smooth, width: AudioEnvelope.rate / 2)
    values = zip(smooth, trend).map { $0 - $1 }
    let power = values.reduce(0) { $0 + $1 * $1 } / Float(values.count)
    guard power.squareRoot() > Self.stillness else { return nil }
    depths = Self.average(levels, width: 10).map { 20 * log10f(max($0, 1e-7) / reference) }
    fineDepths = Self.average(levels, width: 3).map { 20 * log10f(max($0, 1e-7) / reference) }
    isAudible = depths.map { $0 > Self.audible }
  }

  /// The same track, played slower by this much: 0.001 makes 1000 values 1001.
  func slowed(by slope: Double) -> LoudnessChanges {
    var slowed = self
    let count = Int((Double(values.count) * (1 + slope)).rounded())
    let places = (0..<count).map { min(Double($0) / (1 + slope), Double(values.count - 1)) }
    slowed.values = places.map { place in
      let before = Int(place)
      let part = Float(place - Double(before))
      return values[before] * (1 - part) + values[min(before + 1, values.count - 1)] * part
    }
    slowed.isAudible = places.map { isAudible[Int($0)] }
    slowed.depths = places.map { depths[Int($0)] }
    slowed.fineDepths = places.map { fineDepths[Int($0)] }
    return slowed
  }

  /// From the first value that can be heard to the last.
  var audible: Range<Int>? {
    guard let first = isAudible.firstIndex(of: true), let last = isAudible.lastIndex(of: true) else {
      return nil
    }
    return first..<last + 1
  }

  /// The mean of `width` values around each value, fewer at the ends.
  static func average(_ values: [Float], width: Int) -> [Float] {
    var sums = [Double](repeating: 0, count: values.count + 1)
    for (index, value) in values.enumerated() { sums[index + 1] = sums[index] + Double(value) }
    let half = width / 2
    return values.indices.map { index in
      let from = max(0, index - half)
      let to = min(values.count, index + half + 1)
      return Float((sums[to] - sums[from]) / Double(to - from))
    }
  }
}
