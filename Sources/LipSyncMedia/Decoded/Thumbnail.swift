/// A still picture: its size and signature, or a JPEG taken from a video.
package enum Thumbnail {
  /// What a still picture is.
  package struct Picture: Sendable {
    /// Pixels across.
    package var width: Int
    /// Pixels down.
    package var height: Int
    /// What it looks like.
    package var signature: FrameSignature
    /// Width over height as it is shown.
    package var aspect: Double

    /// A still picture's facts; its pixels are square unless told otherwise.
    package init(width: Int, height: Int, signature: FrameSignature, aspect: Double? = nil) {
      self.width = width
      self.height = height
      self.signature = signature
      self.aspect = aspect ?? Double(width) / Double(max(1, height))
    }
  }
}
