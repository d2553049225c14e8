/// What is seen in a source: whether it is black, and whether anything moves.
public struct PictureFacts: Sendable, Equatable {
  /// A part of a video, on its own clock, the first picture being at zero.
  public struct Stretch: Sendable, Equatable {
    /// When it begins.
    public var start: MediaTime
    /// When it ends.
    public var end: MediaTime
    /// How long it is.
    public var length: MediaTime { end - start }

    /// From one moment to another.
    package init(start: MediaTime, end: MediaTime) {
      self.start = start
      self.end = end
    }
  }

  /// How much was looked at.
  public var looked: MediaTime
  /// Whether that is all of it.
  public var isWhole: Bool
  /// Whether every picture that was looked at is black.
  public var isBlack: Bool
  /// Whether every picture that was looked at is like the first; false for fewer than two.
  public var isStill: Bool
  /// Parts that are black; empty where only a glance was taken.
  public var black: [Stretch] = []
  /// Parts in which nothing moves; empty where only a glance was taken.
  public var still: [Stretch] = []

  /// Facts as seen, without stretches.
  package init(looked: MediaTime, isWhole: Bool, isBlack: Bool, isStill: Bool) {
    self.looked = looked
    self.isWhole = isWhole
    self.isBlack = isBlack
    self.isStill = isStill
  }
}
