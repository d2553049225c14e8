internal import Platform

/// What the detector's numbers mean: boxes with a score and six points each.
///
/// The network's 896 anchors, and how its numbers lie to them, are those of MediaPipe's face_detection_short_range.
package enum FaceDetections {
  /// Samples across its picture.
  package static let side = 128
  /// What its samples lie between.
  package static let range: ClosedRange<Float> = -1...1

  /// A box in the detector's picture, all from 0 to 1.
  package struct Box: Equatable {
    package var score: Double
    package var x: Double
    package var y: Double
    package var width: Double
    package var height: Double
    /// Right eye, left eye, tip of the nose, mouth, right and left ear, as seen of the person.
    package var points: [Place]

    package struct Place: Equatable {
      package var x: Double
      package var y: Double
    }

    func overlap(_ other: Box) -> Double {
      let across =
        min(x + width / 2, other.x + other.width / 2) - max(x - width / 2, other.x - other.width / 2)
      let down =
        min(y + height / 2, other.y + other.height / 2) - max(y - height / 2, other.y - other.height / 2)
      guard across > 0, down > 0 else { return 0 }
      let both = across * down
      return both / (width * height + other.width * other.height - both)
    }
  }

  /// Middles of the anchors: two for each of 16 x 16 cells, six for each of 8 x 8.
  static let anchors: [(x: Double, y: Double)] = [(16, 2), (8, 6)].flatMap { cells, each in
    (0..<cells * cells * each).map { index in
      let cell = index / each
      return ((Double(cell % cells) + 0.5) / Double(cells), (Double(cell / cells) + 0.5) / Double(cells))
    }
  }

  /// The boxes of at least such a score, the surest first, those of one face made into one.
  ///
  /// - Parameter outputs: of the network: 896 times 16 numbers, and 896.
  package static func boxes(in outputs: [[Float]], least: Double) -> [Box] {
    guard let numbers = outputs.first(where: { $0.count == 16 * anchors.count }),
      let scores = outputs.first(where: { $0.count == anchors.count })
    else { return [] }
    let bar = Float(-log(1 / least - 1))
    let found = scores.indices.filter { scores[$0] >= bar }.map { index in
      box(index, numbers[16 * index..<16 * index + 16], score: scores[index])
    }
    return merged(found.filter { $0.width > 0 && $0.height > 0 }.sorted { $0.score > $1.score })
  }

  private static func box(_ index: Int, _ numbers: ArraySlice<Float>, score: Float) -> Box {
    let values = numbers.map { Double($0) / Double(side) }
    let anchor = anchors[index]
    return Box(
      score: 1 / (1 + exp(-Double(max(-100, min(100, score))))), x: anchor.x + values[0],
      y: anchor.y + values[1],
      width: values[2], height: values[3],
      points: (0..<6).map { .init(x: anchor.x + values[4 + 2 * $0], y: anchor.y + values[5 + 2 * $0]) })
  }

  /// Boxes that overlap are one face: their mean, each weighted by its score.
  private static func merged(_ boxes: [Box]) -> [Box] {
    var (rest, result) = (boxes, [Box]())
    while let first = rest.first {
      let same = rest.filter { first.overlap($0) > 0.3 }
      rest.removeAll { first.overlap($0) > 0.3 }
      let weight = same.reduce(0) { $0 + $1.score }
      func mean(_ value: (Box) -> Double) -> Double { same.reduce(0) { $0 + $1.score * value($1) } / weight }
      result.append(
        Box(
          score: first.score, x: mean(\.x), y: mean(\.y), width: mean(\.width), height: mean(\.height),
          points: first.points.indices.map { point in
            .init(x: mean { $0.points[point].x }, y: mean { $0.points[point].y })
          }))
      // A box of no size overlaps nothing, itself neither.
      if same.isEmpty { rest.removeFirst() }
    }
    return result
  }
}
