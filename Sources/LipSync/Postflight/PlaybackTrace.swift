public import Media

/// The schedule result time -> source time, recovered from the pictures of a result.
///
/// For each result frame a source frame is chosen so that the whole path is cheapest: unlike pictures cost, and so
/// do changes of speed, turns and jumps (Viterbi, "Error bounds for convolutional codes", IEEE IT-13, 1967). The
/// nearest picture alone goes astray in still passages; a smooth path does not.
public struct PlaybackTrace: Sendable {
  /// A moment where the schedule bends, or its first or last one.
  public struct Corner: Sendable, Equatable {
    /// On the result's clock.
    public var result: MediaTime
    /// On the source's clock; both start with the first frame.
    public var source: MediaTime
  }

  /// The source moment of each result frame that was looked at.
  public var moments: [Corner]
  /// The moments at which direction or speed change, first and last included.
  public var corners: [Corner]
  /// Where the picture turns round, on the result's clock.
  public var reversals: [MediaTime]
  /// The median distance of the pictures along the path: rms of luma, 0...255.
  public var distance: Double

  /// Recovers the schedule; nil where either side has fewer than two pictures.
  ///
  /// Time and memory grow with the product of both lengths in frames, held under `Defaults.traceCells` by looking
  /// at every second, third, ... frame of longer ones.
  public static func recover(result: [DecodedMedia.Frame], source: [DecodedMedia.Frame]) -> PlaybackTrace? {
    let stride = strides(result: result.count, source: source.count)
    let shown = thinned(result, by: stride.result)
    let sent = thinned(source, by: stride.source)
    guard shown.count >= 2, sent.count >= 2 else { return nil }
    var search = PathSearch(times: sent.map(\.time.seconds))
    for (index, frame) in shown.enumerated() {
      search.advance(
        costs: sent.map { frame.picture.unlikeness(to: $0.picture) },
        elapsed: index == 0 ? 0 : (frame.time - shown[index - 1].time).seconds)
    }
    return PlaybackTrace(path: search.path(), shown: shown, sent: sent)
  }

  private init(path: [PathSearch.Place], shown: [Small], sent: [Small]) {
    moments = zip(shown, path).map { Corner(result: $0.time, source: sent[$1.frame].time) }
    distance = Self.median(zip(shown, path).map { $0.picture.distance(to: sent[$1.frame].picture) })
    corners = []
    reversals = []
    for (index, place) in path.enumerated() {
      let before = index == 0 ? nil : path[index - 1]
      if index > 0, !place.follows { corners.append(moments[index - 1]) }
      if index == 0 || index == path.count - 1 || !place.follows { corners.append(moments[index]) }
      if let before, place.direction == -before.direction, place.direction != 0 {
        reversals.append(moments[index].result)
      }
    }
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  private struct Small {
    var time: MediaTime
    var picture: SmallPicture
  }

  private static func thinned(_ frames: [DecodedMedia.Frame], by stride: Int) -> [Small] {
    frames.indices.filter { $0 % stride == 0 }.compactMap { index in
      frames[index].signature.map { Small(time: frames[index].time, picture: SmallPicture($0)) }
    }
  }

  /// The longer side is thinned first, so that neither loses more than it must.
  private static func strides(result: Int, source: Int) -> (result: Int, source: Int) {
    var (a, b) = (1, 1)
    while (result / a) * (source / b) > Defaults.traceCells {
      if result / a >= source / b { a += 1 } else { b += 1 }
    }
    return (a, b)
  }
}

/// A signature at 16 x 16: nine values of `FrameSignature` averaged into one, enough to order frames.
struct SmallPicture: Sendable {
  static let side = 16
  private let luma: [UInt8]

  init(_ signature: FrameSignature) {
    let (side, scale) = (FrameSignature.side, FrameSignature.side / Self.side)
    var luma = [UInt8](repeating: 0, count: Self.side * Self.side)
    guard signature.luma.count == side * side else {
      self.luma = luma
      return
    }
    for y in 0..<Self.side {
      for x in 0..<Self.side {
        var sum = 0
        for dy in 0..<scale {
          for dx in 0..<scale { sum += Int(signature.luma[(y * scale + dy) * side + x * scale + dx]) }
        }
        luma[y * Self.side + x] = UInt8(sum / (scale * scale))
      }
    }
    self.luma = luma
  }

  /// Root mean square difference of luma, 0...255.
  func distance(to other: SmallPicture) -> Double { meanSquare(to: other, limit: 255).squareRoot() }

  /// Mean square difference of luma in which no place counts for more than `Defaults.placeLimit`: a mouth that was
  /// changed, a stamp or a subtitle is a large difference in a few places, another moment a small one in many.
  func unlikeness(to other: SmallPicture) -> Double { meanSquare(to: other, limit: Defaults.placeLimit) }

  private func meanSquare(to other: SmallPicture, limit: Int32) -> Double {
    luma.withUnsafeBufferPointer { a in
      other.luma.withUnsafeBufferPointer { b in
        var sum: Int32 = 0
        for index in 0..<(Self.side * Self.side) {
          let difference = min(max(Int32(a[index]) - Int32(b[index]), -limit), limit)
          sum &+= difference &* difference
        }
        return Double(sum) / Double(Self.side * Self.side)
      }
    }
  }
}
