/// Which moment of the source every picture of the output shows. Pure arithmetic.
///
/// A picture of the output stands for the middle of the time that it is seen. So a pass in reverse shows the
/// very pictures of the pass forward, each for as long; at a reversal the picture at the turn is seen twice in a
/// row, once on the way in and once on the way out, and no moment of the plan moves.
struct RenderSchedule {
  /// A moment of the source, and whether the pictures around it are wanted backwards.
  struct Moment: Equatable {
    var time: MediaTime
    var isReverse: Bool
  }

  /// How long the output lasts by plan: the sum of all passes.
  let total: MediaTime
  /// How many pictures cover it.
  let frames: Int
  private let frameDuration: MediaTime
  private let passes: [Render.Pass]
  /// Where each pass begins on the output's clock.
  private let starts: [MediaTime]

  init(_ passes: [Render.Pass], frameDuration: MediaTime) {
    self.passes = passes
    self.frameDuration = frameDuration
    var starts: [MediaTime] = []
    var end = MediaTime.zero
    for pass in passes {
      starts.append(end)
      end = end + max(.zero, pass.to - pass.from)
    }
    self.starts = starts
    total = end
    let whole = Int(clamping: end.count(of: frameDuration))
    frames = frameDuration * Int64(whole) < end ? whole + 1 : whole
  }

  /// What the picture of that number shows.
  func moment(of frame: Int) -> Moment {
    let start = frameDuration * Int64(frame)
    let end = min(start + frameDuration, total)
    let middle = (start + end).half
    // The last pass that begins at or before the middle; passes without length are passed over.
    let place = starts.prefix(passes.count).place(ofLastNotPast: middle, by: \.self)
    let pass = passes[place]
    let offset = middle - starts[place]
    switch pass.direction {
    case .forward: return Moment(time: pass.from + offset, isReverse: false)
    case .reverse: return Moment(time: max(.zero, pass.to - offset), isReverse: true)
    case .hold: return Moment(time: pass.from, isReverse: false)
    }
  }

  /// How many pictures come from passes in reverse.
  var reverseFrames: Int {
    let length = passes.reduce(MediaTime.zero) { $1.direction == .reverse ? $0 + $1.to - $1.from : $0 }
    return Int(clamping: length.count(of: frameDuration))
  }
}
