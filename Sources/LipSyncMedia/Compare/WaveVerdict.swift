/// What the windows of two waves say together: how much was found, where it jumps, and where something else is heard.
struct WaveVerdict {
  /// Each audible second, where it was found best.
  let windows: [WaveWindows.Window]
  /// The share of audible windows that were found.
  let found: Double
  /// The correlation of the window in the middle of them all.
  let usual: Double
  /// The least correlation of any window.
  let least: Double
  /// Stretches that lie evenly, in order: from which sample of what was sent on, and how many samples later.
  private(set) var stretches: [(start: Int, end: Int, lag: Int)] = []
  /// Jumps between two of them: at which sample of what was sent.
  private(set) var jumps: [(at: Int, before: Int, after: Int)] = []
  /// Samples of the result that hold other words.
  private(set) var foreign: [Range<Int>] = []

  /// From this correlation on a window was found.
  static let found = 0.6
  /// A window that correlates by less than this share of what good ones do is not what was sent.
  private static let stranger = 0.6
  /// If the best fifth of all windows correlates by less, the waves say nothing about single ones.
  private static let telling = 0.7
  /// Windows off by more than this many samples from the one before do not lie evenly with it.
  private static let slack = 16
  /// The least number of windows that lie evenly for themselves.
  private static let leastWindows = 3
  /// Samples of the pieces by which other words are told from those that were sent.
  private static let piece = Waveform.rate / 5
  /// Shorter stretches of other words are not told, in samples.
  private static let shortest = Waveform.rate / 2

  /// Nil without an audible window.
  init?(_ wave: WaveWindows) {
    windows = wave.windows
    let sorted = wave.windows.map(\.correlation).sorted()
    guard let first = sorted.first else { return nil }
    least = first
    usual = sorted[sorted.count / 2]
    found = Double(sorted.count { $0 >= Self.found }) / Double(sorted.count)
    let good = sorted[(sorted.count - 1) * 4 / 5]
    guard good >= Self.telling else { return }
    stretches = Self.even(wave.windows)
    for (before, after) in zip(stretches, stretches.dropFirst()) where before.lag != after.lag {
      jumps.append((Self.moment(wave, before, after), before.lag, after.lag))
    }
    foreign = Self.foreign(wave, below: good * Self.stranger, lag: placed)
  }

  /// How many samples later a sample of what was sent is heard.
  func lag(at sample: Int) -> Int? {
    guard let first = stretches.first else { return nil }
    return (jumps.last { $0.at <= sample }?.after) ?? first.lag
  }

  /// As `lag`; nil for a piece that touches what was skipped, which is nowhere in the result.
  private func placed(_ sample: Int) -> Int? {
    let isSkipped = jumps.contains { jump in
      jump.after < jump.before
        && (jump.at - Self.piece..<jump.at + jump.before - jump.after).contains(sample)
    }
    return isSkipped ? nil : lag(at: sample)
  }

  /// Runs of windows that were found and lie evenly; a slow drift is even.
  private static func even(_ windows: [WaveWindows.Window]) -> [(start: Int, end: Int, lag: Int)] {
    var runs: [[WaveWindows.Window]] = []
    for window in windows where window.correlation >= found {
      let last = runs.last?.last
      let steps = last.map { max(1, (window.start - $0.start) / WaveWindows.step) } ?? 1
      if let last, abs(window.lag - last.lag) <= slack * min(steps, 4) {
        runs[runs.count - 1].append(window)
      } else {
        runs.append([window])
      }
    }
    // Two runs with an outlier between them are one.
    var kept: [[WaveWindows.Window]] = []
    for run in runs where run.count >= leastWindows {
      if let last = kept.last?.last, abs(run[0].lag - last.lag) <= slack * 4 {
        kept[kept.count - 1] += run
      } else {
        kept.append(run)
      }
    }
    return kept.map { run in
      (run[0].start, (run.last ?? run[0]).start + WaveWindows.length, run[run.count / 2].lag)
    }
  }

  /// The sample of what was sent between two stretches at which the products of the waves are largest: the result's sound before it
  /// by the one lag, behind it by the other.
  private static func moment(
    _ wave: WaveWindows, _ before: (start: Int, end: Int, lag: Int), _ after: (start: Int, end: Int, lag: Int)
  ) -> Int {
    let from = max(before.start, min(before.end, after.start) - WaveWindows.length) + before.lag
    let to = min(after.end, max(before.end, after.start) + WaveWindows.length) + after.lag
    let (x, y) = (wave.sent.samples, wave.result.samples)
    let first = before.start..<before.start + WaveWindows.length
    let sign: Float = wave.sent.correlation(first, in: wave.result, lag: before.lag) ?? 1 < 0 ? -1 : 1
    var (sum, best, place) = (0.0, 0.0, from)
    for index in max(0, from)..<max(0, from, min(to, y.count)) {
      let one = x.indices.contains(index - before.lag) ? x[index - before.lag] : 0
      let other = x.indices.contains(index - after.lag) ? x[index - after.lag] : 0
      sum += Double(sign * y[index] * (one - other))
      if sum > best { (best, place) = (sum, index + 1) }
    }
    return place - before.lag
  }

  /// Stretches of windows that were not found, cut to the pieces of them that are heard and are not what was sent.
  private static func foreign(
    _ wave: WaveWindows, below limit: Double, lag: (Int) -> Int?
  ) -> [Range<Int>] {
    var doubtful: [Range<Int>] = []
    for window in wave.windows where window.correlation < limit {
      let range = window.start..<window.start + WaveWindows.length
      if let last = doubtful.last, last.upperBound >= range.lowerBound {
        doubtful[doubtful.count - 1] = last.lowerBound..<range.upperBound
      } else {
        doubtful.append(range)
      }
    }
    return doubtful.compactMap { stretch -> Range<Int>? in
      let pieces = stride(from: stretch.lowerBound, through: stretch.upperBound - piece, by: piece / 4)
        .compactMap { isForeign(wave, $0..<$0 + piece, lag: lag) }
      guard let first = pieces.first, let last = pieces.last else { return nil }
      let found = first.lowerBound..<last.upperBound
      return found.count >= shortest ? found : nil
    }
  }

  /// The piece's place in the result, if something is heard there that is not the piece.
  private static func isForeign(_ wave: WaveWindows, _ piece: Range<Int>, lag: (Int) -> Int?) -> Range<Int>? {
    guard let lag = lag(piece.lowerBound), wave.sent.level(piece) > wave.loud / 10 else { return nil }
    let there = piece.lowerBound + lag..<piece.upperBound + lag
    guard there.lowerBound >= 0, there.upperBound <= wave.result.samples.count,
      wave.result.level(there) > wave.sent.level(piece) / 20
    else { return nil }
    let best = (-8...8).compactMap { wave.sent.correlation(piece, in: wave.result, lag: lag + $0)?.magnitude }
      .max()
    return best ?? 0 < 0.4 ? there : nil
  }
}

extension WaveVerdict {
  /// A drift of less than this in a second leaves the waves alike.
  private static let slope = 0.0002

  /// The better of two verdicts: of what was sent as it is, and slowed as much as the loudness says.
  ///
  /// - Parameter lag: by how many seconds the result's sound is late, about.
  static func best(
    _ waves: (result: Waveform, sent: Waveform), around lag: Double, slope: Double?
  ) -> WaveVerdict? {
    let result = waves.result.samples.map(Float.init)
    let sent = waves.sent.samples.map(Float.init)
    let place = lag * Double(Waveform.rate)
    let plain = WaveWindows(sent: sent, result: result, around: place).flatMap(WaveVerdict.init)
    guard let slope, abs(slope) > Self.slope, plain?.usual ?? 0 < 0.95 else { return plain }
    let slowed = WaveWindows(sent: stretched(sent, by: slope), result: result, around: place)
      .flatMap(WaveVerdict.init)
    return slowed?.usual ?? 0 > plain?.usual ?? 0 ? slowed : plain
  }

  private static func stretched(_ samples: [Float], by slope: Double) -> [Float] {
    (0..<Int(Double(samples.count) * (1 + slope))).map { index in
      let place = min(Double(index) / (1 + slope), Double(samples.count - 1))
      let before = Int(place)
      let part = Float(place - Double(before))
      return samples[before] * (1 - part) + samples[min(before + 1, samples.count - 1)] * part
    }
  }
}
