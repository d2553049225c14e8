internal import LipSync

/// The facts of one source, ready to be printed: what `lipflight probe` does with each.
struct ProbeTask: Sendable {
  /// What is printed of a source.
  struct Shown: Sendable {
    var hasFailed: Bool
    /// A text, or in a document an entry.
    var entry: JSON
  }

  private let look: LookSettings
  private let inspector: Inspector
  private let isJSON: Bool
  private let style: Style

  init(_ look: LookSettings, isJSON: Bool, style: Style) {
    self.look = look
    inspector = look.reach.inspector.keepingNoBytes()
    self.isJSON = isJSON
    self.style = style
  }

  func shown(_ source: Source) async -> Shown {
    var inspection = await facts(source)
    inspection.findings = inspection.findings.judged(strict: look.strict, ignoring: look.ignored)
      .withToolRemedies()
    let entry = isJSON ? inspection.probeJSON : .string(ProbeText.entry(inspection, style))
    return Shown(hasFailed: inspection.failure != nil, entry: entry)
  }

  /// What a source is, whatever it is for: a track without pictures is as good as a video without sound.
  private func facts(_ source: Source) async -> SourceInspection {
    var inspection =
      look.deep
      ? await inspector.examine(source, as: .pair, deep: true) : await inspector.inspect(source, as: .pair)
    if look.deep, let media = inspection.media { inspection.findings += MediaJudge.all(media) }
    let wanted: Set<Rule> = [.mediaNoVideoStream, .mediaNoAudioStream]
    inspection.findings.removeAll { wanted.contains($0.rule) }
    return inspection
  }
}
