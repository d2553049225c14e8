/// Each second of what was sent, looked for in a result's sound by the waveforms themselves.
///
/// The envelope tells whether the sound is the same on the whole; that one second of it holds other words, or that it is 40 ms late
/// from some word on, only the waveform tells.
struct WaveWindows {
  /// A second of what was sent.
  struct Window: Equatable {
    /// Its first sample.
    var start: Int
    /// Where it was found: how many samples later.
    var lag: Int
    /// The magnitude of the correlation there: a wave turned upside down sounds the same.
    var correlation: Double
  }

  /// Windows in which something can be heard, in order.
  private(set) var windows: [Window] = []
  let sent: CorrelatedWave
  let result: CorrelatedWave
  /// Loudness of what is loud in what was sent, root mean square.
  let loud: Double

  static let length = Waveform.rate
  static let step = Waveform.rate / 4
  /// Windows softer than what is loud by this factor say nothing.
  private static let audible = 0.1
  /// Found this well beside the window before, it is not looked for elsewhere.
  private static let goodEnough = 0.8
  /// Samples either way of the place of the window before.
  private static let near = 24
  /// Samples either way in which a window is looked for.
  private static let far = Waveform.rate * 3 / 2
  /// Samples that are averaged for the far search, and how many of its peaks are looked at closely.
  private static let (coarseness, peaks) = (4, 5)
  /// After so many windows that were found nowhere, only every fourth is looked for far away.
  private static let patience = 12

  /// Nil where either is shorter than two windows.
  init?(sent: [Float], result: [Float], around lag: Double) {
    guard min(sent.count, result.count) >= 2 * Self.length else { return nil }
    self.sent = CorrelatedWave(sent, rate: Waveform.rate)
    self.result = CorrelatedWave(result, rate: Waveform.rate)
    let starts = Array(stride(from: 0, through: sent.count - Self.length, by: Self.step))
    let levels = starts.map { [sent = self.sent] in sent.level($0..<$0 + Self.length) }
    loud = levels.sorted()[(levels.count - 1) * 9 / 10]
    guard loud > 0 else { return nil }
    let coarse = (
      self.sent.decimated(by: Self.coarseness), self.result.decimated(by: Self.coarseness)
    )
    var (place, misses) = (Int(lag.rounded()), 0)
    for (start, level) in zip(starts, levels) where level >= Self.audible * loud {
      let range = start..<start + Self.length
      var best = closest(range, around: place, reach: Self.near)
      if best?.correlation ?? 0 < Self.goodEnough, misses < Self.patience || misses % 4 == 0 {
        for peak in farPeaks(range, around: place, coarse) {
          guard let found = closest(range, around: peak, reach: Self.coarseness * 2) else { continue }
          if found.correlation > best?.correlation ?? 0 { best = found }
        }
      }
      // What lies before or behind the result is missing, not different.
      guard let best else { continue }
      windows.append(best)
      if best.correlation >= WaveVerdict.found {
        (place, misses) = (best.lag, 0)
      } else {
        misses += 1
      }
    }
  }

  private func closest(_ range: Range<Int>, around lag: Int, reach: Int) -> Window? {
    var best: Window?
    for lag in lag - reach...lag + reach {
      guard let value = sent.correlation(range, in: result, lag: lag)?.magnitude else { continue }
      if value > best?.correlation ?? -1 {
        best = Window(start: range.lowerBound, lag: lag, correlation: value)
      }
    }
    return best
  }

  /// The lags about which the averaged waves agree best.
  private func farPeaks(
    _ range: Range<Int>, around lag: Int, _ coarse: (sent: CorrelatedWave, result: CorrelatedWave)
  ) -> [Int] {
    let start = range.lowerBound / Self.coarseness
    let small = start..<start + range.count / Self.coarseness
    guard small.upperBound <= coarse.sent.samples.count else { return [] }
    let (centre, reach) = (lag / Self.coarseness, Self.far / Self.coarseness)
    let lags = Array(centre - reach...centre + reach)
    let values = lags.map { coarse.sent.correlation(small, in: coarse.result, lag: $0)?.magnitude ?? 0 }
    let tops = values.indices.filter { index in
      (index == 0 || values[index] >= values[index - 1])
        && (index == values.count - 1 || values[index] > values[index + 1])
    }
    return tops.sorted { values[$0] > values[$1] }.prefix(Self.peaks).map { lags[$0] * Self.coarseness }
  }
}
