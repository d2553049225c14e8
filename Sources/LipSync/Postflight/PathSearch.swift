/// The cheapest path through the frames of a source: one place for each frame of a result.
///
/// A state is a source frame and a direction (forward, standing, backward). Pictures cost by how much more unlike
/// they are than the most alike one, in `noise`: what is drawn over all of them counts for nothing. A turn has to
/// be worth several such units, a jump twice that.
struct PathSearch {
  /// Where one result frame was taken from.
  struct Place: Equatable {
    /// Index of the source frame.
    var frame: Int
    /// 1 forward, 0 standing, -1 backward.
    var direction: Int
    /// Whether the picture went on as before: same direction, no jump.
    var follows: Bool
  }

  private static let directions = [1, 0, -1]
  /// The unit of dissimilarity, mean square of luma: what encoding alone makes of a picture.
  private static let noise = 0.5
  /// For each frame's length by which a step is outside of what the frames' showing times allow.
  private static let slip: Float = 0.5
  /// For each frame's length by which a step differs from the even one.
  private static let unevenness: Float = 0.15
  /// For a turn at either end of the source, where playback types turn, and elsewhere.
  private static let turnAtEnd: Float = 3
  private static let turn: Float = 6
  /// For stopping or starting again, and for each frame of standing: moving evenly costs nothing.
  private static let stop: Float = 3
  private static let standing: Float = 0.05
  /// For a restart at the first frame, and for a jump to anywhere.
  private static let restart: Float = 5
  private static let jump: Float = 12
  /// An unlike picture costs no more than this, so that a blemish does not bend the path.
  private static let ceiling: Float = 40

  private let sources: Int
  /// When each source frame starts to be shown, in mean frame lengths, and at the end when the last one stops.
  private let times: [Double]
  private let frameLength: Double
  private var best: [Float] = []
  private var origins: [[Int32]] = []

  /// A search through frames shown from these moments on, in seconds, rising.
  init(times seconds: [Double]) {
    sources = seconds.count
    let span = (seconds.last ?? 0) - (seconds.first ?? 0)
    let length = sources > 1 && span > 0 ? span / Double(sources - 1) : 1
    frameLength = length
    times = seconds.map { $0 / length } + [(seconds.last ?? 0) / length + 1]
  }

  /// Adds the next result frame.
  /// - Parameters:
  ///   - costs: its dissimilarity to each source frame, mean square of luma.
  ///   - elapsed: seconds since the result frame before.
  mutating func advance(costs: [Double], elapsed: Double) {
    let least = costs.min() ?? 0
    let emissions = costs.map { min(Float(($0 - least) / Self.noise), Self.ceiling) }
    guard !best.isEmpty else {
      best = Self.directions.flatMap { direction in
        // Standing at first is possible, but playing is expected.
        emissions.map { $0 + (direction == 1 ? 0 : Self.stop) }
      }
      origins.append([])
      return
    }
    let cheapest = best.indices.min { best[$0] < best[$1] } ?? 0
    let step = elapsed / frameLength
    var next = [Float](repeating: 0, count: best.count)
    var origin = [Int32](repeating: 0, count: best.count)
    for (row, direction) in Self.directions.enumerated() {
      for frame in 0..<sources {
        var candidate = (cost: best[cheapest] + (frame == 0 ? Self.restart : Self.jump), from: cheapest)
        offer(to: frame, direction: direction, step: step, &candidate)
        next[row * sources + frame] = candidate.cost + emissions[frame]
        origin[row * sources + frame] = Int32(candidate.from)
      }
    }
    best = next
    origins.append(origin)
  }

  /// Every way to arrive at `frame` in `direction` other than by a jump.
  private func offer(
    to frame: Int, direction: Int, step: Double, _ candidate: inout (cost: Float, from: Int)
  ) {
    func consider(_ from: Int, _ fromDirection: Int, _ cost: Float) {
      let state = (1 - fromDirection) * sources + from
      if best[state] + cost < candidate.cost { candidate = (best[state] + cost, state) }
    }
    if direction == 0 {
      for before in Self.directions { consider(frame, before, before == 0 ? Self.standing : Self.stop) }
      return
    }
    let reach = Int(step.rounded(.up)) + 2
    var from = frame
    while (0..<sources).contains(from), (times[frame] - times[from]).magnitude <= step + 2 {
      let cost = dissimilarity(from: min(from, frame), to: max(from, frame), step: step)
      let nearEnd = from < reach || from >= sources - reach
      consider(from, direction, cost)
      consider(from, 0, Self.stop + cost)
      consider(from, -direction, (nearEnd ? Self.turnAtEnd : Self.turn) + cost)
      from -= direction
    }
  }

  /// What it costs that `step` mean frame lengths lead from one frame to another.
  ///
  /// Any moment of the first frame's showing may have led to any of the second's: within that a step is only more
  /// or less even, outside of it the picture has slipped. Frames of varying length need this.
  private func dissimilarity(from: Int, to: Int, step: Double) -> Float {
    let outside = max(0, times[to] - times[from + 1] - step, step - (times[to + 1] - times[from]))
    let uneven = (times[to] - times[from] - step).magnitude
    return Self.slip * Float(outside) + Self.unevenness * Float(uneven)
  }

  /// The path, one place for each call of `advance`.
  func path() -> [Place] {
    guard var state = best.indices.min(by: { best[$0] < best[$1] }) else { return [] }
    var states = [state]
    for origin in origins.dropFirst().reversed() {
      state = Int(origin[state])
      states.append(state)
    }
    states.reverse()
    var places: [Place] = []
    for state in states {
      var place = Place(frame: state % sources, direction: 1 - state / sources, follows: true)
      if let before = places.last {
        let moved = (place.frame - before.frame) * before.direction
        place.follows = place.direction == before.direction && (-1...64).contains(moved)
      }
      places.append(place)
    }
    return places
  }
}
