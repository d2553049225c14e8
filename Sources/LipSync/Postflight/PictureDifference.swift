internal import LipSyncMedia

/// The differences between a result and its traced source.
public struct PictureDifference: Sendable, Equatable {
  /// The compact area that was changed; nil if none stands out.
  public var region: EditedRegion?
  /// The mean difference outside of it, levels of luma, after brightness and contrast were set alike.
  public var outside: Double
  /// By how much the result is brighter, levels of luma, in the picture in the middle of all: a black one weighs nothing.
  public var brightness: Double
  /// Fine detail outside of it as a share of the source's, at the largest size that both have; nil if unknown.
  public var sharpness: Double?
  /// How far colours are off outside of it: the mean distance in levels of the differences of blue and red from luma (BT.709);
  /// nil if unknown.
  public var colour: Double?

  /// Pairs of pictures that are compared at most.
  private static let mostPairs = 400
  /// A cell belongs to the region if it differs by this much more than others like it, in levels.
  private static let threshold: Float = 1.2
  /// And by this factor.
  private static let factor: Float = 2.2
  /// A source that changes by less than this from one picture to the next stands still, in levels.
  private static let still: Float = 0.3
  /// The least share of the picture that is a region.
  private static let leastShare = 0.0015

  /// Compares each result picture that was traced with its source picture; nil without a pair.
  static func find(
    _ trace: PlaybackTrace, result: [DecodedMedia.Frame], source: [DecodedMedia.Frame]
  ) -> PictureDifference? {
    let pairs = pairs(trace, result, source)
    guard !pairs.isEmpty else { return nil }
    let fit = trace.fit
    let side = fit.comparableSide
    let shown = PartSampler(fit.result, side: side), sent = PartSampler(fit.source, side: side)
    var (sums, raw) = ([Float](repeating: 0, count: side * side), [Double]())
    var edges = sums
    var (differences, pictures): ([[Float]], [[Float]]) = ([], [])
    for pair in pairs {
      let (a, b) = (shown.values(pair.result), sent.values(pair.source))
      guard a.count == b.count, !a.isEmpty else { continue }
      let adjusted = Levels.apply(b, fit.gain, fit.bias)
      let difference = zip(a, adjusted).map { $0 - $1 }
      for (index, range) in ranges(adjusted, side).enumerated() {
        sums[index] += abs(difference[index])
        edges[index] += range
      }
      raw.append(zip(a, b).reduce(0.0) { $0 + Double($1.0 - $1.1) } / Double(a.count))
      differences.append(difference)
      pictures.append(a)
    }
    guard !differences.isEmpty else { return nil }
    let mean = sums.map { $0 / Float(differences.count) }
    let usual = expected(mean, edges)
    let cells = compact(
      mean.indices.map { index in
        let excess = mean[index] - max(factor * usual[index], usual[index] + threshold)
        return excess > 0 ? mean[index] - usual[index] : 0
      }, activity(differences, pictures), side)
    let outside = mean.indices.filter { !cells[$0] }.map { mean[$0] }
    var found = PictureDifference(
      outside: Double(outside.reduce(0, +)) / Double(max(outside.count, 1)),
      brightness: raw.sorted()[raw.count / 2])
    found.region = region(
      cells, mean, (differences, pictures), pairs.map(\.time), fit, side)
    return found
  }

  /// How much each cell changes from one pair to the next, itself or against the source, whichever is less, in levels.
  private static func activity(_ differences: [[Float]], _ pictures: [[Float]]) -> [Float] {
    var sums = [Float](repeating: 0, count: differences.first?.count ?? 0)
    for index in differences.indices.dropFirst() {
      for cell in sums.indices {
        sums[cell] += min(
          abs(differences[index][cell] - differences[index - 1][cell]),
          abs(pictures[index][cell] - pictures[index - 1][cell]))
      }
    }
    return sums.map { $0 / Float(max(differences.count - 1, 1)) }
  }

  /// The usual difference of cells with as strong an edge: a shifted grid over an edge, or a softer
  /// picture, makes a difference without any editing.
  private static func expected(_ differences: [Float], _ edges: [Float]) -> [Float] {
    let order = edges.indices.sorted { edges[$0] < edges[$1] }
    let reach = max(8, order.count / 12)
    var expected = differences
    for start in stride(from: 0, to: order.count, by: 8) {
      let alike = order[max(0, start - reach)..<min(order.count, start + reach)].map { differences[$0] }
        .sorted()
      for place in start..<min(order.count, start + 8) { expected[order[place]] = alike[alike.count * 2 / 5] }
    }
    return expected
  }

  /// The range of values around each cell.
  private static func ranges(_ values: [Float], _ side: Int) -> [Float] {
    values.indices.map { index in
      let (row, column) = (index / side, index % side)
      var (least, most) = (values[index], values[index])
      for y in max(0, row - 1)...min(side - 1, row + 1) {
        for x in max(0, column - 1)...min(side - 1, column + 1) {
          least = min(least, values[y * side + x])
          most = max(most, values[y * side + x])
        }
      }
      return most - least
    }
  }

  private struct Pair {
    var time: MediaTime
    var result: FrameSignature
    var source: FrameSignature
  }

  private static func pairs(
    _ trace: PlaybackTrace, _ result: [DecodedMedia.Frame], _ source: [DecodedMedia.Frame]
  ) -> [Pair] {
    let step = max(1, trace.moments.count / mostPairs)
    var pairs: [Pair] = []
    var place = 0
    for moment in stride(from: 0, to: trace.moments.count, by: step).map({ trace.moments[$0] }) {
      while place < result.count, result[place].time < moment.result { place += 1 }
      guard place < result.count, let shown = result[place].signature,
        let sent = frame(of: source, at: moment.source)?.signature
      else { continue }
      pairs.append(Pair(time: moment.result, result: shown, source: sent))
    }
    return pairs
  }

  /// The frame that starts at a time, or the last before it.
  private static func frame(of frames: [DecodedMedia.Frame], at time: MediaTime) -> DecodedMedia.Frame? {
    frames.isEmpty ? nil : frames[frames.place(ofLastNotPast: time, by: \.time)]
  }

  private static func region(
    _ cells: [Bool], _ mean: [Float], _ seen: (differences: [[Float]], pictures: [[Float]]),
    _ times: [MediaTime],
    _ fit: PictureFit, _ side: Int
  ) -> EditedRegion? {
    let part = fit.result
    let inside = cells.indices.filter { cells[$0] }
    guard Double(inside.count) / Double(side * side) >= leastShare else { return nil }
    let (columns, rows) = (inside.map { $0 % side }, inside.map { $0 / side })
    let (width, height) = part.size
    func across(_ cells: Int) -> Double { part.left + width * Double(cells) / Double(side) }
    func down(_ cells: Int) -> Double { part.top + height * Double(cells) / Double(side) }
    let (left, right) = (across(columns.min() ?? 0), across((columns.max() ?? 0) + 1))
    let (top, bottom) = (down(rows.min() ?? 0), down((rows.max() ?? 0) + 1))
    var movement: [(time: MediaTime, levels: Double)] = []
    var underneath = Float(0)
    func change(_ values: [[Float]], _ index: Int) -> Float {
      inside.reduce(Float(0)) { $0 + abs(values[index][$1] - values[index - 1][$1]) }
    }
    for index in seen.differences.indices.dropFirst() {
      // A face that went back to the source's does not change against it, a pasted still does not change at all.
      let least = min(change(seen.differences, index), change(seen.pictures, index))
      movement.append((times[index], Double(least) / Double(inside.count)))
      underneath += inside.reduce(Float(0)) { sum, cell in
        let (now, before) = (index, index - 1)
        let change = seen.pictures[now][cell] - seen.differences[now][cell] - seen.pictures[before][cell]
        return sum + abs(change + seen.differences[before][cell])
      }
    }
    let isStill = underneath / Float(max(movement.count, 1) * inside.count) < still
    return EditedRegion(
      left: left, top: top, width: right - left, height: bottom - top,
      share: Double(inside.count) / Double(side * side) * width * height,
      difference: inside.reduce(0.0) { $0 + Double(mean[$1]) } / Double(inside.count), cells: cells,
      movement: movement, mayBeSeam: isStill && (part != .whole || fit.source != .whole))
  }

  /// What stands still counts as if it moved by this, in levels.
  private static let calm: Float = 0.1

  /// The patch of cells that differs and moves most in all, and those around it that do so half as much or more: a mouth
  /// moves, a stamp in a corner differs more and stands still.
  private static func compact(_ excess: [Float], _ activity: [Float], _ side: Int) -> [Bool] {
    let patches = patches(excess.map { $0 > 0 }, side).map { cells in
      (cells: cells, weight: cells.reduce(Float(0)) { $0 + excess[$1] * max(activity[$1], calm) })
    }
    guard let main = patches.max(by: { $0.weight < $1.weight }) else {
      return [Bool](repeating: false, count: excess.count)
    }
    let near = max(1, side / 16)
    let rows = main.cells.map { $0 / side }, columns = main.cells.map { $0 % side }
    let (top, bottom) = ((rows.min() ?? 0) - near, (rows.max() ?? 0) + near)
    let (left, right) = ((columns.min() ?? 0) - near, (columns.max() ?? 0) + near)
    var chosen = [Bool](repeating: false, count: excess.count)
    for patch in patches where patch.weight * 2 >= main.weight {
      guard patch.cells.contains(where: { (top...bottom) ~= $0 / side && (left...right) ~= $0 % side }) else {
        continue
      }
      for cell in patch.cells { chosen[cell] = true }
    }
    return chosen
  }

  /// Cells that touch each other, together.
  private static func patches(_ cells: [Bool], _ side: Int) -> [[Int]] {
    var (patches, seen) = ([[Int]](), cells.map { !$0 })
    for start in cells.indices where !seen[start] {
      var (patch, open) = ([Int](), [start])
      seen[start] = true
      while let cell = open.popLast() {
        patch.append(cell)
        let (row, column) = (cell / side, cell % side)
        for (down, across) in [(-1, 0), (1, 0), (0, -1), (0, 1)] {
          let (y, x) = (row + down, column + across)
          guard (0..<side).contains(y), (0..<side).contains(x), !seen[y * side + x] else { continue }
          seen[y * side + x] = true
          open.append(y * side + x)
        }
      }
      patches.append(patch)
    }
    return patches
  }
}

extension PictureFit {
  /// Values in a row that both parts can give: a part of a picture has fewer of its own.
  fileprivate var comparableSide: Int {
    guard result != .whole || source != .whole else { return FrameSignature.side }
    let least = min(min(result.size.0, result.size.1), min(source.size.0, source.size.1))
    return min(max(Int(Double(FrameSignature.side) * least), 12), 24)
  }
}
