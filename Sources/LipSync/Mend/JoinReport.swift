package import LipSyncMedia

/// What became of results that were to be joined.
package struct JoinReport: Sendable {
  /// How far it went.
  package enum State: String, Sendable, CaseIterable {
    /// They would be joined.
    case planned
    /// They are joined, and the new file has passed its check.
    case joined
    /// They cannot be joined, or the new file did not pass its check and was removed.
    case failed
  }

  /// A part's result.
  package struct Part: Sendable {
    package var row: SplitRow
    /// The result's path; nil where there is none.
    package var path: String?
    package var media: MediaInfo?
    package var match: AudioMatch?
    /// Pictures that are used of it; nil where it cannot be joined.
    package var pictures: Int64?
    /// What it has more than those.
    package var surplus: Int64?
  }

  /// Where the new file's sound is from.
  package enum Sound: String, Sendable, CaseIterable {
    /// The whole sound that was split.
    case original
    /// The parts' sounds, one behind the other.
    case parts
  }

  package var state = State.failed
  package var parts: [Part] = []
  package var faults: [JoinPlan.Fault] = []
  package var sound: Sound?
  /// The new file; nil if there is none.
  package var output: String?
  package var made: MediaMade?
  package var media: MediaInfo?
  /// How long a picture lasts.
  package var frame: MediaTime?
  /// The mean and the largest distance of a picture of the new file from the one of its result that belongs there, rms of luma.
  package var distance: (mean: Double, most: Double)?
  /// How the new file's sound relates to the whole that was split.
  package var match: AudioMatch?

  package init() {}
}

extension JoinReport {
  /// The document.
  package var json: JSON {
    let pictures = parts.compactMap(\.pictures)
    return .object([
      ("state", .string(state.rawValue)), ("output", .optional(output)),
      ("parts", .array(parts.map(\.json))),
      (
        "faults",
        .array(faults.map { .object([("part", .optional($0.part)), ("message", .string($0.message))]) })
      ),
      ("frames", pictures.isEmpty ? .null : .int(pictures.reduce(0, +))),
      ("frame_rate", frame.map { .double(1 / $0.seconds) } ?? .null),
      ("pictures_copied", made.map { .bool($0.frames == nil) } ?? .null),
      ("picture_distance", distance.map { .double($0.mean, places: 3) } ?? .null),
      ("picture_distance_most", distance.map { .double($0.most, places: 3) } ?? .null),
      ("sound_from", .optional(sound?.rawValue)), ("samples", .optional(made?.samples)),
      ("sample_rate", .optional(media?.audio?.sampleRate)),
      ("offset_samples", .optional(made?.offset)),
      ("similarity", match.map { .double($0.similarity, places: 4) } ?? .null),
      ("offset_ms", match.map { .double($0.offsetMilliseconds, places: 1) } ?? .null),
      ("seconds", .seconds(media?.duration)), ("output_bytes", .optional(media?.bytes)),
    ])
  }
}

extension JoinReport.Part {
  fileprivate var json: JSON {
    .object([
      ("part", .int(row.part)), ("id", .string(row.id)), ("result", .optional(path)),
      ("start_seconds", .seconds(MediaTime(row.samples.lowerBound, Int64(row.rate)))),
      ("seconds", .seconds(MediaTime(Int64(row.samples.count), Int64(row.rate)))),
      ("frames", .optional(media?.video?.frames)), ("used_frames", .optional(pictures)),
      ("similarity", match.map { .double($0.similarity, places: 4) } ?? .null),
      ("offset_ms", match.map { .double($0.offsetMilliseconds, places: 1) } ?? .null),
    ])
  }
}
