internal import LipSyncMedia

/// Which streams may stay as they are, and in which container. The service's upload guide names MP4, MOV and WebM, and for sound
/// MP3, WAV and M4A; what it does not name stays in its own container if it has to stay.
enum MendFormats {
  /// A container for copied packets.
  struct Home: Equatable {
    /// FFmpeg's name of the muxer.
    var format: String
    /// The ending of a file's name.
    var ending: String

    static let mp4 = Home(format: "mp4", ending: "mp4")
    static let m4a = Home(format: "ipod", ending: "m4a")
    static let webm = Home(format: "webm", ending: "webm")
    static let mka = Home(format: "matroska", ending: "mka")
    static let wav = Home(format: "wav", ending: "wav")
    static let mp3 = Home(format: "mp3", ending: "mp3")
    static let flac = Home(format: "flac", ending: "flac")
    static let ogg = Home(format: "ogg", ending: "ogg")
  }

  /// Codecs of pictures that may stay, by where they live.
  private static let pictures: [String: Home] = [
    "h264": .mp4, "hevc": .mp4, "av1": .mp4, "vp8": .webm, "vp9": .webm,
  ]
  /// Codecs of sound that may stay beside pictures in a container.
  private static let beside: [Home: Set<String>] = [
    .mp4: ["aac", "mp3", "ac3", "eac3", "alac"], .webm: ["opus", "vorbis"],
  ]
  /// Codecs of sound that may stay, by where they live.
  private static let sounds: [String: Home] = [
    "aac": .m4a, "alac": .m4a, "mp3": .mp3, "pcm_s16le": .wav, "pcm_s24le": .wav, "pcm_s32le": .wav,
    "pcm_u8": .wav, "pcm_f32le": .wav, "flac": .flac, "ac3": .mp4, "eac3": .mp4, "dts": .mka,
    "truehd": .mka,
  ]

  /// Where copied pictures live; nil if their codec cannot stay.
  static func home(pictures codec: String) -> Home? { pictures[codec] }

  /// Whether copied sound may live beside pictures.
  static func mayStay(sound codec: String, in home: Home) -> Bool { beside[home]?.contains(codec) ?? false }

  /// Where copied sound lives by itself; nil if its codec cannot stay.
  static func home(sound codec: String, from container: String) -> Home? {
    guard ["opus", "vorbis"].contains(codec) else { return sounds[codec] }
    return container.contains("webm") ? .webm : .ogg
  }

  /// Sound that is encoded by itself: WAV if that stays within the guide's size, else AAC at what fits.
  static func sound(length: MediaTime?, rate: Int, channels: Int) -> (
    home: Home, codec: String, bitRate: Int?
  ) {
    let seconds = length?.seconds ?? 0
    let limit = Double(Limits.largestAudio)
    if seconds * Double(2 * rate * channels) < 0.99 * limit { return (.wav, "pcm_s16le", nil) }
    return (.m4a, "aac", min(best(channels), Int(limit * 8 * 0.95 / seconds) / 1000 * 1000))
  }

  /// A rate that AAC has and speech is well served by stays.
  static func kept(_ rate: Int) -> Int {
    [16_000, 22_050, 24_000, 32_000, 44_100, 48_000].contains(rate) ? rate : Defaults.mendRate
  }

  /// Bits a second that keep pictures within the guide's size, sound and container taken off; nil for what is short.
  static func largestRate(_ length: MediaTime?) -> Int64? {
    guard let seconds = length?.seconds, seconds > 1 else { return nil }
    let all = Double(Limits.largestVideo) * 8 * 0.93 / seconds
    return Int64(max(100_000, min(40_000_000, all - 200_000)))
  }

  /// Bits a second at which AAC is as good as its source.
  static func best(_ channels: Int) -> Int { channels == 1 ? 128_000 : 192_000 }
}

extension MendFormats.Home: Hashable {}
