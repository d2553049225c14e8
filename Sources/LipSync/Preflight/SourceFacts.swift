package import LipSyncMedia

/// What a batch has to know of one source, however many of its jobs name it: little enough to be kept for all, and to be
/// sent from one process to another.
package struct SourceFacts: Sendable {
  /// How long the moving picture lasts; nil if there is none or it is unknown.
  package var picture: MediaTime?
  /// How long one frame lasts; nil if that is unknown.
  package var frame: MediaTime?
  /// How long the sound lasts; nil if there is none or it is unknown.
  package var sound: MediaTime?
  /// What was found out about the source alone, not judged yet.
  package var findings: [Finding]

  /// The facts of a source that was inspected.
  package init(_ inspection: SourceInspection, as subject: Subject) {
    let media = inspection.media
    (picture, frame, sound) = (media?.pictureLength, media?.frame, media?.audio?.duration)
    findings = inspection.findings + (media.map { MediaJudge.part($0, as: subject) } ?? [])
  }

  /// The facts of a source that could not be inspected.
  package init(findings: [Finding]) { self.findings = findings }

  /// Reads what `json` gave; nil for anything else.
  package init?(_ json: JSON) {
    guard case .array(let findings)? = json["findings"] else { return nil }
    self.findings = findings.compactMap { try? Finding(json: $0) }
    (picture, frame, sound) = (Self.time(json["picture"]), Self.time(json["frame"]), Self.time(json["sound"]))
  }

  /// Exact, for another process of the same program.
  package var json: JSON {
    func time(_ time: MediaTime?) -> JSON {
      time.map { .array([.int($0.numerator), .int($0.denominator)]) } ?? .null
    }
    return .object([
      ("picture", time(picture)), ("frame", time(frame)), ("sound", time(sound)),
      ("findings", .array(findings.map(\.json))),
    ])
  }

  private static func time(_ json: JSON?) -> MediaTime? {
    guard case .array(let terms)? = json, terms.count == 2, let a = terms[0].intValue,
      let b = terms[1].intValue
    else { return nil }
    return MediaTime(a, b)
  }
}
