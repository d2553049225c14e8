public import LipSyncMedia

extension PlaybackPlan {
  /// A stretch of the video, played one way.
  ///
  /// Times are on the clock whose zero is the first picture's start. `from` is before `to` also in reverse,
  /// which plays from `to` down to `from`; a hold shows the picture at `from` for `to - from`, the last picture
  /// if `from` is the end or later.
  public struct Pass: Sendable, Equatable {
    /// The ways to play.
    public enum Direction: String, Sendable {
      /// As recorded.
      case forward
      /// Backwards.
      case reverse
      /// Standing still.
      case hold
    }
    /// Where the stretch begins in the video.
    public var from: MediaTime
    /// Where the stretch ends in the video.
    public var to: MediaTime
    /// Which way it is played.
    public var direction: Direction

    /// A stretch, played one way.
    package init(from: MediaTime, to: MediaTime, direction: Direction) {
      self.from = from
      self.to = to
      self.direction = direction
    }
  }
}
