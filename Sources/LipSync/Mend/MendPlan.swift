package import LipSyncMedia

/// What is done to a source, before it is done: a pure function of its facts and findings.
package struct MendPlan: Sendable {
  /// In the order in which they are told; empty if there is nothing to do.
  package var steps: [MendStep]
  /// What is not mended.
  package var left: [MendLeft]
  /// How the file is made; nil if there is nothing to do, or nothing can be done.
  package var recipe: MediaRecipe?
  /// The ending of the file's name.
  package var ending: String
  /// How it is made if what was copied turns out otherwise than it was: with all of it decoded; nil if nothing is copied.
  package var fallback: (recipe: MediaRecipe, ending: String)?

  /// Whether it is of no use to mend it.
  package var isHopeless: Bool { left.contains { $0.finding.severity == .error } }

  /// The rules that have to be gone afterwards.
  package var mended: Set<Rule> { Set(steps.flatMap(\.rules)) }

  /// The rules whose findings can be mended.
  package static let mendable = Set(MendRemedy.all.map(\.rule))

  /// Why findings of a rule cannot be mended; the rest have to be looked at by somebody.
  static let reasons: [Rule: String] = [
    .mediaEncrypted: "Nobody can mend it without the key: use a file without copy protection.",
    .mediaTruncated: "Bytes that are not there cannot be made: copy, upload or export it again, completely.",
    .mediaUnreadable: "It is too broken to be read.",
    .mediaNotMedia: "There is no media in it.",
    .mediaUnsupported:
      "It cannot be decoded here, so it cannot be encoded anew: export it as MP4, WAV or MP3.",
    .mediaNoVideoStream: "There is no moving picture in it.",
    .mediaNoAudioStream: "There is no sound in it.",
    .mediaDamaged: "Pictures or sound that do not decode are lost: copy it again from the original.",
    .mediaBlackVideo: "There is no picture to be mended: it is black.",
    .mediaFrozenVideo: "There is nothing to be mended in a picture that stands still.",
    .mediaSilentAudio: "There is nothing to be heard that could be made louder.",
    .mediaTimeout: "It could not be read in the time allowed.",
    .mediaDurationUncertain: "It is not a fault of the file that its length could not be proved.",
  ]

  private static func reason(_ finding: Finding, _ given: MendCase) -> String {
    if finding.rule == .mediaTooLong {
      return given.isSound
        ? "It has to be cut into parts, at pauses, which is asked for by itself."
        : "Which part of the video is wanted is for you to say."
    }
    if finding.rule == .mediaDurationUncertain, given.isBare {
      return
        "A bare stream does not say when its pictures are shown, so nobody can be sure: give it a container at the rate "
        + "that you know it has."
    }
    return reasons[finding.rule] ?? "Nothing that is in the file can be changed about it: \(finding.remedy)"
  }

  /// The plan for a source.
  package static func make(_ given: MendCase, wishes: MendWishes = MendWishes()) -> MendPlan {
    var draft = MendDraft(given: given, wishes: wishes)
    let wanted = given.findings.filter {
      !wishes.ignored.contains($0.rule) && ($0.rule.id.hasPrefix("media.") || $0.severity == .error)
    }
    for finding in wanted where !MendRemedy.all.contains(where: { $0.rule == finding.rule }) {
      draft.leave(finding, reason(finding, given))
    }
    if draft.left.contains(where: { $0.finding.severity == .error }) {
      return MendPlan(steps: [], left: draft.left, recipe: nil, ending: "", fallback: nil)
    }
    for remedy in MendRemedy.all {
      for finding in wanted where finding.rule == remedy.rule { remedy.apply(&draft, finding) }
    }
    if let target = wishes.loudness, draft.sound?.loudness == nil, given.media.audio != nil {
      MendRemedy.louder(&draft, nil, target)
    }
    draft.addForms()
    if draft.pictures != nil, var doubt = wanted.first(where: { $0.rule == .mediaDurationUncertain }) {
      // Two recordings in one stream, for one: pictures whose times begin anew would be lost without a word.
      doubt.severity = .error
      let why =
        "What is made of its pictures could not be checked, as their length is not certain: export it again."
      let left = draft.left.filter { $0.finding.rule != doubt.rule } + [MendLeft(doubt, why)]
      return MendPlan(steps: [], left: left, recipe: nil, ending: "", fallback: nil)
    }
    guard draft.isNeeded, let made = draft.recipe(copying: true) else {
      return MendPlan(steps: [], left: draft.left, recipe: nil, ending: "", fallback: nil)
    }
    let copies = made.recipe.pictures == .copy || made.recipe.sound == .copy
    return MendPlan(
      steps: draft.steps, left: draft.left, recipe: made.recipe, ending: made.home.ending,
      fallback: copies ? draft.recipe(copying: false).map { ($0.recipe, $0.home.ending) } : nil)
  }
}
