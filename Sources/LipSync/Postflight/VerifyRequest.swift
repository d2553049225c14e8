public import LipSyncMedia

/// What is to be proved about a result; each part that is left out is a proof that is not made.
public struct VerifyRequest: Sendable {
  /// The finished video.
  public var result: Source
  /// The picture that came with it.
  public var cover: Source?
  /// The video that was sent.
  public var video: Source?
  /// The audio that was sent.
  public var audio: Source?
  /// The playback type that was asked for; nil where it is not known.
  public var playbackType: PlaybackType?
  /// The length that the service stated.
  public var reportedDuration: MediaTime?
  /// Where downloads are kept; nil keeps none.
  public var directory: String?
  /// The file name, without its extension, under which downloads are kept; nil takes the URL's.
  public var name: String?
  /// Whether warnings count as errors.
  public var strict: Bool
  /// Rules that are left out. One that is not in the catalogue is said to be so.
  public var ignoredRules: Set<RuleID>

  /// Names what is to be proved.
  public init(
    result: Source, cover: Source? = nil, video: Source? = nil, audio: Source? = nil,
    playbackType: PlaybackType? = nil, reportedDuration: MediaTime? = nil, directory: String? = nil,
    name: String? = nil, strict: Bool = false, ignoredRules: Set<RuleID> = []
  ) {
    self.result = result
    self.cover = cover
    self.video = video
    self.audio = audio
    self.playbackType = playbackType
    self.reportedDuration = reportedDuration
    self.directory = directory
    self.name = name
    self.strict = strict
    self.ignoredRules = ignoredRules
  }
}
