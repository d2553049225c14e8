/// How much slower one track runs than another, from the lags of its stretches.
struct Drift {
  /// Values of lag gained a value.
  let slope: Double
  /// Standard error of `slope`.
  let error: Double
  /// Values that the line's stretches span.
  let span: Double

  /// A stretch of the wanted track and where it lies in the other.
  private struct Place {
    var at: Double
    var lag: Double
  }

  private static let leastCorrelation = 0.6
  /// Tracks run up to this much slower or faster: film against television (25 : 24) is 4 %.
  private static let steepest = 0.045
  /// Places this many values off a line are not on it.
  private static let slack = 3.0
  private static let mostStretches = 120
  /// A slope is told only where it is this sure: standard error in values a value.
  private static let leastCertainty = 0.0001

  /// A slope of which the places in the other track, `reach` values about `lag` either way, are sure; nil where fewer
  /// than `least` stretches agree on one.
  static func measure(
    _ wanted: [Float], _ other: [Float], around lag: Double, reach: Int, stretch: Int, least: Int
  ) -> Drift? {
    let places = places(wanted, other, around: lag, reach: reach, stretch: stretch)
    guard let line = line(through: places), line.count >= least, 2 * line.count >= places.count else {
      return nil
    }
    let drift = fitted(line)
    return drift.error < max(leastCertainty, abs(drift.slope) / 10) ? drift : nil
  }

  private static func places(
    _ wanted: [Float], _ other: [Float], around lag: Double, reach: Int, stretch: Int
  ) -> [Place] {
    let last = wanted.count - stretch
    guard last >= 0 else { return [] }
    let step = max(stretch / 2, last / mostStretches)
    let coarse =
      reach > 4 * Alignment.coarseness ? (Alignment.decimate(wanted), Alignment.decimate(other)) : nil
    return stride(from: 0, through: last, by: max(step, 1)).compactMap { start in
      let centres = coarse.map {
        Alignment.peaks($0.0, $0.1, from: start, count: stretch, around: Int(lag), reach: reach)
      }
      let windows =
        centres?.map { $0 - Alignment.coarseness...$0 + Alignment.coarseness }
        ?? [Int(lag.rounded()) - reach...Int(lag.rounded()) + reach]
      let found = windows.compactMap {
        Alignment.refine(wanted, other, lags: $0, from: start, count: stretch, least: stretch * 3 / 4)
      }.max { $0.correlation < $1.correlation }
      guard let found, found.correlation >= leastCorrelation else { return nil }
      return Place(at: Double(start + stretch / 2), lag: found.lag)
    }
  }

  /// The places that lie on the line that most of them share (Fischler and Bolles, "Random sample consensus", CACM
  /// 24, 1981, with every pair in place of random ones).
  private static func line(through places: [Place]) -> [Place]? {
    var best: [Place] = []
    for (index, a) in places.enumerated() {
      for b in places.dropFirst(index + 1) {
        let slope = (b.lag - a.lag) / (b.at - a.at)
        guard abs(slope) <= steepest else { continue }
        let count = places.count { abs($0.lag - a.lag - slope * ($0.at - a.at)) <= slack }
        guard count > best.count else { continue }
        best = places.filter { abs($0.lag - a.lag - slope * ($0.at - a.at)) <= slack }
      }
    }
    return best.count > 2 ? best : nil
  }

  private static func fitted(_ line: [Place]) -> Drift {
    let count = Double(line.count)
    let meanAt = line.reduce(0) { $0 + $1.at } / count
    let meanLag = line.reduce(0) { $0 + $1.lag } / count
    let spread = line.reduce(0) { $0 + ($1.at - meanAt) * ($1.at - meanAt) }
    let slope = line.reduce(0) { $0 + ($1.at - meanAt) * ($1.lag - meanLag) } / spread
    let rest = line.reduce(0.0) { sum, place in
      let error = place.lag - meanLag - slope * (place.at - meanAt)
      return sum + error * error
    }
    return Drift(
      slope: slope, error: (rest / (count - 2) / spread).squareRoot(),
      span: (line.last?.at ?? 0) - (line.first?.at ?? 0))
  }
}
