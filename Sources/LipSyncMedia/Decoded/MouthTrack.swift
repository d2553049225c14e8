/// How a mouth moves while a video plays: what its lips are held against its sound by.
package struct MouthTrack: Sendable, Equatable {
  /// A mouth in one picture, each measure over the height of the face.
  package struct Shape: Sendable, Equatable {
    /// How far the inner lips are apart.
    package var opening: Double
    /// From corner to corner.
    package var width: Double
    /// From the nose to the chin.
    package var chin: Double

    /// Measures as they are.
    package init(opening: Double, width: Double, chin: Double) {
      (self.opening, self.width, self.chin) = (opening, width, chin)
    }
  }

  /// A picture that was looked at.
  package struct Picture: Sendable, Equatable {
    /// Start on the stream's clock, the first frame's start being zero.
    package var time: MediaTime
    /// Nil where no face could be followed.
    package var shape: Shape?

    /// A picture at a time.
    package init(time: MediaTime, shape: Shape?) { (self.time, self.shape) = (time, shape) }
  }

  /// Pictures in order.
  package var pictures: [Picture]
  /// Whether a second face was seen that is at least half as high: which of them speaks is not known.
  package var hasSeveral: Bool

  /// Pictures as they are.
  package init(pictures: [Picture] = [], hasSeveral: Bool = false) {
    (self.pictures, self.hasSeveral) = (pictures, hasSeveral)
  }

  /// Pictures that are looked at for it at most: a minute of 25 a second.
  package static let most = 1500
  /// Pictures a second that are looked at for it: of more, every second or third.
  package static let rate = 31
}
