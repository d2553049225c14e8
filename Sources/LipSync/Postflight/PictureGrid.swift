internal import LipSyncMedia

/// Pictures of one side on a coarse grid over the part that both sides show, made when they are asked for.
final class PictureGrid {
  /// Values in a row, and rows.
  static let side = 24
  /// Pictures that are kept.
  private static let most = 512

  let frames: [DecodedMedia.Frame]
  private let sampler: PartSampler
  private let levels: (gain: Double, bias: Double)
  private var kept: [Int: [Float]] = [:]

  init(_ frames: [DecodedMedia.Frame], part: PictureFit.Part, levels: (gain: Double, bias: Double) = (1, 0)) {
    (self.frames, self.levels) = (frames, levels)
    sampler = PartSampler(part, side: Self.side)
  }

  /// The picture of an index; empty for one without a signature.
  func values(_ index: Int) -> [Float] {
    if let known = kept[index] { return known }
    var values = frames[index].signature.map(sampler.values) ?? []
    if levels != (1, 0) { values = Levels.apply(values, levels.gain, levels.bias) }
    if kept.count >= Self.most { kept.removeAll(keepingCapacity: true) }
    kept[index] = values
    return values
  }

  /// The picture that is shown at a moment.
  func index(at time: MediaTime) -> Int {
    max(0, min(frames.count - 1, frames.place(ofLastNotPast: time, by: \.time)))
  }

  /// Root mean square difference of two pictures over some cells.
  static func distance(_ a: [Float], _ b: [Float], over cells: [Int]) -> Double {
    guard a.count == b.count, !a.isEmpty, !cells.isEmpty else { return 0 }
    var sum: Float = 0
    for cell in cells {
      let difference = a[cell] - b[cell]
      sum += difference * difference
    }
    return Double(sum / Float(cells.count)).squareRoot()
  }

  /// The same over the four fifths of all cells that differ least: whatever a stamp, a subtitle or an edited face does.
  static func background(_ a: [Float], _ b: [Float]) -> Double {
    guard a.count == b.count, !a.isEmpty else { return 0 }
    let squares = zip(a, b).map { ($0 - $1) * ($0 - $1) }.sorted().prefix(a.count * 4 / 5)
    return Double(squares.reduce(0, +) / Float(max(squares.count, 1))).squareRoot()
  }

  /// Mean and standard deviation of a picture.
  static func spread(_ values: [Float]) -> (mean: Double, deviation: Double) {
    guard !values.isEmpty else { return (0, 0) }
    let mean = values.reduce(0, +) / Float(values.count)
    let squares = values.reduce(Float(0)) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)
    return (Double(mean), Double(squares).squareRoot())
  }
}
