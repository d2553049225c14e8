internal import LipSyncMediaReading

/// Which moment of the source every picture of the output shows. Pure arithmetic.
///
/// A picture of the output stands for the middle of the time that it is seen. So a stretch in reverse shows the
/// very pictures of the stretch forward, each for as long; at a reversal the picture at the turn is seen twice in a
/// row, once on the way in and once on the way out, and no moment moves.
struct RenderSchedule {
  /// A moment of the source, and whether the pictures around it are wanted backwards.
  struct Moment: Equatable {
    var time: MediaTime
    var isReverse: Bool
  }

  /// How long the output lasts: the sum of all stretches.
  let total: MediaTime
  /// How many pictures cover it.
  let frames: Int
  private let frameDuration: MediaTime
  private let stretches: [Render.Stretch]
  /// When each stretch begins on the output's clock.
  private let starts: [MediaTime]

  init(_ stretches: [Render.Stretch], frameDuration: MediaTime) {
    self.stretches = stretches
    self.frameDuration = frameDuration
    var starts: [MediaTime] = []
    var end = MediaTime.zero
    for stretch in stretches {
      starts.append(end)
      end = end + max(.zero, stretch.length)
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
    // The last stretch that begins at or before the middle; those without length are passed over.
    let place = starts.place(ofLastNotPast: middle, by: \.self)
    let stretch = stretches[place]
    let offset = middle - starts[place]
    switch stretch.direction {
    case .forward: return Moment(time: stretch.start + offset, isReverse: false)
    case .reverse: return Moment(time: max(.zero, stretch.start - offset), isReverse: true)
    case .hold: return Moment(time: stretch.start, isReverse: false)
    }
  }
}
