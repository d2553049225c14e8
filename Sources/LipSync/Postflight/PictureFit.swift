internal import LipSyncMedia

/// How a source's pictures lie in those of a result: which part of each shows the same, and how luma was changed.
///
/// A result may be letterboxed or cropped against its source, and brighter or flatter. Found from a few pictures of
/// each side, without knowing yet which belongs to which.
struct PictureFit: Sendable, Equatable {
  /// A part of a picture, in shares of its sides.
  struct Part: Sendable, Equatable {
    var left = 0.0
    var top = 0.0
    var right = 1.0
    var bottom = 1.0
    static let whole = Part()

    /// The part's width and height.
    var size: (Double, Double) { (right - left, bottom - top) }

    /// A centred part of these shares.
    static func centred(_ width: Double, _ height: Double) -> Part {
      Part(left: (1 - width) / 2, top: (1 - height) / 2, right: (1 + width) / 2, bottom: (1 + height) / 2)
    }
  }

  /// The part of the result's picture that shows the source.
  var result = Part.whole
  /// The part of the source's picture that is shown.
  var source = Part.whole
  /// Luma of the result = gain * luma of the source + bias.
  var gain = 1.0
  /// In levels.
  var bias = 0.0

  /// Both sides of a comparison, thinned.
  private struct Sample {
    var result: [FrameSignature]
    var source: [FrameSignature]
  }

  private static let side = 16
  private static let resultPictures = 16
  private static let sourcePictures = 150
  /// No place counts for more than this in levels: a mouth that was changed is a large difference in few places.
  private static let ceiling: Float = 24
  /// Another part than the whole has to be so much more alike.
  private static let gainOfPart = 0.8
  /// One that the two shapes make likely need not be so much better.
  private static let gainOfShape = 0.95
  /// Middles of the source that are tried.
  private static let middles = [0.85, 0.75, 0.65]
  /// Below this mean square the whole is taken as it is, in levels squared.
  private static let goodEnough = 6.0

  /// The fit of two videos; the whole of both, unchanged, if none is better.
  ///
  /// - Parameter aspects: width over height as shown, if known.
  static func find(
    result: [FrameSignature], source: [FrameSignature], aspects: (result: Double, source: Double)?
  ) -> PictureFit {
    let sample = Sample(
      result: thinned(result, to: resultPictures), source: thinned(source, to: sourcePictures))
    guard !sample.result.isEmpty, !sample.source.isEmpty else { return PictureFit() }
    var best = matched(PictureFit(), sample)
    if best.cost > goodEnough {
      let whole = best.cost
      for (candidate, gain) in candidates(sample, aspects) {
        let found = matched(candidate, sample)
        if found.cost < min(best.cost, whole * gain) { best = found }
      }
    }
    if best.cost > goodEnough { best = refined(best, sample) }
    return best.fit
  }

  /// The parts that are tried: fitted into the other's shape, filled into it, and without bars.
  private static func candidates(_ sample: Sample, _ aspects: (result: Double, source: Double)?)
    -> [(fit: PictureFit, gain: Double)]
  {
    var shaped: [PictureFit] = []
    if let aspects, aspects.result > 0, aspects.source > 0, abs(aspects.result / aspects.source - 1) > 0.02 {
      let wider = aspects.source / aspects.result
      let (width, height) = (min(1, wider), min(1, 1 / wider))
      shaped.append(PictureFit(result: .centred(width, height)))
      shaped.append(PictureFit(source: .centred(height, width)))
    }
    var fits = middles.map { PictureFit(source: .centred($0, $0)) }
    let (bars, ownBars) = (insideOfBars(sample.result), insideOfBars(sample.source))
    if bars != .whole { fits.append(PictureFit(result: bars)) }
    if ownBars != .whole { fits.append(PictureFit(source: ownBars)) }
    if bars != .whole, ownBars != .whole { fits.append(PictureFit(result: bars, source: ownBars)) }
    return shaped.map { ($0, gainOfShape) } + fits.map { ($0, gainOfPart) }
  }

  /// What is left of a picture without rows and columns at its edges that are of one luma all the time.
  private static func insideOfBars(_ pictures: [FrameSignature]) -> Part {
    let side = FrameSignature.side
    func isBar(_ line: (Int) -> Int) -> Bool {
      var (least, most) = (UInt8.max, UInt8.min)
      for picture in pictures {
        for place in 0..<side {
          let value = picture.luma[line(place)]
          (least, most) = (min(least, value), max(most, value))
        }
      }
      return most - least <= 6
    }
    let limit = side / 3
    let top = (0..<limit).prefix { row in isBar { row * side + $0 } }.count
    let bottom = (0..<limit).prefix { row in isBar { (side - 1 - row) * side + $0 } }.count
    let left = (0..<limit).prefix { column in isBar { $0 * side + column } }.count
    let right = (0..<limit).prefix { column in isBar { $0 * side + side - 1 - column } }.count
    // The last cell of a bar may hold the picture's edge too.
    func share(_ cells: Int) -> Double { cells == 0 ? 0 : Double(cells) / Double(side) }
    return Part(left: share(left), top: share(top), right: 1 - share(right), bottom: 1 - share(bottom))
  }

  private struct Matched {
    var fit: PictureFit
    /// Mean square of the most alike pictures, places capped.
    var cost: Double
    /// For each result picture the most alike source picture.
    var nearest: [Int]
  }

  /// Levels and nearest pictures for given parts.
  private static func matched(_ fit: PictureFit, _ sample: Sample, side: Int = side) -> Matched {
    let resultSampler = PartSampler(fit.result, side: side),
      sourceSampler = PartSampler(fit.source, side: side)
    let shown = sample.result.map { resultSampler.values($0) }
    let sent = sample.source.map { sourceSampler.values($0) }
    var matched = Matched(fit: fit, cost: 0, nearest: [])
    (matched.fit.gain, matched.fit.bias) = Levels.byMoments(shown, sent)
    for _ in 0..<2 {
      let adjusted = sent.map { Levels.apply($0, matched.fit.gain, matched.fit.bias) }
      var costs: [Double] = []
      matched.nearest = shown.map { picture in
        let all = adjusted.map { cost(picture, $0) }
        let best = all.indices.min { all[$0] < all[$1] } ?? 0
        costs.append(all[best])
        return best
      }
      matched.cost = costs.reduce(0, +) / Double(costs.count)
      (matched.fit.gain, matched.fit.bias) = Levels.byPairs(shown, matched.nearest.map { sent[$0] })
    }
    return matched
  }

  /// The source's part moved, widened and narrowed for as long as that makes the pairs more alike.
  private static func refined(_ start: Matched, _ sample: Sample) -> Matched {
    let resultSampler = PartSampler(start.fit.result, side: 24)
    let shown = sample.result.map { resultSampler.values($0) }
    func cost(_ part: Part) -> Double {
      let sampler = PartSampler(part, side: 24)
      let pairs = start.nearest.map { sampler.values(sample.source[$0]) }
      return zip(shown, pairs).reduce(0) {
        $0 + Self.cost($1.0, Levels.apply($1.1, start.fit.gain, start.fit.bias))
      } / Double(shown.count)
    }
    var (part, least) = (start.fit.source, cost(start.fit.source))
    let first = least
    for step in [0.02, 0.01, 0.005] {
      var improves = true
      var rounds = 0
      while improves, rounds < 8 {
        improves = false
        rounds += 1
        for move in moves {
          let next = Part(
            left: part.left + move.0 * step, top: part.top + move.1 * step, right: part.right + move.2 * step,
            bottom: part.bottom + move.3 * step)
          guard next.isInside, cost(next) < least * 0.99 else { continue }
          (part, least, improves) = (next, cost(next), true)
        }
      }
    }
    guard least < first * gainOfPart else { return start }
    var fit = start.fit
    fit.source = part
    let found = matched(fit, sample)
    return found.cost < start.cost ? found : start
  }

  /// Each edge alone, zoom, and shifts.
  private static let moves: [(Double, Double, Double, Double)] = [
    (1, 1, -1, -1), (-1, -1, 1, 1), (1, 0, 0, 0), (-1, 0, 0, 0), (0, 1, 0, 0), (0, -1, 0, 0), (0, 0, 1, 0),
    (0, 0, -1, 0), (0, 0, 0, 1), (0, 0, 0, -1), (1, 0, 1, 0), (-1, 0, -1, 0), (0, 1, 0, 1), (0, -1, 0, -1),
  ]

  private static func cost(_ a: [Float], _ b: [Float]) -> Double {
    var sum: Float = 0
    for index in a.indices {
      let difference = min(max(a[index] - b[index], -ceiling), ceiling)
      sum += difference * difference
    }
    return Double(sum) / Double(max(a.count, 1))
  }

  private static func thinned(_ pictures: [FrameSignature], to count: Int) -> [FrameSignature] {
    let whole = pictures.filter { $0.luma.count == FrameSignature.side * FrameSignature.side }
    guard whole.count > count else { return whole }
    return (0..<count).map { whole[(2 * $0 + 1) * whole.count / (2 * count)] }
  }
}

extension PictureFit.Part {
  /// Whether it is inside its picture and covers most of it.
  fileprivate var isInside: Bool {
    left >= 0 && top >= 0 && right <= 1 && bottom <= 1 && right - left > 0.3 && bottom - top > 0.3
  }
}
