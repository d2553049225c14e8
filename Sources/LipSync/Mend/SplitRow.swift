/// A row of the manifest of a split: a job of a batch, with what it takes to join its result with the others.
package struct SplitRow: Sendable, Equatable {
  package var id: String
  package var video: String
  package var audio: String
  /// From 1, and of how many.
  package var part: Int
  package var parts: Int
  /// Its samples of one channel, by their numbers in the whole.
  package var samples: Range<Int64>
  /// Samples a second.
  package var rate: Int
  /// The whole sound; nil where it was fetched from a URL.
  package var original: String?

  package init(
    id: String, video: String, audio: String, part: Int, parts: Int, samples: Range<Int64>, rate: Int,
    original: String?
  ) {
    (self.id, self.video, self.audio, self.part, self.parts) = (id, video, audio, part, parts)
    (self.samples, self.rate, self.original) = (samples, rate, original)
  }

  /// The row, which the batch commands take.
  package var json: JSON {
    .object([
      ("id", .string(id)), ("video", .string(video)), ("audio", .string(audio)),
      // Its video is as long as its sound: nothing is left to what the documentation leaves open.
      ("playback_type", .string(PlaybackType.normal.rawValue)), ("part", .int(part)), ("parts", .int(parts)),
      ("first_sample", .int(samples.lowerBound)), ("samples", .int(samples.count)),
      ("sample_rate", .int(rate)),
      ("original", .optional(original)),
    ])
  }

  /// Reads a row; nil for one that no split has written.
  package init?(_ row: JobRow) {
    func number(_ name: String) -> Int64? {
      guard let value = row.pair.labels.last(where: { $0.0 == name })?.1 else { return nil }
      return value.intValue ?? value.stringValue.flatMap { Int64($0) }
    }
    guard let part = number("part"), let parts = number("parts"), let first = number("first_sample"),
      let count = number("samples"), let rate = number("sample_rate"), part >= 1, part <= parts,
      parts <= 100_000, first >= 0, count > 0, first < 1 << 50, count < 1 << 50,
      (1...1_000_000).contains(rate)
    else { return nil }
    self.init(
      id: row.id, video: row.pair.video, audio: row.pair.audio, part: Int(part), parts: Int(parts),
      samples: first..<first + count, rate: Int(rate),
      original: row.pair.labels.last { $0.0 == "original" }?.1.stringValue)
  }
}
