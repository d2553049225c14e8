/// What is in a source: the streams a lip-sync job uses and how long they really are.
public struct MediaInfo: Sendable, Equatable {
  /// How a duration was found, from the cheapest to the surest.
  public enum DurationMethod: String, Sendable, CaseIterable {
    /// What the container states.
    case header
    /// The container's own index of every frame.
    case index
    /// Every packet was read.
    case packets
    /// Every frame was decoded.
    case decode
  }

  /// The demuxer's name, such as `mov,mp4,m4a,3gp,3g2,mj2` (`AVInputFormat.name`): found from the bytes, and from the
  /// source's name only where sound has no header.
  public var container: String
  /// The length of the source in bytes; nil where it is not known.
  public var bytes: Int64?
  /// What plays, as an exact fraction of a second: the video stream's length where there is moving video, else the
  /// audio stream's. Nil where nothing plays. How sure it is: `isDurationExact`.
  public var duration: MediaTime?
  /// Whether `duration` and both stream durations are certain to the frame or sample: proven by `durationMethod`, and nothing
  /// was seen that contradicts it. False is no verdict: most such lengths are right, too.
  public var isDurationExact: Bool
  /// How the durations were found.
  public var durationMethod: DurationMethod
  /// What the container claims, free of cost and never trusted; nil where it states nothing.
  public var headerDuration: MediaTime?
  /// The video stream in use, the one that a player would pick; nil without pictures. Attached cover art is not video.
  public var video: VideoInfo?
  /// The audio stream in use, the one that a player would pick; nil without sound.
  public var audio: AudioInfo?
  /// Whether the source is a still picture.
  public var isImage: Bool
  /// Whether bytes that the container speaks of are missing; `duration` is then what would still play. Found from indexes and
  /// sizes, free of cost; false where a container states neither (a cut transport stream, MPEG audio without header).
  public var isTruncated: Bool
  /// The offset of the first coded sample that was looked at and holds zeros or text in its place, in bytes: then bytes are
  /// missing, too, though the file is as long as it should be. Nil where none was seen.
  public var foreignBytesAt: Int64?
  /// How many bytes of the source the measuring left unread, as its index speaks for them: a hole among them is not seen. Zero
  /// where all were read, nil where the source's length is unknown.
  public var unreadBytes: Int64?
  /// What matters to lip sync beside the lengths: what the streams state, free of cost; what is seen and heard, where it
  /// was asked for.
  public var facts: MediaFacts

  /// Facts of a source, as found.
  package init(
    container: String, bytes: Int64?, duration: MediaTime?, isDurationExact: Bool,
    durationMethod: DurationMethod, headerDuration: MediaTime?, video: VideoInfo?, audio: AudioInfo?,
    isImage: Bool, isTruncated: Bool, foreignBytesAt: Int64? = nil, unreadBytes: Int64? = 0,
    facts: MediaFacts = MediaFacts()
  ) {
    self.container = container
    self.bytes = bytes
    self.duration = duration
    self.isDurationExact = isDurationExact
    self.durationMethod = durationMethod
    self.headerDuration = headerDuration
    self.video = video
    self.audio = audio
    self.isImage = isImage
    self.isTruncated = isTruncated
    self.foreignBytesAt = foreignBytesAt
    self.unreadBytes = unreadBytes
    self.facts = facts
  }
}

/// Facts of a video stream.
public struct VideoInfo: Sendable, Equatable {
  /// FFmpeg's name of the codec, such as `h264`; `unknown` where none is known.
  public var codec: String
  /// Coded width in pixels, before rotation.
  public var width: Int
  /// Coded height in pixels, before rotation.
  public var height: Int
  /// Clockwise degrees by which a player turns the picture: 0, 90, 180 or 270.
  public var rotation: Int
  /// Whether a player changes left and right before it turns the picture.
  public var isMirrored: Bool
  /// Frames per second: the average over the stream, from the pictures' own times; of a long stream whose packets lack
  /// times, over its beginning. What the header states where there are fewer than two pictures.
  public var frameRate: Double?
  /// Whether the distance between frames varies by more than the time base's rounding.
  public var isVariableFrameRate: Bool
  /// Frames that play, counted, not computed; nil where not all were gone through, or a packet may be half a picture.
  public var frames: Int?
  /// Last frame's end minus first frame's start, as an exact fraction of a second, edit lists applied; nil where unknown.
  public var duration: MediaTime?
  /// FFmpeg's name of the pixel format, such as `yuv420p`.
  public var pixelFormat: String?
  /// Whether whoever read it has a decoder for the codec that it may use.
  package var isDecodable: Bool

  /// Facts of a video stream, as found.
  package init(
    codec: String, width: Int, height: Int, rotation: Int, isMirrored: Bool = false, frameRate: Double?,
    isVariableFrameRate: Bool, frames: Int?, duration: MediaTime?, pixelFormat: String?,
    isDecodable: Bool = true
  ) {
    self.codec = codec
    self.width = width
    self.height = height
    self.rotation = rotation
    self.isMirrored = isMirrored
    self.frameRate = frameRate
    self.isVariableFrameRate = isVariableFrameRate
    self.frames = frames
    self.duration = duration
    self.pixelFormat = pixelFormat
    self.isDecodable = isDecodable
  }
}

/// Facts of an audio stream.
public struct AudioInfo: Sendable, Equatable {
  /// FFmpeg's name of the codec, such as `aac`; `unknown` where none is known.
  public var codec: String
  /// Samples per second of one channel.
  public var sampleRate: Int
  /// Number of channels.
  public var channels: Int
  /// Decoded samples divided by the sample rate, as an exact fraction of a second, priming and padding removed as the
  /// container says; nil where unknown. Of a stream that changes its rate on the way, the sum of its parts.
  public var duration: MediaTime?
  /// Whether whoever read it has a decoder for the codec that it may use.
  package var isDecodable: Bool

  /// Facts of an audio stream, as found.
  package init(
    codec: String, sampleRate: Int, channels: Int, duration: MediaTime?, isDecodable: Bool = true
  ) {
    self.codec = codec
    self.sampleRate = sampleRate
    self.channels = channels
    self.duration = duration
    self.isDecodable = isDecodable
  }
}
