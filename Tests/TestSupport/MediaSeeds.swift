/// One small file for each container and codec that the installed ffmpeg program can write.
public enum MediaSeeds {
  /// A file's bytes and what it is.
  public struct Seed: Sendable {
    /// Codec and container, as in `h264+aac.mp4`.
    public var name: String
    /// The file.
    public var bytes: [UInt8]

    /// Names a file.
    public init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// Pictures of 64 x 48 at 10 a second, and a tone.
  private static let both: [(String, [String])] = [
    ("h264+aac.mp4", ["-c:v", "libx264", "-bf", "1", "-c:a", "aac"]),
    (
      "fragments.mp4", ["-c:v", "libx264", "-g", "3", "-movflags", "frag_keyframe+empty_moov", "-c:a", "aac"]
    ),
    ("faststart.mp4", ["-c:v", "mpeg4", "-c:a", "libmp3lame", "-movflags", "+faststart"]),
    ("hevc.mp4", ["-c:v", "libx265", "-x265-params", "log-level=none", "-an"]),
    ("mjpeg+pcm.mov", ["-c:v", "mjpeg", "-c:a", "pcm_s16be"]),
    ("vp8+vorbis.webm", ["-c:v", "libvpx", "-c:a", "libvorbis"]),
    ("vp9+opus.webm", ["-c:v", "libvpx-vp9", "-c:a", "libopus"]),
    ("live.webm", ["-c:v", "libvpx", "-c:a", "libopus", "-live", "1"]),
    ("h264+flac.mkv", ["-c:v", "libx264", "-c:a", "flac"]),
    ("mpeg4+mp3.avi", ["-c:v", "mpeg4", "-c:a", "libmp3lame"]),
    ("h264+aac.flv", ["-c:v", "libx264", "-c:a", "aac"]),
    ("h264+aac.ts", ["-c:v", "libx264", "-c:a", "aac"]),
    ("mpeg2+mp2.mpg", ["-r", "25", "-c:v", "mpeg2video", "-c:a", "mp2"]),
    ("theora+vorbis.ogv", ["-c:v", "libtheora", "-c:a", "libvorbis"]),
    ("wmv2+wmav2.wmv", ["-c:v", "wmv2", "-c:a", "wmav2"]),
    ("mpeg4+pcm.nut", ["-c:v", "mpeg4", "-c:a", "pcm_s16le"]),
    ("pictures.gif", ["-c:v", "gif", "-an"]),
    ("pictures.apng", ["-c:v", "apng", "-an"]),
  ]
  private static let sounds: [(String, [String])] = [
    ("pcm.wav", []), ("adpcm.wav", ["-c:a", "adpcm_ima_wav"]), ("pcm.w64", []),
    ("pcm.aiff", []), ("mulaw.au", ["-c:a", "pcm_mulaw"]), ("pcm.caf", []), ("flac.flac", []),
    ("mp3.mp3", ["-c:a", "libmp3lame"]),
    ("bare.mp3", ["-c:a", "libmp3lame", "-write_xing", "0", "-id3v2_version", "0"]),
    ("aac.aac", ["-c:a", "aac"]), ("aac.m4a", ["-c:a", "aac"]), ("alac.m4a", ["-c:a", "alac"]),
    ("vorbis.ogg", ["-c:a", "libvorbis"]), ("opus.opus", ["-c:a", "libopus"]),
    ("speex.spx", ["-c:a", "libspeex"]), ("wavpack.wv", ["-c:a", "wavpack"]), ("tta.tta", ["-c:a", "tta"]),
    ("ac3.ac3", ["-c:a", "ac3"]), ("opus.mka", ["-c:a", "libopus"]),
  ]
  private static let stills: [(String, [String])] = [
    ("still.png", []), ("still.jpg", []), ("still.webp", ["-c:v", "libwebp"]),
  ]

  /// Makes the files, `step` apart in the list, or one of them; what the program cannot write is left out.
  public static func make(every step: Int = 1, named wanted: String? = nil) throws -> [Seed] {
    let picture = ["-f", "lavfi", "-i", "testsrc=s=64x48:r=10:d=0.6"]
    let tone = ["-f", "lavfi", "-i", "sine=d=0.4:r=8000"]
    let yuv = ["-pix_fmt", "yuv420p", "-preset", "ultrafast", "-deadline", "realtime"]
    let all: [(String, [String])] =
      both.map {
        ($0.0, picture + tone + (($0.0.hasPrefix("pictures") || $0.1.contains("mjpeg")) ? [] : yuv) + $0.1)
      }
      + sounds.map { ($0.0, tone + $0.1) } + stills.map { ($0.0, picture + ["-frames:v", "1"] + $0.1) }
    let directory = try TemporaryDirectory()
    return try stride(from: 0, to: all.count, by: step).compactMap { index in
      let (name, options) = all[index]
      guard wanted ?? name == name else { return nil }
      guard try FFmpegProgram.run(options + [directory.file(name)]) else { return nil }
      let bytes = try directory.read(name)
      return bytes.isEmpty ? nil : Seed(name: name, bytes: bytes)
    }
  }
}
