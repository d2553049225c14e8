internal import LipSyncMediaReading

/// The constant rate at which a source's pictures are shown again. Pure arithmetic.
enum OutputRate {
  private static let standards = CommonRates.frames
  private static let fallback = MediaTime(1, 25)

  /// The length of one picture.
  ///
  /// Where the pictures follow each other evenly it is exactly the source's, also where the container rounds
  /// times to its ticks. Else it is that of the usual distance between two pictures. Between 1/240 and 1/5 s:
  /// a slide show gets 25 pictures a second, so that the sound does not end in the middle of a picture.
  ///
  /// - Parameters:
  ///   - starts: the pictures' starts in ticks, in order.
  ///   - tick: the length of a tick.
  ///   - stated: what the container says, best first.
  static func choose(starts: [Int64], tick: MediaTime, stated: [MediaTime]) -> MediaTime {
    let usable = stated.filter(isUsable)
    guard let first = starts.first, starts.count > 2 else { return usable.first ?? fallback }
    // Containers round to their tick; those that count in milliseconds cut off as well as round.
    let tolerance = tick + MediaTime(1, 100_000)
    var best: (duration: MediaTime, deviation: MediaTime)?
    for candidate in usable + standards {
      let limit = best?.deviation ?? tolerance
      guard let deviation = deviation(starts, first, tick, candidate, limit: limit) else { continue }
      if best.map({ deviation < $0.deviation }) ?? true { best = (candidate, deviation) }
    }
    if let best { return best.duration }
    let gaps = zip(starts.dropFirst(), starts).map { $0 - $1 }.sorted()
    // The mean of those around the median: one alone is off by the container's rounding.
    let median = gaps[gaps.count / 2]
    let common = gaps.filter { ($0 - median).magnitude * 4 <= median.magnitude }
    let sum = tick * common.reduce(0, +)
    let usual = MediaTime(sum.numerator, sum.denominator * Int64(max(1, common.count)))
    let near = (usable + standards).min { (usual - $0).magnitude < (usual - $1).magnitude }
    if let near, (usual - near).magnitude * 20 < near { return near }
    return isUsable(usual) ? usual : fallback
  }

  /// The largest distance between a picture's start and where an even row would have it; nil above `limit`.
  private static func deviation(
    _ starts: [Int64], _ first: Int64, _ tick: MediaTime, _ duration: MediaTime, limit: MediaTime
  ) -> MediaTime? {
    var largest = MediaTime.zero
    for (index, start) in starts.enumerated() {
      let deviation = (tick * (start - first) - duration * Int64(index)).magnitude
      if deviation > limit { return nil }
      largest = max(largest, deviation)
    }
    return largest
  }

  private static func isUsable(_ duration: MediaTime) -> Bool {
    duration >= MediaTime(1, 240) && duration <= MediaTime(1, 5)
  }
}
