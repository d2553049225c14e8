internal import LipSyncMedia

/// What a trace that follows no schedule does, in words: nothing is said that it does not show.
enum PlaybackCourse {
  /// Source moments that lie this close are one picture.
  private static let onePicture = MediaTime(1, 5)
  /// A step of the source by so much more than the result's is a jump.
  private static let jump = 0.4
  /// Speeds that differ by less are the same.
  private static let evenSpeed = 0.02
  private static let speeds = 0.25...4.0
  /// The least share of all pictures by which a speed is told.
  private static let leastShare = 0.5
  /// Jumps and turns that are told.
  private static let most = 4

  /// What the picture does, as the end of a sentence that begins with "it".
  static func words(_ trace: PlaybackTrace) -> String {
    let moments = trace.moments
    guard let first = moments.first, let last = moments.last else {
      return "shows nothing that can be followed"
    }
    let sources = moments.map(\.source)
    if let least = sources.min(), let most = sources.max(), most - least <= onePicture,
      last.result - first.result > onePicture
    {
      return "shows one picture all the time, the video's at \(figure(least.seconds)) s"
    }
    let jumps = jumps(moments)
    var parts: [String] = []
    if let speed = speed(moments, jumps), abs(speed - 1) > evenSpeed {
      parts.append("runs \(figure(speed)) times as fast as the video")
    }
    if !jumps.isEmpty {
      let words = jumps.prefix(most).map { index in
        "at \(figure(moments[index].result.seconds)) s from \(figure(moments[index - 1].source.seconds)) s of the video to "
          + "\(figure(moments[index].source.seconds)) s"
      }
      let more = jumps.count > most ? " and \(jumps.count - most) times more" : ""
      parts.append("jumps " + words.joined(separator: ", ") + more)
    }
    if !trace.reversals.isEmpty {
      let more = trace.reversals.count > most ? " and \(trace.reversals.count - most) times more" : ""
      let turns = trace.reversals.prefix(most).map { figure($0.seconds) + " s" }.joined(separator: ", ")
      parts.append("changes direction at " + turns + more)
    }
    if parts.isEmpty {
      parts.append(
        "goes from \(figure(first.source.seconds)) s of the video to \(figure(last.source.seconds)) s in "
          + "\(figure((last.result - first.result).seconds)) s")
    }
    return parts.joined(separator: ", and ")
  }

  /// Moments whose source is far from that of the moment before.
  private static func jumps(_ moments: [PlaybackTrace.Corner]) -> [Int] {
    moments.indices.dropFirst().filter { index in
      let (now, before) = (moments[index], moments[index - 1])
      let step = (now.source - before.source).magnitude.seconds
      return step - (now.result - before.result).seconds > jump
    }
  }

  /// How fast most of the result runs; nil if no such part is even.
  private static func speed(_ moments: [PlaybackTrace.Corner], _ jumps: [Int]) -> Double? {
    var slopes: [Double] = []
    let step = max(1, moments.count / 12)
    for index in stride(from: step, to: moments.count, by: step / 2 + 1)
    where !jumps.contains(where: { (index - step + 1...index).contains($0) }) {
      let (now, before) = (moments[index], moments[index - step])
      let time = (now.result - before.result).seconds
      if time > 0 { slopes.append((now.source - before.source).seconds / time) }
    }
    guard slopes.count >= 4 else { return nil }
    let middle = slopes.map(\.magnitude).sorted()[slopes.count / 2]
    let even = slopes.count { abs($0.magnitude - middle) < max(0.05, middle * 0.05) }
    let isEven = Double(even) >= leastShare * Double(slopes.count)
    return isEven && speeds.contains(middle) ? middle : nil
  }
}
