/// Silences in a track that another one does not have.
enum Dropouts {
  /// Encoders and gates swallow what is this quiet, in decibels below the loud parts; louder is missed.
  private static let loud: Float = -28
  /// What is this quiet is silent.
  private static let silent: Float = -42
  /// The least length, in envelope values: pauses of speech are cut as short by compressors.
  private static let shortest = AudioEnvelope.rate / 4
  /// The least of a silence that has to be loud in the other track.
  private static let leastShare = 0.5

  /// The silences between the first and the last value that both tracks have, each cut to what is heard of the other
  /// track in it.
  static func find(_ wanted: LoudnessChanges, _ found: LoudnessChanges, lag: Double) -> [AudioMatch.Dropout] {
    let shift = Int(lag.rounded())
    let both = wanted.depths.indices.filter {
      found.depths.indices.contains($0 + shift) && wanted.isAudible[$0] && found.isAudible[$0 + shift]
    }
    guard let first = both.first, let last = both.last else { return [] }
    var dropouts: [AudioMatch.Dropout] = []
    var index = first
    while index <= last {
      guard found.depths[index + shift] < silent else {
        index += 1
        continue
      }
      let start = index
      while index <= last, found.depths[index + shift] < silent { index += 1 }
      if let missed = missed(of: wanted, in: start..<index) {
        dropouts.append(
          AudioMatch.Dropout(
            start: MediaTime(Int64(missed.lowerBound + shift), Int64(AudioEnvelope.rate)),
            duration: MediaTime(Int64(missed.count), Int64(AudioEnvelope.rate))))
      }
    }
    return dropouts
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
