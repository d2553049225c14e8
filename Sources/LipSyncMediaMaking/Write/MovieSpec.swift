package import LipSyncMediaReading

/// How the video stream of a file in the making is to look.
package struct VideoSpec: Sendable {
  /// Pixels across; H.264 wants an even number.
  package var width: Int
  /// Pixels down; H.264 wants an even number.
  package var height: Int
  /// How long one picture lasts, such as 1001/30000 s.
  package var frameDuration: MediaTime
  /// FFmpeg's name of the encoder, such as `libvpx`; nil for the container's usual one.
  package var codec: String?
  /// The encoder's preset, from `ultrafast` to `veryslow`; used by encoders that know presets.
  package var preset = "veryfast"
  /// Constant quality of libx264, 0 (lossless) to 51.
  package var quality = 21
  /// Most pictures from one key picture to the next; nil for the encoder's own choice.
  package var keyframeInterval: Int?
  /// Most pictures in a row that lean on later ones; nil for the encoder's own choice.
  package var bFrames: Int?
  /// Further options of the encoder, such as `("x264-params", "open-gop=1")`.
  package var encoderOptions: [(String, String)] = []
  /// Clockwise degrees by which players are told to turn the picture.
  package var rotation = 0
  /// When the first picture is shown, on the container's clock.
  package var start: MediaTime = .zero
  /// The finest step between pictures of unequal lengths; nil where all last `frameDuration`.
  package var tick: MediaTime?
  /// Width of a pixel divided by its height.
  package var pixelAspect: (Int32, Int32) = (1, 1)
  /// What the numbers of a picture stand for.
  var colour = ColourTags()

  /// A stream of equal pictures.
  package init(width: Int, height: Int, frameDuration: MediaTime, codec: String? = nil) {
    self.width = width
    self.height = height
    self.frameDuration = frameDuration
    self.codec = codec
  }
}

/// How the audio stream of a file in the making is to sound.
package struct AudioSpec: Sendable {
  /// Samples per second of one channel; the encoder has the last word on which are possible.
  package var sampleRate: Int
  /// 1 or 2.
  package var channels: Int
  /// FFmpeg's name of the encoder, such as `libmp3lame`; nil for the container's usual one.
  package var codec: String?
  /// Bits per second; nil for the encoder's own choice.
  package var bitRate: Int?
  /// When the first sample is heard, on the container's clock.
  package var start: MediaTime = .zero

  /// A stream of samples.
  package init(sampleRate: Int = 48_000, channels: Int = 1, codec: String? = nil) {
    self.sampleRate = sampleRate
    self.channels = channels
    self.codec = codec
  }
}

/// What goes into a container where the caller does not say.
struct ContainerDefaults {
  let video: String?
  let audio: String?
  /// Options of the muxer itself.
  let options: [(String, String)]

  /// Whether it is of the MP4 family.
  var hasEditLists: Bool { options.contains { $0.0 == "movflags" } }

  static func of(_ format: String) -> ContainerDefaults {
    table[format] ?? ContainerDefaults(video: "libx264", audio: "aac", options: [])
  }

  private static let table: [String: ContainerDefaults] = [
    "mp4": ContainerDefaults(video: "libx264", audio: "aac", options: [("movflags", "+faststart")]),
    "mov": ContainerDefaults(video: "libx264", audio: "aac", options: [("movflags", "+faststart")]),
    "ipod": ContainerDefaults(video: "libx264", audio: "aac", options: [("movflags", "+faststart")]),
    "matroska": ContainerDefaults(video: "libx264", audio: "aac", options: []),
    "webm": ContainerDefaults(video: "libvpx", audio: "libopus", options: []),
    "mpegts": ContainerDefaults(video: "libx264", audio: "aac", options: []),
    "flv": ContainerDefaults(video: "libx264", audio: "aac", options: []),
    "avi": ContainerDefaults(video: "mpeg4", audio: "libmp3lame", options: []),
    "wav": ContainerDefaults(video: nil, audio: "pcm_s16le", options: []),
    "mp3": ContainerDefaults(video: nil, audio: "libmp3lame", options: []),
    "flac": ContainerDefaults(video: nil, audio: "flac", options: []),
    "ogg": ContainerDefaults(video: nil, audio: "libopus", options: []),
    "adts": ContainerDefaults(video: nil, audio: "aac", options: []),
  ]
}
