// Signatures that other rooms build on while the real thing is being written; this file goes away.

/// The loudness of a track over time, `rate` values a second: what two tracks are compared by.
public struct AudioEnvelope: Sendable {
  public static let rate = 200
  /// Root mean square of each 1/200 s, mono, 0...1.
  public var levels: [Float]
  public var duration: MediaTime
  public init(levels: [Float], duration: MediaTime) { self.levels = levels; self.duration = duration }
}

/// How a result's audio relates to the audio that was sent.
public struct AudioMatch: Sendable, Equatable {
  /// 0 (unrelated) to 1 (the same), at the best offset.
  public var similarity: Double
  /// Positive where the result's audio comes late.
  public var offsetMilliseconds: Double
  public var driftPPM: Double?
  public var missingHeadMilliseconds: Double
  public var missingTailMilliseconds: Double
  public static func compare(result: AudioEnvelope, sent: AudioEnvelope) -> AudioMatch? { fatalError("stub") }
}

/// 48 x 48 luma values of a picture: small, and enough to tell which frame it is.
public struct FrameSignature: Sendable, Equatable {
  public static let side = 48
  public var luma: [UInt8]
  public init(luma: [UInt8]) { self.luma = luma }
  /// Root mean square difference of luma, 0...255.
  public func distance(to other: FrameSignature) -> Double { fatalError("stub") }
  /// Standard deviation of the luma values: near 0 for a picture of one colour.
  public var contrast: Double { fatalError("stub") }
}

/// What a full decode of a source found.
public struct DecodedMedia: Sendable {
  public struct Options: Sendable {
    public var signatures: Bool
    public var envelope: Bool
    public init(signatures: Bool = true, envelope: Bool = true) {
      self.signatures = signatures
      self.envelope = envelope
    }
  }
  public struct Frame: Sendable {
    /// Start on the stream's clock, the first frame's start being zero.
    public var time: MediaTime
    public var signature: FrameSignature?
  }
  public var info: MediaInfo
  public var frames: [Frame]
  public var videoDuration: MediaTime?
  public var audioSamples: Int64
  public var audioDuration: MediaTime?
  public var envelope: AudioEnvelope?
  /// First pts of each stream on the container's clock: their difference is how far the streams start apart.
  public var videoStart: MediaTime?
  public var audioStart: MediaTime?
  /// Decoding faults in the decoder's words, at most 20; `errorCount` counts all.
  public var errors: [String]
  public var errorCount: Int
  public static func decode(
    _ source: any ByteSource, options: Options = Options(), deadline: Deadline = .none,
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws(MediaError) -> DecodedMedia { fatalError("stub") }
}

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
