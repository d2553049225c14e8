package import LipSyncMedia

/// What became of a long sound that was cut into parts, or would become of it.
package struct SplitReport: Sendable {
  /// A part: what is sent as one job.
  package struct Part: Sendable {
    package var plan: SplitPlan.Part
    /// When it begins in the whole.
    package var start: MediaTime
    /// How long its sound is.
    package var length: MediaTime
    /// What its video shows, from its beginning on; empty where there is none.
    package var stretches: [RenderOrder.Stretch] = []
    /// Its files; nil while they are not made, or there is no video.
    package var audio: String?
    package var video: String?
    /// How they were made.
    package var sound: MediaMade?
    package var pictures: MediaMade?
  }

  /// No part is longer.
  package var limit: MediaTime
  /// Samples a second.
  package var rate: Int
  /// The playback type whose course the parts' videos carry on; nil without a video.
  package var playbackType: PlaybackType?
  /// How long a picture of them lasts; nil without a video.
  package var frame: MediaTime?
  package var parts: [Part]

  /// Samples of all parts together.
  package var samples: Int64 { parts.reduce(0) { $0 + Int64($1.plan.samples.count) } }
}

extension SplitReport {
  /// The member `split` of the document.
  package var json: JSON {
    .object([
      ("limit_seconds", .seconds(limit)), ("sample_rate", .int(rate)), ("samples", .int(samples)),
      ("playback_type", .optional(playbackType?.rawValue)),
      ("frame_rate", frame.map { .double(1 / $0.seconds) } ?? .null),
      ("parts", .array(parts.map(\.json))),
    ])
  }
}

extension SplitReport.Part {
  fileprivate var json: JSON {
    let first = stretches.first
    return .object([
      ("part", .int(plan.number)), ("start_seconds", .seconds(start)), ("seconds", .seconds(length)),
      ("first_sample", .int(plan.samples.lowerBound)), ("samples", .int(plan.samples.count)),
      ("pictures", .optional(plan.pictures?.count)),
      ("video_seconds", .seconds(first?.start)), ("direction", .optional(first?.direction.rawValue)),
      ("cut", plan.cut.map(\.json) ?? .null), ("audio", .optional(audio)), ("video", .optional(video)),
      ("offset_samples", .optional(sound?.offset)),
      ("ssim_least", pictures?.likeness.map { .double($0.least, places: 4) } ?? .null),
    ])
  }
}

extension SplitPlan.Cut {
  fileprivate var json: JSON {
    .object([
      ("at_seconds", .seconds(at)), ("level_dbfs", level.map { .double($0, places: 1) } ?? .null),
      ("pause", .bool(isPause)),
      (
        "window_seconds",
        .object([("low", .seconds(window.lowerBound)), ("high", .seconds(window.upperBound))])
      ),
    ])
  }

  /// What is said of it.
  package var words: String {
    let loud = level.map { "\(figure($0, 1)) dB of full scale" } ?? "digital silence"
    let place = "\(at.short) (\(loud))"
    return isPause
      ? "at a pause at \(place)"
      : "at \(place), the quietest place from \(window.lowerBound.short) to \(window.upperBound.short), where there is no "
        + "pause: a word may be cut"
  }
}
