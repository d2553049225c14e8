/// Silences in a track that another one does not have.
enum Dropouts {
  /// Encoders and gates swallow what is this quiet, in decibels below the loud parts; louder is missed.
  private static let loud: Float = -28
  /// What is this quiet is silent.
  private static let silent: Float = -42
  /// The least length, in envelope values: pauses of speech are cut as short by compressors.
  private static let shortest = AudioEnvelope.rate / 4
  /// The same of a silence in the middle of what is loud: 60 ms, which encoding leaves of a tenth of a second.
  private static let shortestWhereLoud = AudioEnvelope.rate * 3 / 50
  /// Of that, what was sent is louder than this, in decibels below the loud parts.
  private static let veryLoud: Float = -20
  /// The least of a silence that has to be loud in the other track.
  private static let leastShare = 0.5

  /// The silences between the first and the last value that both tracks have, each cut to what is heard of the other
  /// track in it.
  static func find(_ wanted: LoudnessChanges, _ found: LoudnessChanges, lag: (Int) -> Double)
    -> [AudioMatch.Dropout]
  {
    let shifts = wanted.depths.indices.map { Int(lag($0).rounded()) }
    let both = wanted.depths.indices.filter {
      found.depths.indices.contains($0 + shifts[$0]) && wanted.isAudible[$0]
        && found.isAudible[$0 + shifts[$0]]
    }
    guard let first = both.first, let last = both.last else { return [] }
    /// Runs of values that are silent in the result. If it jumps, places of it are passed over or meant twice.
    func silences(_ depths: [Float]) -> [Range<Int>] {
      var (runs, start): ([Range<Int>], Int?) = ([], nil)
      for index in first...last + 1 {
        let there = index <= last ? index + shifts[index] : -1
        let isSilent = depths.indices.contains(there) && depths[there] < silent
        if isSilent, start == nil { start = index }
        guard !isSilent, let began = start else { continue }
        runs.append(began..<index)
        start = nil
      }
      return runs
    }
    let long = silences(found.depths).compactMap { missed(of: wanted, in: $0) }
    let short = silences(found.fineDepths).filter { silence in
      isLoud(wanted, silence) && !long.contains { $0.overlaps(silence) }
    }
    return (long + short).sorted { $0.lowerBound < $1.lowerBound }.map { missed in
      AudioMatch.Dropout(
        start: MediaTime(Int64(missed.lowerBound + shifts[missed.lowerBound]), Int64(AudioEnvelope.rate)),
        duration: MediaTime(Int64(missed.count), Int64(AudioEnvelope.rate)))
    }
  }

  /// Whether a silence lies in the middle of what is loud.
  private static func isLoud(_ wanted: LoudnessChanges, _ silence: Range<Int>) -> Bool {
    silence.count >= shortestWhereLoud && silence.allSatisfy { wanted.depths[$0] > veryLoud }
  }

  private static func missed(of wanted: LoudnessChanges, in silence: Range<Int>) -> Range<Int>? {
    let heard = silence.filter { wanted.depths[$0] > loud }
    // Both loudnesses are taken over 50 ms: a silence looks that much shorter than it is.
    guard let first = heard.first, let last = heard.last, last - first + 10 >= shortest,
      Double(heard.count) >= leastShare * Double(last - first + 1)
    else { return nil }
    return max(0, first - 5)..<last + 6
  }
}
