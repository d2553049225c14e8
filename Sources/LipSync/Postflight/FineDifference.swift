internal import LipSyncMedia

/// What happened to the picture outside the edited region: how much fine detail is left of it, and how far its colours are
/// off. A model that passes whole frames through itself softens and tints them, which has nothing to do with lips.
struct FineDifference: Sendable, Equatable {
  /// Fine detail of the result as a share of the source's, at the largest size that both pictures have.
  var sharpness: Double
  /// Mean distance of colours, in levels of the differences of blue and red from luma.
  var colour: Double
  /// How much of the source's colour is left, 0 in a grey picture; nil if the source itself has hardly any.
  var saturation: Double?

  /// Source pictures this far from the traced moment still stand for it.
  private static let reach = MediaTime(1, 2)
  /// Of a picture that was cut or letterboxed by more than this, cells show other things.
  private static let leastPart = 0.9
  /// Cells below this detail, in levels, have none to lose.
  private static let plain: Float = 0.3
  /// Pictures with less colour than this, in root mean square levels, have hardly any.
  private static let grey: Float = 3

  /// Compares details of both sides along a trace; nil if there is not enough that may be compared.
  static func find(
    _ trace: PlaybackTrace, result: [FrameDetail], source: [FrameDetail], region: EditedRegion?
  ) -> FineDifference? {
    let sizes = [trace.fit.result.size, trace.fit.source.size]
    guard sizes.allSatisfy({ min($0.0, $0.1) >= leastPart }) else { return nil }
    let pairs = result.compactMap { shown -> (FrameDetail, FrameDetail)? in
      guard let moment = trace.source(at: shown.time) else { return nil }
      let place = source.place(ofLastNotPast: moment, by: \.time)
      let sent = source[min(place, source.count)..<min(place + 2, source.count)]
        .min { ($0.time - moment).magnitude < ($1.time - moment).magnitude }
      return sent.flatMap { ($0.time - moment).magnitude <= reach ? (shown, $0) : nil }
    }
    let outside = cells(outside: region)
    guard pairs.count >= 2, outside.count > 16, let side = commonSize(pairs) else { return nil }
    var (left, had, off) = (Float(0), Float(0), 0.0)
    var (kept, full) = (Float(0), Float(0))
    for cell in outside {
      let shown = mean(pairs) { $0.0.detail[side]?[cell] ?? 0 }
      let sent = mean(pairs) { $0.1.detail[side]?[cell] ?? 0 }
      if sent > plain { (left, had) = (left + shown, had + sent) }
      let from = (blue: mean(pairs) { $0.1.colour[cell].blue }, red: mean(pairs) { $0.1.colour[cell].red })
      let blue = mean(pairs) { $0.0.colour[cell].blue } - from.blue
      let red = mean(pairs) { $0.0.colour[cell].red } - from.red
      off += Double(blue * blue + red * red).squareRoot()
      full += from.blue * from.blue + from.red * from.red
      kept += (from.blue + blue) * from.blue + (from.red + red) * from.red
    }
    // A picture with more contrast is not sharper.
    let gain = Float(max(trace.fit.gain, 0.1))
    return FineDifference(
      sharpness: had > 0 ? Double(left / had / gain) : 1, colour: off / Double(outside.count),
      saturation: full >= grey * grey * Float(outside.count) ? Double(kept / full) : nil)
  }

  private static func commonSize(_ pairs: [(FrameDetail, FrameDetail)]) -> Int? {
    pairs.map { Set($0.0.detail.keys).intersection($0.1.detail.keys) }
      .reduce(nil) { (all: Set<Int>?, next) in all?.intersection(next) ?? next }?.max()
  }

  private static func mean(
    _ pairs: [(FrameDetail, FrameDetail)], _ value: ((FrameDetail, FrameDetail)) -> Float
  ) -> Float {
    pairs.reduce(Float(0)) { $0 + value($1) } / Float(pairs.count)
  }

  /// The cells that no part of the region touches.
  private static func cells(outside region: EditedRegion?) -> [Int] {
    let side = FrameDetail.side
    return (0..<side * side).filter { cell in
      guard let region else { return true }
      let (x, y) = (Double(cell % side) / Double(side), Double(cell / side) / Double(side))
      let step = 1 / Double(side)
      return x + step <= region.left || x >= region.left + region.width || y + step <= region.top
        || y >= region.top + region.height
    }
  }
}
