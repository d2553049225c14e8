internal import LipSyncMedia

/// Whether a new file is what it was to become: the check that ends every mend.
enum MendProof {
  /// What is wrong with it, in sentences; empty if nothing is.
  ///
  /// - Parameters:
  ///   - found: what a check of the new file finds.
  ///   - media: what is in it; nil if it cannot be opened.
  static func faults(
    _ plan: MendPlan, _ given: MendCase, _ recipe: MediaRecipe, made: MediaMade, found: [Finding],
    media: MediaInfo?
  ) -> [String] {
    guard let media else { return found.map(\.message) }
    return rules(plan, given, made, found) + lengths(given, recipe, made, media) + alignment(made)
      + loudness(recipe, made)
  }

  private static func rules(_ plan: MendPlan, _ given: MendCase, _ made: MediaMade, _ found: [Finding])
    -> [String]
  {
    let known = Set(given.findings.map(\.rule))
    return found.compactMap { finding in
      if plan.mended.contains(finding.rule) { return "\(finding.rule.id) is still found: \(finding.message)" }
      guard !known.contains(finding.rule) else { return nil }
      // Silence that players make while they wait is in the file now.
      if finding.rule == .mediaSilentEnds, made.filled > .zero { return nil }
      return "\(finding.rule.id) is new: \(finding.message)"
    }
  }

  private static func lengths(
    _ given: MendCase, _ recipe: MediaRecipe, _ made: MediaMade, _ media: MediaInfo
  ) -> [String] {
    var faults: [String] = []
    if made.isIdentical == false { faults.append("Packets that were copied are not what they were.") }
    if recipe.pictures == .copy, given.media.isDurationExact, let before = given.media.pictureLength,
      let after = media.pictureLength, (before - after).magnitude > given.media.frame ?? .zero
    {
      faults.append("The pictures last \(after.short), not \(before.short).")
    }
    if let frames = made.frames, made.decodedFrames != frames {
      faults.append("\(made.decodedFrames ?? 0) of \(frames) pictures decode from it.")
    }
    if let samples = made.samples, let work = recipe.sound.work {
      let decoded = made.decodedSamples ?? 0
      if !(samples - 1...samples + 1 + padding(work.codec)).contains(decoded) {
        faults.append("\(decoded) samples decode from it, not \(samples).")
      }
    }
    if recipe.sound == .copy, given.media.isDurationExact, let before = given.media.audio,
      let length = before.duration, let after = media.audio?.duration,
      (length - after).magnitude > MediaTime(1, Int64(max(1, before.sampleRate)))
    {
      faults.append("The sound lasts \(after.short), not \(length.short).")
    }
    return faults
  }

  /// How many samples of silence may fill up the last packet: those of AAC have 1,024 samples, whatever there is to be said.
  private static func padding(_ codec: String) -> Int64 { codec == "aac" ? 1023 : 0 }

  private static func alignment(_ made: MediaMade) -> [String] {
    guard let offset = made.offset, offset.magnitude > 1 else { return [] }
    return ["The sound lies \(offset) samples off."]
  }

  private static func loudness(_ recipe: MediaRecipe, _ made: MediaMade) -> [String] {
    guard let work = recipe.sound.work, let wanted = work.loudness, let reached = made.reached,
      (reached - wanted).magnitude > 1
    else { return [] }
    return [
      "Its loudness is \(figure(reached, 1)) LUFS, not \(figure(wanted, 1)): there is no more room below the limit of "
        + "true peaks, \(figure(work.peak ?? 0, 1)) dB of full scale. Ask for less, or allow higher peaks."
    ]
  }
}
