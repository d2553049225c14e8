internal import LipSyncMedia

/// A plan under way: what each finding has asked for so far.
struct MendDraft {
  let given: MendCase
  let wishes: MendWishes
  var steps: [MendStep] = []
  var left: [MendLeft] = []
  /// How pictures are encoded; nil while they may stay.
  var pictures: MediaRecipe.PictureWork?
  /// What happens to the sound beside its form; nil while it may stay.
  var sound: Treatment?
  /// Whether a new file is needed at all.
  var isNeeded = false
  /// The most bytes that it may have; nil for the guide's.
  var isTooLarge = false

  /// What happens to sound, whatever its form will be.
  struct Treatment: Equatable {
    var rate: Int?
    var channels: Int?
    var loudness: Double?
    var peak: Double?
    var margin: MediaTime?
  }

  mutating func add(_ kind: MendStep.Kind, _ rule: Rule?, _ does: String, cost: String) {
    isNeeded = true
    if let place = steps.firstIndex(where: { $0.kind == kind }) {
      if let rule, !steps[place].rules.contains(rule) { steps[place].rules.append(rule) }
      return
    }
    steps.append(MendStep(kind, for: rule.map { [$0] } ?? [], does, cost: cost))
  }

  mutating func encodePictures(_ change: (inout MediaRecipe.PictureWork) -> Void = { _ in }) {
    var work = pictures ?? MediaRecipe.PictureWork(frame: wishes.frame)
    change(&work)
    pictures = work
  }

  mutating func encodeSound(_ change: (inout Treatment) -> Void = { _ in }) {
    var treatment = sound ?? Treatment()
    change(&treatment)
    sound = treatment
  }

  mutating func leave(_ finding: Finding, _ reason: String) { left.append(MendLeft(finding, reason)) }
}
