import LipSyncBase
import Testing

@testable import LipSyncMedia

@Suite("Faces are found in pictures")
struct FaceFinderTests {
  /// A network whose answer a test gives.
  final class Fake: NeuralNetwork {
    let inputCount: Int
    let outputCounts: [Int]
    private(set) var runs = 0
    private let answer: (_ run: Int, _ numbers: [Float]) -> [[Float]]

    init(_ inputCount: Int, _ outputCounts: [Int], answer: @escaping (Int, [Float]) -> [[Float]]) {
      (self.inputCount, self.outputCounts, self.answer) = (inputCount, outputCounts, answer)
    }

    func run(_ numbers: [Float]) throws(MediaError) -> [[Float]] {
      runs += 1
      return answer(runs, numbers)
    }
  }

  /// The detector's numbers with a box at some of its anchors, of a side in samples.
  static func boxes(_ places: [(anchor: Int, score: Float, side: Float)]) -> [[Float]] {
    var (numbers, scores) = ([Float](repeating: 0, count: 896 * 16), [Float](repeating: -10, count: 896))
    for place in places {
      scores[place.anchor] = place.score
      numbers[16 * place.anchor + 2] = place.side
      numbers[16 * place.anchor + 3] = place.side
      // Eyes, nose and ears in a row.
      for (point, x) in [-10, 10, 0, 0, -20, 20].enumerated() {
        numbers[16 * place.anchor + 4 + 2 * point] = Float(x)
      }
    }
    return [numbers, scores]
  }

  /// The mesh's numbers: a face of so many samples from forehead to chin, turned by degrees.
  static func mesh(height: Double = 100, yaw: Double = 0, flag: Float = 10) -> [[Float]] {
    var numbers = [Float](repeating: 96, count: 3 * 468)
    func put(_ point: FaceMesh.Point, _ x: Double, _ y: Double, _ z: Double = 0) {
      numbers[3 * point.rawValue] = Float(x)
      numbers[3 * point.rawValue + 1] = Float(y)
      numbers[3 * point.rawValue + 2] = Float(z)
    }
    put(.forehead, 96, 96 - height / 2)
    put(.chin, 96, 96 + height / 2)
    let turn = yaw * .pi / 180
    put(.rightEdge, 96 - 40 * cosine(turn), 96, -40 * sine(turn))
    put(.leftEdge, 96 + 40 * cosine(turn), 96, 40 * sine(turn))
    return [numbers, [flag]]
  }
  private static func sine(_ x: Double) -> Double { x - x * x * x / 6 + x * x * x * x * x / 120 }
  private static func cosine(_ x: Double) -> Double { sine(.pi / 2 - x) }

  static func finder(
    _ boxes: @escaping (Int) -> [[Float]], mesh: @escaping () -> [[Float]] = { mesh() }
  ) throws -> (FaceFinder, Fake) {
    let detector = Fake(3 * 128 * 128, [14336, 896]) { run, _ in boxes(run) }
    let points = Fake(3 * 192 * 192, [1404, 1]) { _, _ in mesh() }
    return (try FaceFinder(detector: detector, mesh: points), detector)
  }

  static func picture(_ width: Int, _ height: Int) throws -> ColourPicture {
    try #require(
      ColourPicture(
        width: width, height: height, pixels: [UInt8](repeating: 90, count: 3 * width * height)))
  }

  @Test("A face has its height and its turn from the mesh, and boxes of one face are one")
  func found() throws {
    let places: [(anchor: Int, score: Float, side: Float)] = [(544, 3, 64), (546, 2, 64), (0, -1, 64)]
    let (finder, detector) = try Self.finder({ _ in Self.boxes(places) }, mesh: { Self.mesh(yaw: 30) })
    let faces = try finder.faces(in: try Self.picture(256, 256))
    #expect(faces.count == 1 && detector.runs == 1)
    // The square is half as large again as the box: 192 pixels, so 192 samples are as many pixels.
    #expect(abs(faces[0].height - 100) < 1.5 && abs(faces[0].yaw - 30) < 0.5)
  }

  @Test("What the mesh sees no face in is one only where the detector is sure")
  func doubted() throws {
    for (score, count) in [(1.0, 0), (3.0, 1)] as [(Float, Int)] {
      let (finder, _) = try Self.finder(
        { $0 == 1 ? Self.boxes([(544, score, 64)]) : Self.boxes([]) }, mesh: { Self.mesh(flag: -5) })
      #expect(try finder.faces(in: try Self.picture(256, 256)).count == count)
    }
  }

  @Test("Where all of a picture shows none, squares of it are looked at, and then smaller ones")
  func pieces() throws {
    let (finder, detector) = try Self.finder({ $0 == 3 ? Self.boxes([(544, 3, 32)]) : Self.boxes([]) })
    let faces = try finder.faces(in: try Self.picture(640, 360))
    #expect(faces.count == 1 && detector.runs > 3)
    let (none, other) = try Self.finder { _ in Self.boxes([]) }
    #expect(try none.faces(in: try Self.picture(640, 360)).isEmpty)
    let squares = FaceFinder.squares(of: try Self.picture(640, 360))
    #expect(squares.count == 3 && other.runs == squares.joined().count)
    // Nothing is left out, and nothing lies outside.
    for row in squares.dropFirst() {
      let ends = row.map { ($0.x - $0.side / 2, $0.x + $0.side / 2) }
      #expect(ends.map(\.0).min() == 0 && ends.map(\.1).max() == 640)
    }
    #expect(FaceFinder.squares(of: try Self.picture(200, 200)).count == 2)
  }

  @Test("A face that lies in two of the squares is one, another beside it is another")
  func distinct() {
    func face(_ x: Double, _ height: Double) -> FaceFinder.Face {
      .init(mesh: nil, height: height, yaw: 0, square: .init(x: x, y: 50, side: 1.5 * height))
    }
    let faces = FaceFinder.distinct([face(100, 40), face(103, 42), face(160, 41)])
    #expect(faces.map(\.height) == [42, 41])
  }

  @Test("Networks of another shape are refused")
  func shapes() throws {
    let wrong = Fake(5, [896, 14336]) { _, _ in [] }
    #expect(throws: MediaError.self) { try FaceFinder(detector: wrong, mesh: wrong) }
  }

  @Test("Samples lie where the picture shows them, black beyond it, turned as asked")
  func samples() throws {
    // Red grows to the right, green downwards.
    var pixels: [UInt8] = []
    for row in 0..<64 { for column in 0..<64 { pixels += [UInt8(4 * column), UInt8(4 * row), 0] } }
    let picture = try #require(ColourPicture(width: 64, height: 64, pixels: pixels))
    let square = ColourPicture.Square(x: 32, y: 32, side: 64)
    let upright = picture.sampled(square, side: 64, range: 0...255, beyond: .black)
    let place = 3 * (10 * 64 + 50)
    let (red, green) = (upright[place], upright[place + 1])
    #expect(abs(red - 200) < 0.5)
    #expect(abs(green - 40) < 0.5)
    // Turned a quarter clockwise, a step to the right goes down in the picture.
    let onSide = ColourPicture.Square(x: 32, y: 32, side: 64, turn: .pi / 2)
    let turned = picture.sampled(onSide, side: 64, range: 0...255, beyond: .black)
    let down = turned[place + 1]
    #expect(abs(down - 200) < 0.5)
    let wide = picture.sampled(
      ColourPicture.Square(x: 32, y: 32, side: 128), side: 64, range: -1...1, beyond: .black)
    let middle = wide[3 * (32 * 64 + 32)]
    #expect(wide[0] == -1)
    #expect(abs(middle) < 0.1)
    #expect(ColourPicture(width: 2, height: 2, pixels: [1]) == nil)
  }

  private func face(_ height: Double, yaw: Double = 0) -> FaceFinder.Face {
    FaceFinder.Face(mesh: nil, height: height, yaw: yaw)
  }

  @Test("What was seen is added up: shares, medians, and the longest part without a face")
  func watch() {
    var watch = FaceWatch()
    let seen: [[FaceFinder.Face]] = [
      [face(100, yaw: -50)], [], [], [face(120), face(70)], [face(80, yaw: 10), face(20)], [],
    ]
    for (index, faces) in seen.enumerated() {
      let time = MediaTime(Int64(index), 2)
      #expect(watch.wants(time) && !watch.wants(time - MediaTime(1, 25)))
      watch.add(faces, at: time, of: 400)
    }
    let facts = watch.facts(end: MediaTime(3))
    #expect(facts.pictures == 6 && facts.withFace == 3 && facts.isWhole && facts.share == 0.5)
    #expect(facts.height == 0.25 && facts.yaw == 10 && facts.most == 2 && facts.several == 1)
    #expect(facts.longestWithout == .init(start: MediaTime(1, 2), end: MediaTime(3, 2)))
    let some = watch.facts(end: nil)
    #expect(some.longestWithout == nil && !some.isWhole)
    #expect(FaceWatch().facts(end: .zero).share == nil)
  }

  @Test("Networks are taken by their digests alone, wherever they are looked for")
  func digests() {
    #expect(FaceNetworks([.detector: [1], .mesh: [2]]) == nil && FaceNetworks([:]) == nil)
    #expect(FaceNetworks.search("/nowhere/at/all").isEmpty && FaceNetworks.read(from: "/nowhere") == nil)
    #expect(FaceNetworks.folder(dataHome: "/d", home: "/h") == "/d/lipflight/faces")
    #expect(FaceNetworks.folder(dataHome: "d", home: "/h") == "/h/.local/share/lipflight/faces")
    #expect(FaceNetworks.folder(dataHome: nil, home: nil) == nil)
  }

  @Test("Without an engine or without networks it is said which is missing")
  func kit() {
    #expect(FaceKit().finder().absence == .noEngine)
    let engine = FaceFinder.Engine(prepare: { true }, network: { _ in Fake(1, []) { _, _ in [] } })
    #expect(FaceKit(engine: engine).finder().absence == .noNetworks)
    let networks = FaceNetworks(unchecked: [.detector: [], .mesh: []])
    #expect(FaceKit(engine: engine, networks: networks).finder().absence == .failed)
  }
}
