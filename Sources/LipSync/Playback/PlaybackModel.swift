/// What the service's documentation leaves open about playback types, as named switches of one value.
///
/// The estimate gives ranges over `all`, the sandbox renders one of them, the verifier detects which one was used.
public struct PlaybackModel: Sendable, Hashable {
  /// What `normal` does when the video runs out before the audio.
  public enum WhenShort: String, Sendable, CaseIterable {
    /// Starts the video over, until the audio ends.
    case loop
    /// Shows the last picture, until the audio ends.
    case hold
    /// Ends, and the audio with it.
    case cut
  }

  /// What every type does when the audio runs out before the video.
  public enum WhenLong: String, Sendable, CaseIterable {
    /// Ends with the audio.
    case trim
    /// Plays the video to its end.
    case keep
  }

  /// What `normal_reverse` does when the audio is not a whole number of passes over the video.
  ///
  /// `normal_reverse_by_audio` always ends with the audio: that is documented, and is the reason to think that
  /// the plain alternation may not.
  public enum WhenUneven: String, Sendable, CaseIterable {
    /// Cuts the last pass where the audio ends.
    case cut
    /// Plays the last pass to its end. An audio that ends within half a second of a pass's end counts as ending
    /// with it.
    case finish
  }

  /// What `normal` does when the video runs out before the audio.
  public var whenShort: WhenShort
  /// What every type does when the audio runs out before the video.
  public var whenLong: WhenLong
  /// What `normal_reverse` does when the audio is not a whole number of passes over the video.
  public var whenUneven: WhenUneven

  /// Names a model.
  public init(whenShort: WhenShort = .loop, whenLong: WhenLong = .trim, whenUneven: WhenUneven = .cut) {
    self.whenShort = whenShort
    self.whenLong = whenLong
    self.whenUneven = whenUneven
  }

  /// Every combination of the switches.
  public static let all: [PlaybackModel] = WhenShort.allCases.flatMap { short in
    WhenLong.allCases.flatMap { long in
      WhenUneven.allCases.map { PlaybackModel(whenShort: short, whenLong: long, whenUneven: $0) }
    }
  }
}
