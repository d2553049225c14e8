/// What matters to lip sync beside the lengths.
public struct MediaFacts: Sendable, Equatable {
  /// How bright and colourful a video says it is meant to be shown.
  public enum DynamicRange: String, Sendable, CaseIterable {
    /// Standard: BT.709, BT.601, or nothing stated.
    case standard = "sdr"
    /// SMPTE ST 2084, as in HDR10.
    case pq
    /// Hybrid log-gamma (ARIB STD-B67).
    case hlg
    /// The wide colours of BT.2020 without an HDR transfer.
    case wideGamut = "bt2020"
    /// Dolby Vision.
    case dolbyVision = "dolby-vision"
  }

  /// Width in pixels after rotation; nil without video.
  public var displayWidth: Int?
  /// Height in pixels after rotation; nil without video.
  public var displayHeight: Int?
  /// What the stream states; nil without video.
  public var dynamicRange: DynamicRange?
  /// Whether pictures have transparency; nil without video.
  public var hasAlpha: Bool?
  /// Moving-picture streams; cover art does not count.
  public var videoStreams = 0
  /// Sound streams.
  public var audioStreams = 0
  /// Which of all streams is used for video, from 0.
  public var videoStream: Int?
  /// Which of all streams is used for audio, from 0.
  public var audioStream: Int?
  /// When the first picture is shown on the container's clock, as the container states it.
  public var videoStart: MediaTime?
  /// When the first sample is heard on the container's clock, as the container states it.
  public var audioStart: MediaTime?
  /// How long the file's clock runs before the first packet of sound: players wait, and who decodes the samples alone does not.
  /// Nil without audio.
  public var audioWait: MediaTime?
  /// Pauses in the audio stream's clock of more than 50 ms each for which there are no samples, added up: players wait, and who
  /// decodes the samples alone does not. Nil without audio.
  public var audioGaps: MediaTime?
  /// What lies behind the end of the media; nil where nothing was seen.
  public var trailing: TrailingBytes?
  /// What is heard; nil where it was not measured.
  public var sound: SoundFacts?
  /// What is seen; nil where it was not looked at.
  public var pictures: PictureFacts?
  /// What is seen of faces; nil where none was looked for, and `facesUnseen` says why.
  public var faces: FaceFacts?
  /// Why no face was looked for; nil where faces were.
  public var facesUnseen: FaceFacts.Absence? = .notAsked

  /// Knows nothing yet.
  package init() {}
}
