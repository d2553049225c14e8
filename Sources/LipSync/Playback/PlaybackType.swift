/// How the service extends a video that is shorter than its audio.
public enum PlaybackType: String, Sendable, CaseIterable {
  /// Plays the video as it is.
  case normal
  /// Alternates forward and reverse.
  case normalReverse = "normal_reverse"
  /// Alternates, extended dynamically to the audio's length.
  case normalReverseByAudio = "normal_reverse_by_audio"
}
