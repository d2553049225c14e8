public import Media

/// The check of a pair before it is paid for.
public enum Preflight {
  /// Looks at both sources at once and judges them, alone and together.
  public static func check(_ request: CheckRequest, inspector: Inspector) async -> CheckReport {
    fatalError("stub")
  }

  /// The playback types compared for two lengths, no sources needed.
  ///
  /// - Parameter frame: how long one frame of the video lasts, where known.
  public static func estimate(video: MediaTime, audio: MediaTime, frame: MediaTime?) -> PlaybackAdvice {
    PlaybackAdvice.make(video: video, audio: audio, frame: frame)
  }
}
