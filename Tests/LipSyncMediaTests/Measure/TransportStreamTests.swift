import CFFmpeg
import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// Pictures that a parser cuts out of a transport stream, and streams of pictures without times.
@Suite(
  "Pictures cut out of streams",
  .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"))
struct TransportStreamTests {
  private static let h264 = "-c:v libx264 -preset ultrafast -bf 2 -g 25"

  private static func made(_ name: String, size: String = "640x360", seconds: Int = 4, _ options: String)
    throws -> [UInt8]?
  {
    let directory = try TemporaryDirectory()
    let done = try FFmpegProgram.run(
      [
        "-f", "lavfi", "-i", "testsrc2=s=\(size):r=25:d=\(seconds)", "-threads", "1", "-pix_fmt", "yuv420p",
      ] + options.split(separator: " ").map(String.init) + [directory.file(name)])
    return done ? try directory.read(name) : nil
  }

  private static func probe(_ bytes: [UInt8], _ name: String = "clip") throws -> MediaInfo {
    try MediaInfo.probeBlocking(MemorySource(bytes, name: name), deadline: .after(.seconds(60)))
  }

  /// What a full decode plays.
  private static func truth(_ bytes: [UInt8]) throws -> DecodedMedia {
    try DecodedMedia.decode(
      MemorySource(bytes, name: "clip"), options: .init(signatures: false, envelope: false),
      deadline: .after(.seconds(60)))
  }

  @Test("Whole pictures of a transport stream are counted, not decoded", arguments: ["libx264", "libx265"])
  func counted(_ codec: String) throws {
    let quiet = codec == "libx265" ? " -x265-params log-level=none" : ""
    let bytes = try #require(
      try Self.made("clip.ts", size: "160x120", "-c:v \(codec) -preset ultrafast -g 25\(quiet)"))
    let info = try Self.probe(bytes)
    #expect(info.durationMethod == .packets && info.isDurationExact)
    #expect(info.video?.frames == 100 && info.duration == MediaTime(4))
  }

  @Test("A transport stream that begins within a group of pictures is decoded")
  func headless() throws {
    let bytes = try #require(
      try Self.made("clip.ts", size: "160x120", "\(Self.h264) -x264opts open-gop=1:bframes=3"))
    // Behind the tables: packets of 188 bytes.
    let cut = Array(bytes[..<(188 * 3)] + bytes[(bytes.count / 188 / 5 * 188)...])
    let (info, truth) = (try Self.probe(cut), try Self.truth(cut))
    let length = try #require(info.video?.duration)
    #expect((length - (truth.videoDuration ?? .zero)).magnitude.seconds < 0.041)
    #expect(!info.isDurationExact || length == truth.videoDuration)
  }

  @Test("Interlaced pictures, of which a packet may be half, are decoded")
  func interlaced() throws {
    let bytes = try #require(
      try Self.made("clip.ts", size: "160x120", "\(Self.h264) -flags +ildct+ilme -x264opts tff=1"))
    let info = try Self.probe(bytes)
    #expect(info.durationMethod == .decode)
    #expect(info.duration == (try Self.truth(bytes).videoDuration))
  }

  @Test("Only slices make a picture")
  func slices() {
    func holds(_ bytes: [UInt8], hevc: Bool = false) -> Bool {
      bytes.withUnsafeBufferPointer { StartCodes.holdPicture($0, hevc ? AV_CODEC_ID_HEVC : AV_CODEC_ID_H264) }
    }
    #expect(holds([0, 0, 0, 1, 9, 16, 0, 0, 1, 0x65, 0x88]))
    #expect(holds([0, 0, 1, 0x41]))
    #expect(!holds([0, 0, 0, 1, 9, 16]))
    #expect(!holds([0, 0, 1, 0x67, 1, 2, 0, 0, 1, 0x68, 0, 0, 1]))
    #expect(!holds([0, 0, 2, 0x65]) && !holds([]) && !holds([0, 0, 1]))
    #expect(holds([0, 0, 0, 1, 0x40, 1, 0, 0, 1, 0x26, 1], hevc: true))
    #expect(!holds([0, 0, 0, 1, 0x40, 1], hevc: true))
  }

  /// Made so long that they are not decoded at once; before, the rest of the first group of pictures was decoded as if it
  /// began with a key picture.
  @Test(
    "A long first group of pictures is as long as it plays",
    arguments: [
      "clip.avi -c:v mpeg4 -bf 2 -g 250", "clip.avi -c:v libxvid -bf 2 -g 250",
      "clip.m2v -c:v mpeg2video -g 250",
    ])
  func oneGroup(_ row: String) throws {
    let words = row.split(separator: " ", maxSplits: 1)
    guard let bytes = try Self.made(String(words[0]), String(words[1])) else { return }
    let (info, truth) = (try Self.probe(bytes), try Self.truth(bytes))
    let length = try #require(info.video?.duration)
    #expect(
      (length - (truth.videoDuration ?? .zero)).magnitude.seconds < 0.041,
      "\(length) \(truth.videoDuration?.seconds ?? 0)")
    #expect(info.video?.frames.map { $0 == truth.info.video?.frames } ?? true)
  }

  /// Times of bare MPEG-1 are the demuxer's, and start with a leap. Of the last group, which is short, the first picture comes out without a time, and the others not at all.
  @Test(
    "A last group of pictures that refers to the one before is decoded with it",
    arguments: ["clip.m1v -c:v mpeg1video", "clip.mpg -c:v mpeg1video", "clip.m2v -c:v mpeg2video"], 94...103)
  func shortGroup(_ row: String, _ frames: Int) throws {
    let words = row.split(separator: " ", maxSplits: 1)
    let bytes = try #require(
      try Self.made(String(words[0]), seconds: 5, "\(words[1]) -bf 2 -g 15 -frames:v \(frames)"))
    let info = try Self.probe(bytes)
    let length = try #require(info.video?.duration)
    #expect(abs(length.seconds - Double(frames) / 25) < 0.041, "\(length.seconds), \(info)")
    #expect(
      info.video?.frameRate.map { abs($0 - 25) < 0.5 } == true
        && (info.video?.isVariableFrameRate == false || row.hasPrefix("clip.m1v")))
  }

  @Test("Bare pictures without any times last as long as they are many", arguments: ["h264", "hevc"])
  func untimed(_ codec: String) throws {
    let encoder =
      codec == "hevc" ? "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=25" : Self.h264
    let bytes = try #require(
      try Self.made("clip.\(codec)", size: "320x180", seconds: 8, "\(encoder) -f \(codec)"))
    let info = try Self.probe(bytes)
    let length = try #require(info.video?.duration)
    #expect(abs(length.seconds - 8) < 0.081, "\(length.seconds)")
    #expect(info.video?.frames.map { $0 == 200 } ?? true)
  }

  @Test("What nothing in the bytes tells is told by the name's end", arguments: ["g722", "sbc", "tco"])
  func bareSound(_ end: String) throws {
    let directory = try TemporaryDirectory()
    let options =
      ["g722": "-ar 16000", "sbc": "-ar 44100 -c:a sbc", "tco": "-ar 8000 -b:a 6300 -c:a g723_1 -f g723_1"][
        end] ?? ""
    let path = directory.file("sound.\(end)")
    try #require(
      try FFmpegProgram.run(
        ["-f", "lavfi", "-i", "sine=d=3"] + options.split(separator: " ").map(String.init) + [path]))
    let info = try MediaInfo.probeBlocking(try FileSource(path: path))
    #expect(info.audio?.duration.map { abs($0.seconds - 3) < 0.05 } == true)
    let unnamed = try #require(throws: MediaError.self) {
      _ = try Self.probe(try directory.read("sound.\(end)"), "http://127.0.0.1/sound?name=x.\(end)")
    }
    #expect(unnamed.code == .notMedia)
  }
}
