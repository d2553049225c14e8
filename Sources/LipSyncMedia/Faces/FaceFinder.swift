internal import Platform

/// Finds faces in pictures, by two networks whoever computes them. Not for two threads at once.
package final class FaceFinder {
  /// Makes networks of bytes; in a worker, of its engine.
  package struct Engine: Sendable {
    /// What has to be done before files are given up.
    package let prepare: @Sendable () -> Bool
    /// Reads and builds a network.
    package let network: @Sendable ([UInt8]) throws(MediaError) -> any NeuralNetwork

    package init(
      prepare: @escaping @Sendable () -> Bool,
      network: @escaping @Sendable ([UInt8]) throws(MediaError) -> any NeuralNetwork
    ) { (self.prepare, self.network) = (prepare, network) }

    /// A finder by these networks.
    package func finder(_ networks: FaceNetworks) throws(MediaError) -> FaceFinder {
      guard prepare() else {
        throw MediaError(
          .fault, operation: "faces", subject: "network",
          message: "this processor is none that faces are found on")
      }
      return try FaceFinder(
        detector: try network(networks.bytes[.detector] ?? []), mesh: try network(networks.bytes[.mesh] ?? [])
      )
    }
  }

  private let detector: any NeuralNetwork
  private let mesh: any NeuralNetwork

  /// - Throws: `.fault` for networks of another shape.
  package init(detector: any NeuralNetwork, mesh: any NeuralNetwork) throws(MediaError) {
    let shapes = [
      (detector.inputCount, Set(detector.outputCounts)), (mesh.inputCount, Set(mesh.outputCounts)),
    ]
    let wanted = [
      (3 * FaceDetections.side * FaceDetections.side, Set([896, 896 * 16])),
      (3 * FaceMesh.side * FaceMesh.side, Set([1, 3 * 468])),
    ]
    guard zip(shapes, wanted).allSatisfy({ $0 == $1 }) else {
      throw MediaError(
        .fault, operation: "faces", subject: "network",
        message: "these are other networks than those for faces")
    }
    (self.detector, self.mesh) = (detector, mesh)
  }

  /// A face as it was seen.
  package struct Face {
    /// Points of it; nil where none could be laid over it.
    package var mesh: FaceMesh?
    /// From forehead to chin, in pixels.
    package var height: Double
    /// Degrees to a side.
    package var yaw: Double
    /// Where it was found; nil where nobody needs to know.
    var square: ColourPicture.Square?

    /// Whether another one is the same, found again in a square that overlaps.
    func isSame(as other: Face) -> Bool {
      guard let square, let place = other.square else { return false }
      let reach = max(square.side, place.side) / 3
      return abs(square.x - place.x) < reach && abs(square.y - place.y) < reach
    }
  }

  /// The faces of a picture, the largest first.
  ///
  /// The detector sees a picture of 128 x 128. Where it finds nothing in all of it, squares of it are looked at, and then
  /// squares of half their side: so faces are found from about a fifteenth of the height on.
  package func faces(in picture: ColourPicture) throws(MediaError) -> [Face] {
    for (index, squares) in Self.squares(of: picture).enumerated() {
      var found: [Face] = []
      for square in squares {
        found += try faces(in: picture, square, least: index == 0 ? Bar.whole : Bar.part, isPart: index > 0)
      }
      if !found.isEmpty { return Self.distinct(found) }
    }
    return []
  }

  /// Each face once, the largest first.
  static func distinct(_ faces: [Face]) -> [Face] {
    faces.sorted { $0.height > $1.height }.reduce(into: []) { kept, face in
      if !kept.contains(where: { $0.isSame(as: face) }) { kept.append(face) }
    }
  }

  /// From what score on a box is a face: by itself, and where the mesh agrees.
  private enum Bar {
    static let (sure, whole, part) = (0.85, 0.5, 0.6)
    /// The mesh's own.
    static let mesh = 0.5
  }

  /// Faces of one picture that get a mesh: more do not change what is said.
  private static let most = 4

  private func faces(in picture: ColourPicture, _ square: ColourPicture.Square, least: Double, isPart: Bool)
    throws(MediaError) -> [Face]
  {
    let input = picture.sampled(
      square, side: FaceDetections.side, range: FaceDetections.range, beyond: .black)
    let boxes = FaceDetections.boxes(in: try detector.run(input), least: least)
    var faces: [Face] = []
    for box in boxes.sorted(by: { $0.height > $1.height }).prefix(Self.most) {
      let place = Self.square(around: box, in: square)
      let found = try mesh(in: picture, place)
      if let found, found.certainty >= Bar.mesh {
        faces.append(Face(mesh: found, height: found.height, yaw: found.yaw, square: place))
      } else if box.score >= Bar.sure, !isPart {
        faces.append(
          Face(mesh: nil, height: box.height * square.side, yaw: Self.yaw(of: box), square: place))
      }
    }
    return faces
  }

  /// The points of a face that lies in a square.
  package func mesh(in picture: ColourPicture, _ square: ColourPicture.Square) throws(MediaError) -> FaceMesh?
  {
    let input = picture.sampled(square, side: FaceMesh.side, range: FaceMesh.range, beyond: .edge)
    return FaceMesh(try mesh.run(input), in: square)
  }

  /// What is looked at: all of the picture, squares as high as it is, squares of half that side.
  static func squares(of picture: ColourPicture) -> [[ColourPicture.Square]] {
    let (width, height) = (Double(picture.width), Double(picture.height))
    let (long, short) = (max(width, height), min(width, height))
    func rows(_ side: Double) -> [ColourPicture.Square] {
      let (xs, ys) = (middles(of: width, side), middles(of: height, side))
      return ys.flatMap { y in xs.map { ColourPicture.Square(x: $0, y: y, side: side) } }
    }
    let whole = [ColourPicture.Square(x: width / 2, y: height / 2, side: long)]
    return [whole, long > short * 1.1 ? rows(short) : [], rows(short / 2)].filter { !$0.isEmpty }
  }

  /// Middles of pieces of a length that overlap by a quarter at least.
  private static func middles(of length: Double, _ side: Double) -> [Double] {
    guard length > side * 1.02 else { return [length / 2] }
    let count = Int(((length - side) / (side * 0.75)).rounded(.up)) + 1
    return (0..<count).map { side / 2 + (length - side) * Double($0) / Double(count - 1) }
  }

  /// Half as large again as a box, and turned as its eyes are.
  private static func square(around box: FaceDetections.Box, in square: ColourPicture.Square)
    -> ColourPicture.Square
  {
    let middle = square.place(box.x, box.y)
    let (right, left) = (box.points[0], box.points[1])
    return ColourPicture.Square(
      x: middle.x, y: middle.y, side: 1.5 * max(box.width, box.height) * square.side,
      turn: atan2(left.y - right.y, left.x - right.x))
  }

  /// Where the nose lies between the ears.
  private static func yaw(of box: FaceDetections.Box) -> Double {
    let (nose, right, left) = (box.points[2], box.points[4], box.points[5])
    guard abs(left.x - right.x) > 1e-6 else { return 90 }
    let share = (nose.x - right.x) / (left.x - right.x)
    return asin(max(-1, min(1, 2 * share - 1))) * 180 / .pi
  }
}
