internal import LipSyncMedia

/// Every picture of a result beside the source's picture that belongs there: what medians over all of them pass over.
struct PictureMoments: Sendable {
  /// One picture.
  struct Moment: Sendable {
    var time: MediaTime
    /// Of the source's picture that it was traced to.
    var source: MediaTime
    /// How far it is from that one, levels of luma, whatever the most unlike fifth of it shows.
    var away: Double
    /// How much it differs from that one within the edited region, levels; nil without a region.
    var inside: Double?
    /// The same outside of it.
    var outside = 0.0
    /// Its mean luma and its standard deviation.
    var luma: Double
    var contrast: Double
    /// The standard deviation of the source's picture.
    var sourceContrast: Double
  }

  /// A run of pictures in which nothing moves outside of the edited region.
  struct Still: Sendable {
    var start: MediaTime
    var end: MediaTime
    /// How far any of its pictures is from its first, in levels.
    var moved: Double
    /// The same of the source's pictures that should have been shown meanwhile.
    var sourceMoved: Double
    /// Whether the schedule holds one picture meanwhile, as behind the end of a shorter video.
    var isHeld: Bool
    /// Whether it lasts to the result's end.
    var isLast: Bool
    /// Whether the region stands still, too.
    var isWhole: Bool
  }

  var moments: [Moment] = []
  var stills: [Still] = []
  /// Different pictures a second, where anything moves; nil if too little does.
  var rates: (result: Double, source: Double)?
  /// Pictures a second.
  var frameRates: (result: Double, source: Double) = (0, 0)
  /// The source's length to the start of its last picture.
  var sourceEnd: MediaTime = .zero
  /// Whether the region is a face at work: it moves, and the rest lies well on the source. A subtitle stands still.
  var isLively = true

  /// What was measured of pictures.
  init(moments: [Moment]) { self.moments = moments }

  /// Pictures that differ by less than this are one, in levels: what coding alone changes.
  static let calm = 0.5

  /// - Parameter expected: the source's moment that belongs to one of the result; nil if that is not known.
  init(
    result: [DecodedMedia.Frame], source: [DecodedMedia.Frame], trace: PlaybackTrace, region: EditedRegion?,
    length: MediaTime, expected: (MediaTime) -> MediaTime?
  ) {
    let fit = trace.fit
    let shown = PictureGrid(result, part: fit.result)
    let sent = PictureGrid(source, part: fit.source, levels: (fit.gain, fit.bias))
    let cells = Cells(region, on: fit.result)
    sourceEnd = source.last?.time ?? .zero
    moments = result.indices.compactMap { Self.moment($0, shown, sent, trace, cells) }
    rates = PictureRate.distinct(shown, cells.outside).flatMap { one in
      PictureRate.distinct(sent, cells.outside).map { (one, $0) }
    }
    frameRates = (PictureRate.frames(result), PictureRate.frames(source))
    let traced = { (time: MediaTime) in expected(time) ?? trace.source(at: time) ?? time }
    stills = Self.stills(shown, sent, cells, length: length, expected: traced)
  }

  /// Which cells of the grid lie in the edited region, and which well outside of it.
  private struct Cells {
    var inside: [Int] = []
    var outside: [Int] = []

    init(_ region: EditedRegion?, on part: PictureFit.Part) {
      let side = PictureGrid.side
      let (width, height) = part.size
      let margin = 2.0 / Double(side)
      for cell in 0..<side * side {
        let x = part.left + width * (Double(cell % side) + 0.5) / Double(side)
        let y = part.top + height * (Double(cell / side) + 0.5) / Double(side)
        func lies(within margin: Double) -> Bool {
          guard let region else { return false }
          return x > region.left - margin && x < region.left + region.width + margin
            && y > region.top - margin && y < region.top + region.height + margin
        }
        if lies(within: 0) { inside.append(cell) }
        if !lies(within: margin) { outside.append(cell) }
      }
      if outside.count < side { outside = Array(0..<side * side) }
    }
  }

  /// Source pictures that are tried about the traced one: it may be off by some.
  private static let around = 2

  private static func moment(
    _ index: Int, _ shown: PictureGrid, _ sent: PictureGrid, _ trace: PlaybackTrace, _ cells: Cells
  ) -> Moment? {
    let time = shown.frames[index].time
    let values = shown.values(index)
    guard !values.isEmpty, let source = trace.source(at: time) else { return nil }
    let centre = sent.index(at: source)
    var (place, away) = (centre, PictureGrid.background(values, sent.values(centre)))
    if away > calm {
      for other in max(0, centre - around)...min(sent.frames.count - 1, centre + around)
      where other != centre {
        let distance = PictureGrid.background(values, sent.values(other))
        if distance < away { (place, away) = (other, distance) }
      }
    }
    let original = sent.values(place)
    let (luma, contrast) = PictureGrid.spread(values)
    func difference(_ cells: [Int]) -> Double? {
      guard cells.count >= 3, original.count == values.count else { return nil }
      return cells.reduce(0.0) { $0 + Double(abs(values[$1] - original[$1])) } / Double(cells.count)
    }
    return Moment(
      time: time, source: sent.frames[place].time, away: away, inside: difference(cells.inside),
      outside: difference(cells.outside) ?? 0, luma: luma, contrast: contrast,
      sourceContrast: PictureGrid.spread(original).deviation)
  }

  private static func stills(
    _ shown: PictureGrid, _ sent: PictureGrid, _ cells: Cells, length: MediaTime,
    expected: (MediaTime) -> MediaTime
  ) -> [Still] {
    let frames = shown.frames
    var (stills, start): ([Still], Int) = ([], 0)
    let all = Array(0..<PictureGrid.side * PictureGrid.side)
    while start < frames.count {
      let first = shown.values(start)
      var (end, moved) = (start, 0.0)
      while end + 1 < frames.count {
        let distance = PictureGrid.distance(first, shown.values(end + 1), over: cells.outside)
        guard distance <= calm else { break }
        (end, moved) = (end + 1, max(moved, distance))
      }
      let until = end + 1 < frames.count ? frames[end + 1].time : length
      if until - frames[start].time >= Limits.frozen, end > start {
        let origin = expected(frames[start].time)
        let original = sent.values(sent.index(at: origin))
        let due = (start...end).map { expected(frames[$0].time) }
        let sourceMoved = due.map {
          PictureGrid.distance(original, sent.values(sent.index(at: $0)), over: cells.outside)
        }.max()
        let whole = (start...end).map { PictureGrid.distance(first, shown.values($0), over: all) }.max()
        let isHeld = due.allSatisfy { ($0 - due[due.count - 1]).magnitude < MediaTime(1, 10) }
        stills.append(
          Still(
            start: frames[start].time, end: until, moved: moved, sourceMoved: sourceMoved ?? 0,
            isHeld: isHeld, isLast: end == frames.count - 1, isWhole: whole ?? 0 <= calm))
      }
      start = end + 1
    }
    return stills
  }
}

/// How many different pictures there are a second.
enum PictureRate {
  /// A step of less than this share of a second's larger ones repeats the picture before.
  private static let repeated = 0.2
  /// Seconds in which pictures change by less than this tell nothing, in levels.
  private static let still = 0.25
  /// The least time to judge by, in seconds.
  private static let least = 2.0

  static func frames(_ frames: [DecodedMedia.Frame]) -> Double {
    guard let first = frames.first, let last = frames.last, last.time > first.time else { return 0 }
    return Double(frames.count - 1) / (last.time - first.time).seconds
  }

  /// Different pictures a second, where anything moves; nil if too little does.
  static func distinct(_ grid: PictureGrid, _ cells: [Int]) -> Double? {
    var (seconds, count, steps, began) = (0.0, 0, [Double](), grid.frames.first?.time ?? .zero)
    for index in grid.frames.indices.dropFirst() {
      steps.append(PictureGrid.distance(grid.values(index - 1), grid.values(index), over: cells))
      let time = grid.frames[index].time
      guard time - began >= MediaTime(1) else { continue }
      let large = steps.sorted()[(steps.count - 1) * 9 / 10]
      if large >= still {
        seconds += (time - began).seconds
        count += steps.count { $0 > repeated * large }
      }
      (steps, began) = ([], time)
    }
    return seconds >= least ? Double(count) / seconds : nil
  }
}
