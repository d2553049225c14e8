// Signatures that other rooms build on while the real thing is being written; this file goes away.

/// A still picture: its size and signature, or a JPEG taken from a video.
public enum Thumbnail {
  public struct Picture: Sendable {
    public var width: Int
    public var height: Int
    public var signature: FrameSignature
  }
  /// Decodes a still image (JPEG, PNG, WebP, ...).
  public static func read(_ source: any ByteSource, deadline: Deadline = .none) throws(MediaError) -> Picture
  {
    fatalError("stub")
  }
  /// A JPEG of the frame shown at `time`, rotation applied.
  public static func jpeg(
    of source: any ByteSource, at time: MediaTime, maximumSide: Int? = nil, deadline: Deadline = .none
  ) throws(MediaError) -> [UInt8] { fatalError("stub") }
}

/// Pictures of a video in a new order, with other audio on it.
public enum Render {
  /// A stretch of source pictures, played one way. Times are on the clock whose zero is the first frame's start.
  /// `from` is before `to` also where it is played in reverse; a hold shows the picture at `from`, or the last one
  /// before it, for `to - from`.
  public struct Pass: Sendable, Equatable {
    public enum Direction: String, Sendable { case forward, reverse, hold }
    public var from: MediaTime
    public var to: MediaTime
    public var direction: Direction
    public init(from: MediaTime, to: MediaTime, direction: Direction) {
      self.from = from
      self.to = to
      self.direction = direction
    }
  }
  public struct Options: Sendable {
    /// Draws a level meter of the audio and this word into the picture; nil draws nothing.
    public var stamp: String?
    /// Ceiling for decoded pictures held at once, in bytes.
    public var pictureMemory: Int
    public init(stamp: String? = nil, pictureMemory: Int = 192 << 20) {
      self.stamp = stamp
      self.pictureMemory = pictureMemory
    }
  }
  public struct Summary: Sendable, Equatable {
    public var frames: Int
    public var duration: MediaTime
  }
  /// Writes an MP4 (H.264, AAC, moov first) to `path`. Blocks. Leaves no file behind where it throws.
  public static func run(
    video: any ByteSource, audio: (any ByteSource)?, passes: [Pass], to path: String,
    options: Options = Options(), deadline: Deadline = .none, progress: (@Sendable (Double) -> Void)? = nil
  ) throws(MediaError) -> Summary { fatalError("stub") }
}
