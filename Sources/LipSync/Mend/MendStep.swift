/// One thing that is done to a source, why, and what that costs in quality.
package struct MendStep: Sendable, Equatable {
  /// What is done.
  package enum Kind: String, Sendable, CaseIterable {
    /// The packets go into a new container, as they are.
    case rewrap
    /// Files that were joined byte by byte are decoded one after the other.
    case join
    /// Every picture lasts as long as every other.
    case constantRate = "constant-rate"
    /// Rotation and mirroring go into the pixels.
    case upright
    /// Light and colours become those of BT.709.
    case toneMap = "tone-map"
    /// Transparent pixels get a background.
    case flatten
    /// An odd last column or row is left out.
    case evenSides = "even-sides"
    /// The first picture is shown from the beginning.
    case firstPicture = "first-picture"
    /// The pictures are encoded as H.264, since their codec cannot stay.
    case encodePictures = "encode-pictures"
    /// The sound is encoded anew, since its codec cannot stay.
    case encodeSound = "encode-sound"
    /// Fewer bits a second.
    case bitRate = "bit-rate"
    /// Another sample rate.
    case resample
    /// Fewer channels.
    case mix
    /// Another loudness.
    case loudness
    /// Lower peaks.
    case peak
    /// Silence is cut off at the ends.
    case cutSilence = "cut-silence"
    /// Silence is put where the clock runs without samples.
    case fillSound = "fill-sound"
    /// Other streams of the kind are left out.
    case oneStream = "one-stream"
    /// The sound is cut into parts.
    case split
    /// Each part gets a video that begins where that of the part before ended.
    case carryPhase = "carry-phase"
  }

  package var kind: Kind
  /// The rules that ask for it; empty for what another step calls for.
  package var rules: [Rule]
  /// What is done, with the figures.
  package var does: String
  /// What that costs in quality.
  package var cost: String

  package init(_ kind: Kind, for rules: [Rule], _ does: String, cost: String) {
    (self.kind, self.rules, self.does, self.cost) = (kind, rules, does, cost)
  }
}

/// A finding that is not mended, and why.
package struct MendLeft: Sendable, Equatable {
  package var finding: Finding
  /// Why, in a sentence.
  package var reason: String

  package init(_ finding: Finding, _ reason: String) { (self.finding, self.reason) = (finding, reason) }
}
