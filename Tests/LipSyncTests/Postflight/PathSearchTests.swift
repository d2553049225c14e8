import Testing

@testable import LipSync

/// Paths through made-up distances: 60 source frames, each unlike the others by how far apart they are.
@Suite struct PathSearchTests {
  private static let sources = 60

  private func path(through moments: [Double], step: Double = 1) -> [PathSearch.Place] {
    var search = PathSearch(times: (0..<Self.sources).map { Double($0) / 25 })
    for moment in moments {
      let costs = (0..<Self.sources).map { min(30, (Double($0) - moment).magnitude * 3) + 1 }
      search.advance(costs: costs, elapsed: step / 25)
    }
    return search.path()
  }

  @Test(arguments: [
    (250, 15_000, 1, 1), (1500, 15_000, 1, 6), (15_000, 15_000, 8, 8), (14_930, 14_900, 8, 8), (20, 30, 1, 1),
  ])
  func longVideosAreThinned(source: Int, result: Int, ofSource: Int, ofResult: Int) {
    let strides = TracePictures.strides(result: result, source: source)
    #expect(strides.source == ofSource && strides.result == ofResult)
  }

  @Test func followsAPlainPass() {
    let places = path(through: (0..<60).map(Double.init))
    #expect(places.map(\.frame) == Array(0..<60))
    #expect(places.allSatisfy { $0.direction == 1 && $0.follows })
  }

  @Test func turnsAtTheEndAndAtTheStart() {
    let pingPong = Array(0..<60) + Array((0..<60).reversed()) + Array(0..<30)
    let places = path(through: pingPong.map(Double.init))
    #expect(places.map(\.frame) == pingPong)
    #expect(
      places.indices.filter { !places[$0].follows }.allSatisfy { [59, 60, 61, 119, 120, 121].contains($0) })
    #expect(places[30].direction == 1 && places[90].direction == -1 && places[140].direction == 1)
  }

  @Test func restartsWhereThePictureDoes() {
    let loop = Array(0..<60) + Array(0..<40)
    let places = path(through: loop.map(Double.init))
    #expect(places.map(\.frame) == loop)
    #expect(places.allSatisfy { $0.direction == 1 })
    #expect(places.indices.filter { !places[$0].follows } == [60])
  }

  @Test func standsWhereThePictureStands() {
    let hold = Array(0..<60) + Array(repeating: 59, count: 40)
    let places = path(through: hold.map(Double.init))
    #expect(places.map(\.frame) == hold)
    #expect(places[80].direction == 0)
  }

  @Test(arguments: [0.5, 0.8, 1.25, 2.0]) func keepsToAnotherFrameRate(step: Double) {
    let moments = (0..<Int(50 / step)).map { Double($0) * step }
    let places = path(through: moments, step: step)
    for (place, moment) in zip(places, moments) {
      #expect((Double(place.frame) - moment).magnitude <= 1, "at \(moment)")
    }
    #expect(places.allSatisfy { $0.direction == 1 })
  }

  @Test func aStillPassageDoesNotBendThePath() {
    // Frames 20 to 40 all look the same: only the even speed tells them apart.
    var search = PathSearch(times: (0..<Self.sources).map { Double($0) / 25 })
    for moment in 0..<60 {
      search.advance(
        costs: (0..<Self.sources).map { frame in
          let both = (20...40).contains(moment) && (20...40).contains(frame)
          return both ? 1 : min(30, Double(abs(frame - moment)) * 3) + 1
        }, elapsed: 0.04)
    }
    #expect(search.path().map(\.frame) == Array(0..<60))
  }

  @Test func followsFramesOfVaryingLength() {
    // Every third frame is shown for twice as long; the result runs at a constant rate.
    let times = (0..<Self.sources).map { Double($0 + $0 / 3) / 30 }
    let shown = (0..<78).map { tick in times.lastIndex { $0 <= Double(tick) / 30 + 1e-9 } ?? 0 }
    let there = shown + shown.reversed()
    var search = PathSearch(times: times)
    for moment in there {
      let costs = (0..<Self.sources).map { min(30, Double(abs($0 - moment)) * 3) + 1 }
      search.advance(costs: costs, elapsed: 1.0 / 30)
    }
    let places = search.path()
    #expect(places.map(\.frame) == there)
    #expect(places[40].direction == 1 && places[120].direction == -1)
    #expect(places.indices.filter { !places[$0].follows }.count == 1)
  }

  @Test func noFramesGiveNoPath() {
    #expect(PathSearch(times: [0, 1, 2]).path().isEmpty)
  }
}
