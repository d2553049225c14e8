/// Finding one run of values in another by normalised correlation.
enum Alignment {
  /// A place where the two agree. `lag` is where the wanted run's first value lies in the other, with a fraction.
  struct Match: Equatable {
    var lag: Double
    var correlation: Double
    /// Values that the two have in common.
    var overlap: Int

    /// The correlation less what chance gives: among thousands of lags, unrelated speech reaches a squared
    /// correlation of about 0.5 s over the overlap (adjusted coefficient of determination). 1 stays 1.
    var similarity: Double {
      let chance = min(0.9, 0.5 * Double(AudioEnvelope.rate) / Double(max(overlap, 1)))
      guard correlation > 0 else { return 0 }
      return max(0, (correlation * correlation - chance) / (1 - chance)).squareRoot()
    }
  }

  /// Values that are averaged for the first, coarse search.
  static let coarseness = 8
  /// How many coarse candidates are looked at closely.
  private static let candidates = 6

  /// The best lag within `reach` either way. At least half of the shorter run has to overlap.
  static func best(of wanted: [Float], in other: [Float], reach: Int) -> Match? {
    let least = min(wanted.count, other.count) / 2
    let coarse = (decimate(wanted), decimate(other))
    let span = reach / coarseness
    var scores: [Match] = []
    for lag in -span...span {
      let found = correlation(coarse.0, coarse.1, lag: lag, from: 0, count: coarse.0.count)
      guard found.overlap * coarseness >= least, found.overlap > 1 else { continue }
      scores.append(
        Match(
          lag: Double(lag * coarseness), correlation: found.value, overlap: found.overlap * coarseness))
    }
    let peaks = scores.sorted { ($0.similarity, $0.correlation) > ($1.similarity, $1.correlation) }.prefix(
      candidates)
    var best: Match?
    for peak in peaks {
      let centre = Int(peak.lag)
      let fine = refine(
        wanted, other, lags: centre - coarseness...centre + coarseness, from: 0, count: wanted.count,
        least: least)
      guard let fine else { continue }
      guard let held = best else {
        best = fine
        continue
      }
      if (fine.similarity, fine.correlation) > (held.similarity, held.correlation) { best = fine }
    }
    return best
  }

  /// The three best lags for a stretch of a wanted run, both runs decimated, to the `coarseness`.
  static func peaks(
    _ wanted: [Float], _ other: [Float], from: Int, count: Int, around lag: Int, reach: Int
  ) -> [Int] {
    let (from, count) = (from / coarseness, count / coarseness)
    let scores = (-reach / coarseness...reach / coarseness).compactMap { step -> (lag: Int, value: Double)? in
      let place = lag / coarseness + step
      let found = correlation(wanted, other, lag: place, from: from, count: count)
      return found.overlap * 4 >= count * 3 ? (place * coarseness, found.value) : nil
    }
    return scores.sorted { $0.value > $1.value }.prefix(3).map(\.lag)
  }

  /// The best of some lags for a stretch of `wanted`, placed between values by a parabola through its neighbours.
  static func refine(
    _ wanted: [Float], _ other: [Float], lags: ClosedRange<Int>, from: Int, count: Int, least: Int
  ) -> Match? {
    var best: Match?
    var values: [Int: Double] = [:]
    for lag in lags {
      let found = correlation(wanted, other, lag: lag, from: from, count: count)
      guard found.overlap >= least else { continue }
      values[lag] = found.value
      if found.value > best?.correlation ?? -2 {
        best = Match(lag: Double(lag), correlation: found.value, overlap: found.overlap)
      }
    }
    guard let peak = best else { return nil }
    let centre = Int(peak.lag)
    if let before = values[centre - 1], let after = values[centre + 1] {
      let bend = before - 2 * peak.correlation + after
      if bend < 0 { best?.lag += 0.5 * (before - after) / bend }
    }
    return best
  }

  /// Correlation of `wanted[from..<from + count]` with `other` shifted by `lag`, over the overlap. The values are
  /// taken to swing around zero.
  static func correlation(_ wanted: [Float], _ other: [Float], lag: Int, from: Int, count: Int)
    -> (value: Double, overlap: Int)
  {
    let start = max(from, -lag)
    let end = min(from + count, wanted.count, other.count - lag)
    guard end > start else { return (0, 0) }
    var (product, squares, otherSquares): (Float, Float, Float) = (0, 0, 0)
    wanted.withUnsafeBufferPointer { a in
      other.withUnsafeBufferPointer { b in
        for index in start..<end {
          let (x, y) = (a[index], b[index + lag])
          product += x * y
          squares += x * x
          otherSquares += y * y
        }
      }
    }
    guard squares > 0, otherSquares > 0 else { return (0, end - start) }
    return (Double(product) / (Double(squares) * Double(otherSquares)).squareRoot(), end - start)
  }

  static func decimate(_ values: [Float]) -> [Float] {
    stride(from: 0, to: values.count - coarseness + 1, by: coarseness).map { start in
      values[start..<start + coarseness].reduce(0, +) / Float(coarseness)
    }
  }
}
