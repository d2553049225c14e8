/// The links of a create whose answer was lost. Where these very links are submitted again, their task is looked for before one
/// is created; a local file that is uploaded again has another link, and would be paid for again.
public struct SentPair: Sendable, Equatable {
  /// The video's.
  public let videoURL: String
  /// The audio's.
  public let audioURL: String
  /// How the video is stretched.
  public let playbackType: PlaybackType

  /// Names what was sent.
  package init(videoURL: String, audioURL: String, playbackType: PlaybackType) {
    (self.videoURL, self.audioURL, self.playbackType) = (videoURL, audioURL, playbackType)
  }
}
