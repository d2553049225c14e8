package import LipSyncMediaMaking
public import LipSyncMediaReading

/// Media made on the spot, small and the same every time.
public enum Fixtures {
  /// What is heard in a fixture.
  public struct Sound: Sendable {
    /// The kinds of sound.
    public enum Kind: Sendable { case speech, silence, tone }
    /// How it sounds.
    public var kind: Kind
    /// Sounds of different seeds have nothing in common.
    public var seed: UInt64
    /// How long; nil for as long as the pictures.
    public var seconds: MediaTime?
    /// Samples a second.
    public var sampleRate: Int
    /// 1 or 2.
    public var channels: Int
    /// When the first sample is heard.
    public var start: MediaTime

    /// Noise that swells and pauses as speech does.
    public static func speech(
      seed: UInt64 = 1, seconds: MediaTime? = nil, sampleRate: Int = 16_000, channels: Int = 1,
      start: MediaTime = .zero
    ) -> Sound {
      Sound(
        kind: .speech, seed: seed, seconds: seconds, sampleRate: sampleRate, channels: channels, start: start)
    }

    /// Nothing to hear.
    public static func silence(seconds: MediaTime? = nil, sampleRate: Int = 16_000) -> Sound {
      Sound(kind: .silence, seed: 0, seconds: seconds, sampleRate: sampleRate, channels: 1, start: .zero)
    }

    /// A steady tone of 440 Hz.
    public static func tone(seconds: MediaTime? = nil, sampleRate: Int = 16_000) -> Sound {
      Sound(kind: .tone, seed: 0, seconds: seconds, sampleRate: sampleRate, channels: 1, start: .zero)
    }
  }

  /// What is seen in a fixture.
  public enum Scene: Sendable {
    /// Every picture carries its number.
    case numbered(seed: UInt64 = 0)
    /// The same picture all along.
    case frozen
    /// Black all along.
    case black

    func picture(_ index: Int, width: Int, height: Int) -> Picture {
      switch self {
      case .numbered(let seed): NumberedPicture.make(index, width: width, height: height, seed: seed)
      case .frozen: NumberedPicture.make(0x5A5A, width: width, height: height)
      case .black: Picture(width: width, height: height)
      }
    }
  }

  /// A video file's bytes: numbered pictures, with speech on them where `audio` says so.
  ///
  /// - Parameters:
  ///   - seconds: length of the pictures, rounded up to whole frames.
  ///   - frameRate: pictures a second, such as `MediaTime(30000, 1001)`.
  ///   - options: further options of FFmpeg's muxer, such as `("movflags", "frag_keyframe+empty_moov")`.
  ///   - configure: last changes to the video's spec: key pictures, time stamps, encoder options.
  package static func video(
    seconds: MediaTime = MediaTime(1), frameRate: MediaTime = MediaTime(25), width: Int = 320,
    height: Int = 180,
    scene: Scene = .numbered(), audio: Sound? = nil, rotation: Int = 0, format: String = "mp4",
    options: [(String, String)] = [],
    configure: (inout VideoSpec) -> Void = { _ in }
  ) throws -> [UInt8] {
    let directory = try TemporaryDirectory()
    try writeVideo(
      to: directory.file("video"), seconds: seconds, frameRate: frameRate, width: width, height: height,
      scene: scene, audio: audio, rotation: rotation, format: format, options: options, configure: configure)
    return try directory.read("video")
  }

  /// As `video`, into a file.
  package static func writeVideo(
    to path: String, seconds: MediaTime = MediaTime(1), frameRate: MediaTime = MediaTime(25),
    width: Int = 320, height: Int = 180,
    scene: Scene = .numbered(), audio: Sound? = nil, rotation: Int = 0, format: String = "mp4",
    options: [(String, String)] = [],
    configure: (inout VideoSpec) -> Void = { _ in }
  ) throws {
    let frameDuration = MediaTime(frameRate.denominator, frameRate.numerator)
    let rate = frameRate.numerator * seconds.numerator
    let scale = frameRate.denominator * seconds.denominator
    let count = Int((rate + scale - 1) / scale)
    try writeVideo(
      to: path, lengths: Array(repeating: frameDuration, count: count), width: width, height: height,
      scene: scene, audio: audio, format: format, options: options
    ) { spec in
      spec.frameDuration = frameDuration
      spec.tick = nil
      spec.rotation = rotation
      configure(&spec)
    }
  }

  /// A video file with pictures of the given lengths, each a whole number of milliseconds unless `configure`
  /// sets another tick.
  package static func writeVideo(
    to path: String, lengths: [MediaTime], width: Int = 320, height: Int = 180, scene: Scene = .numbered(),
    audio: Sound? = nil, format: String = "mp4",
    options: [(String, String)] = [], configure: (inout VideoSpec) -> Void = { _ in }
  ) throws {
    var spec = VideoSpec(width: width, height: height, frameDuration: MediaTime(1, 25))
    spec.tick = MediaTime(1, 1000)
    spec.preset = "ultrafast"
    configure(&spec)
    let writer = try MovieWriter.create(
      path: path, format: format, video: spec,
      audio: audio.map { sound in
        var spec = AudioSpec(sampleRate: sound.sampleRate, channels: sound.channels)
        spec.start = sound.start
        return spec
      }, options: options)
    if let audio {
      let total = lengths.reduce(.zero, +)
      try writer.append(samples(of: audio, seconds: audio.seconds ?? total))
    }
    for (index, length) in lengths.enumerated() {
      try writer.append(scene.picture(index, width: width, height: height), lasting: length)
    }
    try writer.finish()
  }

  /// An audio file's bytes, WAV unless `format` names another container.
  public static func audio(
    seconds: MediaTime = MediaTime(1), seed: UInt64 = 1, sampleRate: Int = 16_000, channels: Int = 1,
    kind: Sound.Kind = .speech, format: String = "wav"
  ) throws -> [UInt8] {
    let directory = try TemporaryDirectory()
    let spec = AudioSpec(sampleRate: sampleRate, channels: channels)
    let writer = try MovieWriter.create(
      path: directory.file("audio"), format: format, video: nil, audio: spec)
    var sound = Sound.speech(seed: seed, seconds: seconds, sampleRate: sampleRate, channels: channels)
    sound.kind = kind
    try writer.append(samples(of: sound, seconds: seconds))
    try writer.finish()
    return try directory.read("audio")
  }

  /// A still picture's bytes: JPEG, unless `codec` names another image encoder such as `png`.
  package static func image(_ picture: Picture? = nil, codec: String = "mjpeg") throws -> [UInt8] {
    let picture = picture ?? NumberedPicture.make(0x3C3C, width: 320, height: 180)
    let directory = try TemporaryDirectory()
    var spec = VideoSpec(
      width: picture.width, height: picture.height, frameDuration: MediaTime(1, 25), codec: codec)
    spec.keyframeInterval = 1
    let writer = try MovieWriter.create(
      path: directory.file("image"), format: "image2pipe", video: spec, audio: nil)
    try writer.append(picture)
    try writer.finish()
    return try directory.read("image")
  }

  /// A web page, such as a share link's preview.
  public static func page(title: String = "clip.mp4 - Preview") -> [UInt8] {
    Array(
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>\(title)</title></head>
      <body><h1>\(title)</h1><p>Sign in to download this file.</p></body></html>

      """.utf8)
  }
}
