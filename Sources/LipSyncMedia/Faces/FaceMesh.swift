internal import Platform

/// The 468 points of a face, in samples of the mesh's picture of 192 x 192: across, down, and away from the viewer.
package struct FaceMesh {
  /// Samples across its picture.
  package static let side = 192
  /// What its samples lie between.
  package static let range: ClosedRange<Float> = 0...1

  /// Where the picture that it was found in lies.
  package let square: ColourPicture.Square
  private let numbers: [Float]
  /// How sure it is that there is a face, 0...1.
  package let certainty: Double

  /// - Parameter outputs: of the network: 1404 numbers, and one. Nil for others.
  package init?(_ outputs: [[Float]], in square: ColourPicture.Square) {
    guard let numbers = outputs.first(where: { $0.count == 3 * 468 }), numbers.allSatisfy(\.isFinite),
      let flag = outputs.first(where: { $0.count == 1 })?.first
    else { return nil }
    self.square = square
    self.numbers = numbers
    certainty = 1 / (1 + exp(-Double(flag)))
  }

  /// Points by the numbers of MediaPipe's canonical face.
  enum Point: Int {
    case forehead = 10
    case chin = 152
    case nose = 1
    case rightEdge = 234
    case leftEdge = 454
    case rightEye = 33
    case leftEye = 263
    case rightMouth = 61
    case leftMouth = 291
  }

  typealias Place = (x: Double, y: Double, z: Double)

  func place(_ index: Int) -> Place {
    (Double(numbers[3 * index]), Double(numbers[3 * index + 1]), Double(numbers[3 * index + 2]))
  }
  func place(_ point: Point) -> Place { place(point.rawValue) }

  func distance(_ a: Int, _ b: Int) -> Double {
    let (one, two) = (place(a), place(b))
    return
      ((one.x - two.x) * (one.x - two.x) + (one.y - two.y) * (one.y - two.y)
      + (one.z - two.z) * (one.z - two.z)).squareRoot()
  }
  func distance(_ a: Point, _ b: Point) -> Double { distance(a.rawValue, b.rawValue) }

  /// From forehead to chin, in pixels of the picture.
  package var height: Double { distance(.forehead, .chin) * square.side / Double(Self.side) }

  /// By how many degrees the face is turned to a side, 0 being into the camera.
  package var yaw: Double {
    let (right, left) = (place(.rightEdge), place(.leftEdge))
    return atan2(left.z - right.z, left.x - right.x) * 180 / .pi
  }

  /// Where to look for the same face in the next picture: half as large again as its points, upright.
  package var next: ColourPicture.Square {
    var (least, most) = ((x: Double.infinity, y: Double.infinity), (x: -Double.infinity, y: -Double.infinity))
    let places = (0..<468).map { index in
      let place = place(index)
      return square.place(place.x / Double(Self.side), place.y / Double(Self.side))
    }
    for place in places {
      least = (min(least.x, place.x), min(least.y, place.y))
      most = (max(most.x, place.x), max(most.y, place.y))
    }
    let (right, left) = (places[Point.rightEye.rawValue], places[Point.leftEye.rawValue])
    return ColourPicture.Square(
      x: (least.x + most.x) / 2, y: (least.y + most.y) / 2,
      side: 1.5 * max(most.x - least.x, most.y - least.y),
      turn: atan2(left.y - right.y, left.x - right.x))
  }
}
