internal import LipSyncMediaReading

/// The sound of all pieces, one behind the other, on one clock.
final class SoundSequence {
  let rate: Int
  let channels: Int
  private let pieces: [MediaRecipe.Piece]
  private let origins: [MediaTime?]
  private let deadline: Deadline
  private var place = 0
  private var reader: SoundReader?
  /// Samples given so far.
  private(set) var position: Int64 = 0
  private var filledBefore: Int64 = 0

  /// - Parameter origins: what is zero on the clock of each piece; nil for its first sample.
  init(
    _ pieces: [MediaRecipe.Piece], origins: [MediaTime?], rate: Int, channels: Int, deadline: Deadline
  ) throws(MediaError) {
    (self.pieces, self.origins, self.rate, self.channels) = (pieces, origins, rate, channels)
    self.deadline = deadline
    try open()
  }

  /// Silence that was filled in, in samples.
  var filled: Int64 { filledBefore + (reader?.filled ?? 0) }

  private func open() throws(MediaError) {
    filledBefore = filled
    reader =
      place < pieces.count
      ? try SoundReader(
        pieces[place], origin: origins[place], rate: rate, channels: channels, deadline: deadline) : nil
  }

  /// Where the piece ends at which it stands; nil for where its sound ends.
  private var end: Int64? {
    // What follows begins at the sum of lengths, so that no rounding adds up.
    var sum = MediaTime.zero
    for piece in pieces[...place] {
      guard let length = piece.length else { return nil }
      sum = sum + length
    }
    return place == pieces.count - 1 && pieces.count == 1 ? nil : sum.ticks(rate: Int64(rate))
  }

  /// The next samples, interleaved; none at the end.
  func next(_ count: Int) throws(MediaError) -> [Float] {
    while let reader {
      let end = end
      let wanted = end.map { min(Int64(count), $0 - position) } ?? Int64(count)
      var samples = wanted > 0 ? try reader.next(Int(wanted)) : []
      // A piece whose sound is shorter than its pictures is silent until the next one begins.
      if let end, samples.count < Int(max(0, wanted)) * channels {
        let missing = min(end - position, wanted) - Int64(samples.count / channels)
        samples += repeatElement(0, count: Int(missing) * channels)
        filledBefore += missing
      }
      if !samples.isEmpty {
        position += Int64(samples.count / channels)
        return samples
      }
      place += 1
      try open()
    }
    return []
  }
}
