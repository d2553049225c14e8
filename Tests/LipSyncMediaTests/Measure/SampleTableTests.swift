import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// The last picture is as long as the file's own table says, whoever reads it and from where.
@Suite("Sample tables", .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"))
struct SampleTableTests {
  /// Pictures that are shown for seconds, one of them reordered.
  struct Row: Sendable, CustomTestStringConvertible {
    var name = "slides.mp4"
    var rate = "1/2"
    var options: String
    var seconds: MediaTime
    var testDescription: String { "\(name) \(rate) \(options)" }
  }

  static let rows = [
    Row(options: "-bf 2", seconds: MediaTime(12)), Row(options: "-bf 0", seconds: MediaTime(12)),
    Row(options: "-bf 2 -movflags +faststart", seconds: MediaTime(12)),
    Row(name: "slides.mov", options: "-bf 2", seconds: MediaTime(12)),
    Row(rate: "2/7", options: "-bf 3", seconds: MediaTime(21)),
    Row(options: "-bf 2 -g 3 -movflags frag_keyframe+empty_moov", seconds: MediaTime(12)),
    Row(options: "-bf 2 -g 3 -movflags frag_keyframe+default_base_moof", seconds: MediaTime(12)),
    Row(rate: "30000/1001", options: "-bf 2", seconds: MediaTime(6 * 1001, 30_000)),
  ]

  @Test("Path, server and decode agree to the tick", arguments: rows)
  func slides(_ row: Row) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file(row.name)
    try #require(
      try FFmpegProgram.run(
        ["-f", "lavfi", "-i", "testsrc2=s=160x120:r=\(row.rate)", "-frames:v", "6", "-pix_fmt", "yuv420p"]
          + ["-c:v", "libx264", "-preset", "ultrafast", "-x264opts", "b-adapt=0"]
          + row.options.split(separator: " ").map(String.init) + [path]))
    for isRemote in [false, true] {
      let source = CountedSource(try FileSource(path: path), isRemote: isRemote)
      let info = try MediaInfo.probeBlocking(source, deadline: .after(.seconds(30)))
      #expect(info.isDurationExact && info.video?.frames == 6, "\(info)")
      #expect(
        (try #require(info.duration) - row.seconds).magnitude < MediaTime(1, 1000), "\(isRemote) \(info)")
    }
    let options = DecodedMedia.Options(signatures: false, envelope: false)
    let decoded = try DecodedMedia.decode(FileSource(path: path), options: options)
    #expect((try #require(decoded.videoDuration) - row.seconds).magnitude < MediaTime(1, 1000))
  }

  @Test("What is left of a table's lengths is the last picture's, where it is one of them")
  func rest() {
    var times = PictureTimes(areListed: true)
    // Decoded in another order than shown: the long one is not the last to be shown.
    for (start, length) in [(0, 40), (80, 40), (40, 3000)] as [(Int64, Int64)] { times.add(start, length) }
    #expect(times.length == 3080)
    var odd = PictureTimes(areListed: true)
    for (start, length) in [(0, 40), (50, 40)] as [(Int64, Int64)] { odd.add(start, length) }
    #expect(odd.length == 90)
    var guessed = PictureTimes(areListed: false)
    for (start, length) in [(0, 40), (80, 40), (40, 3000)] as [(Int64, Int64)] { guessed.add(start, length) }
    #expect(guessed.length == 120)
  }

  @Test("A clock that goes back from one packet to the next is no exact one")
  func setback() throws {
    let directory = try TemporaryDirectory()
    try #require(
      try FFmpegProgram.run(
        ["-f", "lavfi", "-i", "testsrc2=s=64x48:d=2", "-c:v", "libx264", "-pix_fmt", "yuv420p"]
          + [directory.file("a.mkv")]))
    let movie = try directory.read("a.mkv")
    let info = try MediaInfo.probeBlocking(MemorySource(movie + movie, name: "two"))
    #expect(!info.isDurationExact && info.video?.frames == 100, "\(info)")
    #expect(try MediaInfo.probeBlocking(MemorySource(movie, name: "one")).isDurationExact)
  }
}
