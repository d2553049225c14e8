/// How luma was changed between two videos: a gain and a bias.
enum Levels {
  private static let gains = 0.5...2.0
  private static let biases = -64.0...64.0

  /// From mean and spread of all values, whichever picture belongs to which.
  static func byMoments(_ shown: [[Float]], _ sent: [[Float]]) -> (gain: Double, bias: Double) {
    let (a, b) = (moments(shown), moments(sent))
    guard a.deviation > 1, b.deviation > 1 else { return (1, 0) }
    let gain = (a.deviation / b.deviation).clamped(to: gains)
    return (gain, (a.mean - gain * b.mean).clamped(to: biases))
  }

  /// From pairs: least squares, three times, each without the places that were far off the time before.
  static func byPairs(_ shown: [[Float]], _ sent: [[Float]]) -> (gain: Double, bias: Double) {
    var (gain, bias) = byMoments(shown, sent)
    for limit in [24.0, 12, 6] {
      var (n, x, y, xx, xy) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for (a, b) in zip(shown, sent) {
        for (value, from) in zip(a, b) {
          let (value, from) = (Double(value), Double(from))
          guard abs(value - gain * from - bias) <= limit else { continue }
          n += 1
          x += from
          y += value
          xx += from * from
          xy += from * value
        }
      }
      let spread = xx - x * x / n
      guard n > 64, spread > n else { break }
      gain = ((xy - x * y / n) / spread).clamped(to: gains)
      bias = ((y - gain * x) / n).clamped(to: biases)
    }
    return (gain, bias)
  }

  static func apply(_ values: [Float], _ gain: Double, _ bias: Double) -> [Float] {
    let (gain, bias) = (Float(gain), Float(bias))
    return values.map { $0 * gain + bias }
  }

  private static func moments(_ pictures: [[Float]]) -> (mean: Double, deviation: Double) {
    var (n, sum, squares) = (0.0, 0.0, 0.0)
    for picture in pictures {
      for value in picture {
        n += 1
        sum += Double(value)
        squares += Double(value) * Double(value)
      }
    }
    guard n > 0 else { return (0, 0) }
    return (sum / n, max(0, squares / n - sum / n * sum / n).squareRoot())
  }
}

extension Double {
  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
