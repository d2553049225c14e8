package import LipSyncMedia

/// What became of a source, or would become of it.
package struct MendReport: Sendable {
  /// How far it went.
  package enum State: String, Sendable, CaseIterable {
    /// There is nothing to mend in it.
    case sound
    /// It would be mended.
    case planned
    /// It was mended, and the new file has passed its check.
    case mended
    /// It cannot be mended.
    case hopeless
    /// It should have been mended, and was not.
    case failed
  }

  /// The path or URL, signatures shortened.
  package var source: String
  /// What it was taken for.
  package var subject: Subject
  package var state: State
  package var steps: [MendStep] = []
  package var left: [MendLeft] = []
  /// The new file; nil if there is none.
  package var output: String?
  /// How the new file was made, and what decodes from it.
  package var made: MediaMade?
  /// What it was.
  package var before: MediaInfo?
  /// What is in the new file.
  package var after: MediaInfo?
  /// Why it failed.
  package var trouble: String?

  package init(source: String, subject: Subject, state: State) {
    (self.source, self.subject, self.state) = (source, subject, state)
  }
}

extension MendReport {
  /// An entry of the document.
  package var json: JSON {
    .object([
      ("source", .string(source)), ("subject", .string(subject.rawValue)), ("state", .string(state.rawValue)),
      ("output", .optional(output)), ("steps", .array(steps.map(\.json))), ("left", .array(left.map(\.json))),
      ("picture", picture), ("sound", sound), ("seconds", before.map(Self.lengths) ?? .null),
      ("output_seconds", after.map(Self.lengths) ?? .null), ("output_bytes", .optional(after?.bytes)),
      ("trouble", .optional(trouble)),
    ])
  }

  private static func lengths(_ media: MediaInfo) -> JSON {
    .object([("video", .seconds(media.pictureLength)), ("audio", .seconds(media.audio?.duration))])
  }

  private var picture: JSON {
    guard let made, let after, after.pictureLength != nil else { return .null }
    return .object([
      ("copied", .bool(made.frames == nil)), ("frames", .optional(made.frames ?? after.video?.frames)),
      ("frame_rate", after.video?.frameRate.map { .double($0) } ?? .null),
      // The same packets give the same pictures.
      ("ssim", ssim(\.mean)), ("ssim_least", ssim(\.least)),
      (
        "compared_with",
        made.likeness.map { .string($0.isOfSource ? "source" : "encoded") }
          ?? (isIdentical ? "packets" : .null)
      ),
      ("compared", .int(made.likeness?.pictures ?? 0)),
    ])
  }

  /// Whether the pictures' packets were copied, and found again as they were.
  private var isIdentical: Bool { made?.frames == nil && made?.isIdentical == true }

  private func ssim(_ value: KeyPath<MediaMade.Likeness, Double>) -> JSON {
    made?.likeness.map { .double($0[keyPath: value], places: 4) } ?? (isIdentical ? .int(1) : .null)
  }

  private var sound: JSON {
    guard let made, let after, after.audio != nil else { return .null }
    return .object([
      ("copied", .bool(made.samples == nil)), ("samples", .optional(made.samples)),
      ("offset_samples", .optional(made.offset)),
      ("gain_db", made.gain.map { .double($0, places: 2) } ?? .null),
      ("limited_db", made.reduction.map { .double($0, places: 2) } ?? .null),
      ("filled_seconds", .seconds(made.filled)), ("cut_head_seconds", .seconds(made.cutHead)),
      ("cut_tail_seconds", .seconds(made.cutTail)),
      (
        "loudness_lufs", (made.reached ?? after.facts.sound?.loudness).map { .double($0, places: 2) } ?? .null
      ),
    ])
  }
}

extension MendStep {
  fileprivate var json: JSON {
    .object([
      ("step", .string(kind.rawValue)), ("rules", .array(rules.map { .string($0.id) })),
      ("does", .string(does)), ("cost", .string(cost)),
    ])
  }
}

extension MendLeft {
  fileprivate var json: JSON {
    .object([
      ("rule", .string(finding.rule.id)), ("severity", .string(finding.severity.rawValue)),
      ("message", .string(finding.message)), ("reason", .string(reason)),
    ])
  }
}
