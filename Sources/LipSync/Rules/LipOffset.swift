internal import LipSyncMedia

/// How far the lips of a result are from its sound, and how sure that is.
public struct LipOffset: Sendable, Equatable {
  /// How much later the sound is than the lips, in milliseconds, negative where it is earlier; nil where that cannot be told.
  public var offsetMilliseconds: Double?
  /// How alike the movement and the sound are at that offset, 0...1; from `Limits.lipConfidence` on the offset is believed. Where
  /// there is no offset, by how much the best one stands out from the others.
  public var confidence: Double
  /// Over how much of the result the mouth was followed, 0...1.
  public var judged: Double

  /// Why lips were not held against the sound.
  public enum Absence: String, Sendable, CaseIterable {
    /// The networks are not installed.
    case noNetworks = "no-networks"
    /// The program that reads media was built without an engine for them.
    case noEngine = "no-engine"
    /// Following the mouth was tried and failed.
    case failed
    /// There is no moving picture, or no sound that can be heard.
    case noSound = "no-sound"
    /// No face could be followed, or for too little of the time.
    case noFace = "no-face"
    /// More than one face of about the same size: which of them speaks is not known.
    case severalFaces = "several-faces"
    /// The mouth was followed for less than four seconds.
    case tooShort = "too-short"
  }
}

extension LipOffset.Absence {
  /// Why, as in "not compared: ...".
  var words: String {
    switch self {
    case .noNetworks: "the networks for faces are not installed"
    case .noEngine: "this build has no engine for the networks for faces"
    case .failed: "following the mouth was tried and failed"
    case .noSound: "there is no sound to hold lips against"
    case .noFace: "no face could be followed"
    case .severalFaces: "there is more than one face"
    case .tooShort: "the mouth is seen for less than \(figure(Limits.lipTime.seconds, 0)) s"
    }
  }
}
