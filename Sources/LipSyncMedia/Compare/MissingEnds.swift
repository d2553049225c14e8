/// How much of a track's beginning and end another one lacks.
enum MissingEnds {
  /// What lies outside, or is silent there, counts as missing, in envelope values. Silence that is cut off is not
  /// missed.
  static func find(_ wanted: LoudnessChanges, _ found: LoudnessChanges, lag: Double) -> (head: Int, tail: Int)
  {
    guard let audible = wanted.audible else { return (0, 0) }
    let shift = Int(lag.rounded())
    let isKept = { (index: Int) -> Bool in
      let there = index + shift
      guard found.isAudible.indices.contains(there) else { return false }
      // A neighbour will do: envelopes of two encodings do not switch at the same value.
      return found.isAudible[max(0, there - 4)..<min(found.isAudible.count, there + 5)].contains(true)
    }
    let first = audible.first { wanted.isAudible[$0] && isKept($0) }
    let last = audible.last { wanted.isAudible[$0] && isKept($0) }
    guard let first, let last else { return (audible.count, audible.count) }
    // A pause beside the cut is not missed either: counted is from the first thing that could be heard behind it.
    let before = audible.prefix(while: { $0 < first }).last { wanted.isAudible[$0] }
    let after = audible.first { $0 > last && wanted.isAudible[$0] }
    return (
      before.map { $0 + 1 - audible.lowerBound } ?? 0, after.map { audible.upperBound - $0 } ?? 0
    )
  }
}
