/// A pair to check before it is paid for.
public struct CheckRequest: Sendable {
  /// The video to send.
  public var video: Source
  /// The audio to send.
  public var audio: Source
  /// The playback type chosen by hand; nil for the advised one.
  public var playbackType: PlaybackType?
  /// Whether warnings count as errors.
  public var strict: Bool
  /// Rules that are left out. One that is not in the catalogue gets a finding.
  public var ignoredRules: Set<Rule>
  /// The remaining credits; nil if unknown.
  public var quota: Credits?
  /// Why the credits that are left are not known, where they were asked for.
  package var quotaTrouble: String?
  /// The most that the job may cost; nil for no ceiling.
  public var ceiling: Credits?
  /// Whether both are decoded to the end, however long that takes.
  public var deep: Bool

  /// Names a pair.
  public init(
    video: Source, audio: Source, playbackType: PlaybackType? = nil, strict: Bool = false,
    ignoredRules: Set<Rule> = [], quota: Credits? = nil, ceiling: Credits? = nil, deep: Bool = false
  ) {
    self.video = video
    self.audio = audio
    self.playbackType = playbackType
    self.strict = strict
    self.ignoredRules = ignoredRules
    self.quota = quota
    self.ceiling = ceiling
    self.deep = deep
  }
}
