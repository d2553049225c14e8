/// What a task was given: a result is compared with it. What is left out is not compared.
public struct SentMedia: Sendable {
  /// The video that was sent.
  public var video: Source?
  /// The audio that was sent.
  public var audio: Source?
  /// The playback type that was asked for; nil if it is not known.
  public var playbackType: PlaybackType?
  /// Why there is no video, or no audio, where that is known: a clause.
  package var videoTrouble: String?, audioTrouble: String?

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
  /// Rules that are left out. One that is not in the catalogue gets a finding.
  public var ignoredRules: Set<Rule>

  /// The default judgement.
  public init(strict: Bool = false, ignoredRules: Set<Rule> = []) {
    self.strict = strict
    self.ignoredRules = ignoredRules
  }
}

extension [Finding] {
  /// The findings that count, with their severity as judged.
  func judged(_ judgement: Judgement) -> [Finding] {
    judged(strict: judgement.strict, ignoring: judgement.ignoredRules)
  }
}
