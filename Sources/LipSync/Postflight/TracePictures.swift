internal import LipSyncMedia

/// The pictures of a result and of its source, small and thinned, between which a trace is searched.
struct TracePictures: Sendable {
  /// A picture at its moment, the first one's being zero.
  struct Small: Sendable {
    var time: MediaTime
    var picture: SmallPicture
  }

  let shown: [Small]
  /// With the brightness and contrast of the result.
  let sent: [Small]
  let fit: PictureFit

  /// Nil if either side has fewer than two pictures.
  ///
  /// - Parameter aspects: width over height of both as shown, if known.
  init?(
    result: [DecodedMedia.Frame], source: [DecodedMedia.Frame], aspects: (result: Double, source: Double)?
  ) {
    let stride = Self.strides(result: result.count, source: source.count)
    fit = PictureFit.find(
      result: result.compactMap(\.signature), source: source.compactMap(\.signature), aspects: aspects)
    shown = Self.thinned(result, by: stride.result, fit.shown)
    sent = Self.thinned(source, by: stride.source, fit.sent)
    guard shown.count >= 2, sent.count >= 2 else { return nil }
  }

  /// The cheapest path through all pictures, or through those near a schedule.
  func trace(along schedule: ((MediaTime) -> MediaTime?)? = nil) -> PlaybackTrace {
    var search = PathSearch(times: sent.map(\.time.seconds))
    for (index, frame) in shown.enumerated() {
      var costs = sent.map { frame.picture.dissimilarity(to: $0.picture) }
      if let near = schedule.map({ places(near: $0(frame.time)) }) {
        for place in costs.indices where !near.contains(place) { costs[place] = Self.outOfTheWay }
      }
      search.advance(
        costs: costs, elapsed: index == 0 ? 0 : (frame.time - shown[index - 1].time).seconds)
    }
    return PlaybackTrace(path: search.path(), through: self)
  }

  /// The mean dissimilarity of the result's pictures to the most alike ones that a schedule names for them, and to those that
  /// a trace names, if the two disagree; nil if they agree.
  func dissimilarity(along schedule: (MediaTime) -> MediaTime?, beside trace: PlaybackTrace) -> (
    scheduled: Double, traced: Double
  )? {
    var (scheduled, traced, count) = (0.0, 0.0, 0)
    for (index, frame) in shown.enumerated() {
      guard let moment = schedule(frame.time),
        (moment - trace.moments[index].source).magnitude > Defaults.traceTolerance,
        let least = places(near: moment).map({ frame.picture.dissimilarity(to: sent[$0].picture) }).min()
      else { continue }
      (scheduled, traced, count) = (scheduled + least, traced + trace.dissimilarity[index], count + 1)
    }
    return count > 0 ? (scheduled / Double(count), traced / Double(count)) : nil
  }

  /// More than any picture costs.
  private static let outOfTheWay = 1e4

  /// The source pictures shown within the tolerance of a moment; all of them for none.
  private func places(near moment: MediaTime?) -> Range<Int> {
    guard let moment else { return sent.indices }
    let first = sent.place(ofLastNotPast: moment - Defaults.traceTolerance, by: \.time)
    let last = sent.place(ofLastNotPast: moment + Defaults.traceTolerance, by: \.time)
    return first..<last + 1
  }

  private static func thinned(
    _ frames: [DecodedMedia.Frame], by stride: Int, _ picture: (FrameSignature) -> SmallPicture
  ) -> [Small] {
    frames.indices.filter { $0 % stride == 0 }.compactMap { index in
      frames[index].signature.map { Small(time: frames[index].time, picture: picture($0)) }
    }
  }

  /// The longer side is thinned first, so that neither loses more than it must. If both are, they are thinned
  /// alike: of a video played as it is the same frames are then left on both sides.
  static func strides(result: Int, source: Int) -> (result: Int, source: Int) {
    var (a, b) = (1, 1)
    while (result / a) * (source / b) > Defaults.traceCells {
      if result / a >= source / b { a += 1 } else { b += 1 }
    }
    return a > 1 && b > 1 ? (max(a, b), max(a, b)) : (a, b)
  }
}
