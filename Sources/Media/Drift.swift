/// How much slower one track runs than another.
struct Drift {
  /// Values of lag gained a value.
  let slope: Double
  /// Mean correlation of the stretches, each at its own lag.
  let correlation: Double

  private static let stretch = 4 * AudioEnvelope.rate
  private static let reach = AudioEnvelope.rate / 5
  private static let leastCorrelation = 0.6
  private static let leastStretches = 5
  /// A slope is told only where it is this sure: standard error in values a value.
  private static let leastCertainty = 0.0001

  /// Fits a line through the lags of stretches of four seconds; nil where fewer than five of them agree well
  /// enough or they do not lie on a line.
  static func measure(_ wanted: [Float], _ other: [Float], around lag: Double) -> Drift? {
    var points: [(at: Double, lag: Double, correlation: Double)] = []
    var expected = Int(lag.rounded())
    for start in stride(from: 0, through: wanted.count - stretch, by: stretch / 2) {
      guard
        let found = Alignment.refine(
          wanted, other, lags: expected - reach...expected + reach, from: start, count: stretch,
          least: stretch * 3 / 4),
        found.correlation >= leastCorrelation
      else { continue }
      points.append((Double(start + stretch / 2), found.lag, found.correlation))
      expected = Int(found.lag.rounded())
    }
    guard points.count >= leastStretches else { return nil }
    let count = Double(points.count)
    let meanAt = points.reduce(0) { $0 + $1.at } / count
    let meanLag = points.reduce(0) { $0 + $1.lag } / count
    let spread = points.reduce(0) { $0 + ($1.at - meanAt) * ($1.at - meanAt) }
    guard spread > 0 else { return nil }
    let slope = points.reduce(0) { $0 + ($1.at - meanAt) * ($1.lag - meanLag) } / spread
    let rest = points.reduce(0.0) { sum, point in
      let error = point.lag - meanLag - slope * (point.at - meanAt)
      return sum + error * error
    }
    let certainty = (rest / (count - 2) / spread).squareRoot()
    guard certainty < leastCertainty else { return nil }
    return Drift(slope: slope, correlation: points.reduce(0) { $0 + $1.correlation } / count)
  }
}
