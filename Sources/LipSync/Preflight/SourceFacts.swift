package import LipSyncMedia

/// What a batch has to know of one source, however many of its jobs name it: little enough to be kept for all.
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
}
