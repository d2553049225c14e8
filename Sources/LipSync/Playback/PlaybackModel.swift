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
    /// Cuts the last pass when the audio ends.
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

  /// What a result shows of what the service's documentation leaves open, in words; nil if it shows nothing.
  static func words(_ models: [PlaybackModel]) -> String? {
    func agreed<T: Equatable>(_ path: KeyPath<PlaybackModel, T>) -> T? {
      guard let first = models.first?[keyPath: path] else { return nil }
      return models.allSatisfy { $0[keyPath: path] == first } ? first : nil
    }
    let short =
      switch agreed(\.whenShort) {
      case .loop?: "normal starts a shorter video over"
      case .hold?: "normal holds the last picture of a shorter video"
      case .cut?: "normal ends with a shorter video"
      case nil: String?.none
      }
    let long =
      switch agreed(\.whenLong) {
      case .trim?: "a longer video is trimmed to the audio"
      case .keep?: "a longer video is kept to its end"
      case nil: String?.none
      }
    let uneven =
      switch agreed(\.whenUneven) {
      case .cut?: "normal_reverse cuts its last pass when the audio ends"
      case .finish?: "normal_reverse finishes its last pass"
      case nil: String?.none
      }
    let seen = [short, long, uneven].compactMap(\.self)
    return seen.isEmpty ? nil : "seen in this result: " + seen.joined(separator: "; ")
  }

  /// Every combination of the switches.
  public static let all: [PlaybackModel] = WhenShort.allCases.flatMap { short in
    WhenLong.allCases.flatMap { long in
      WhenUneven.allCases.map { PlaybackModel(whenShort: short, whenLong: long, whenUneven: $0) }
    }
  }
}
