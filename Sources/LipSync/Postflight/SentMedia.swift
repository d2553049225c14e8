/// What a task was given to work on: a result is held against it. What is left out is not compared.
public struct SentMedia: Sendable {
  /// The video that was sent.
  public var video: Source?
  /// The audio that was sent.
  public var audio: Source?
  /// The playback type that was asked for; nil where it is not known.
  public var playbackType: PlaybackType?

  /// Names what was sent.
  public init(video: Source? = nil, audio: Source? = nil, playbackType: PlaybackType? = nil) {
    self.video = video
    self.audio = audio
    self.playbackType = playbackType
  }
}

/// What counts among the findings.
public struct Judgement: Sendable, Equatable {
  /// Whether warnings count as errors.
  public var strict: Bool
  /// Rules that are left out. One that is not in the catalogue is said to be so.
  public var ignoredRules: Set<Rule>

  /// The usual one, unless told otherwise.
  public init(strict: Bool = false, ignoredRules: Set<Rule> = []) {
    self.strict = strict
    self.ignoredRules = ignoredRules
  }
}

extension [Finding] {
  /// The findings that count, as heavily as they are to.
  func judged(_ judgement: Judgement) -> [Finding] {
    judged(strict: judgement.strict, ignoring: judgement.ignoredRules)
  }
}
