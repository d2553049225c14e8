import Foundation
import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// Files that end early, each made whole by the ffmpeg program and then cut.
@Suite("Truncation", .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"))
struct TruncationTests {
  @Test(
    "A cut is found without the missing bytes, a whole file is not called cut",
    arguments: [
      Matrix.Row(name: "mp4", options: "-c:v libx264 -preset ultrafast -c:a aac -movflags +faststart"),
      Matrix.Row(
        name: "mp4",
        options: "-c:v libx264 -preset ultrafast -g 10 -movflags frag_keyframe+empty_moov -c:a aac"),
      Matrix.Row(name: "mkv", options: "-c:v libx264 -preset ultrafast -c:a aac"),
      Matrix.Row(name: "webm", options: "-c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus -live 1"),
      Matrix.Row(name: "flv", options: "-c:v libx264 -preset ultrafast -c:a aac"),
      Matrix.Row(name: "wav", options: "-vn"), Matrix.Row(name: "wav", options: "-vn -rf64 always"),
      Matrix.Row(name: "flac", options: "-vn"),
      Matrix.Row(name: "mp3", options: "-vn"), Matrix.Row(name: "ogg", options: "-vn -c:a libvorbis"),
      Matrix.Row(name: "ogg", options: "-vn -c:a libopus"),
      Matrix.Row(name: "mxf", options: "-c:v mpeg2video -c:a pcm_s16le"),
      Matrix.Row(name: "gif", options: "-an"),
      Matrix.Row(name: "apng", options: "-an"), Matrix.Row(name: "y4m", options: "-an"),
      Matrix.Row(name: "ivf", options: "-an -c:v libvpx -deadline realtime -cpu-used 8"),
      Matrix.Row(name: "gxf", options: "-an -c:v mpeg2video -s 720x576"),
      Matrix.Row(name: "dv", options: "-s 720x576 -target pal-dv -ac 2"),
      Matrix.Row(name: "voc", options: "-vn -c:a pcm_u8"),
      Matrix.Row(name: "avi", options: "-c:v mpeg4 -c:a libmp3lame"),
      Matrix.Row(name: "asf", options: "-c:v msmpeg4 -c:a wmav2"), Matrix.Row(name: "wv", options: "-vn"),
      Matrix.Row(name: "tta", options: "-vn"), Matrix.Row(name: "w64", options: "-vn"),
      Matrix.Row(name: "aiff", options: "-vn"), Matrix.Row(name: "au", options: "-vn"),
    ])
  func cut(_ row: Matrix.Row) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("made.\(row.name)")
    guard try Matrix.make(row, at: path) else { return }
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(try !MediaInfo.probeBlocking(MemorySource(bytes, name: "whole")).isTruncated)
    let part = try MediaInfo.probeBlocking(
      MemorySource(Array(bytes.prefix(bytes.count * 60 / 100 + 7)), name: "cut"))
    #expect(part.isTruncated, "\(part)")
    #expect(!part.isDurationExact, "what is cut is not exact: \(part)")
    #expect(try #require(part.duration).seconds < 2.6, "what plays of it is said: \(part)")
  }

  @Test("A cut that takes the index along is called one", arguments: ["alac.caf", "whole.m4a", "whole.mp4"])
  func withoutIndex(_ name: String) throws {
    let directory = try TemporaryDirectory()
    try #require(
      try FFmpegProgram.run(
        ["-f", "lavfi", "-i", "sine=d=3"] + (name.hasSuffix("caf") ? ["-c:a", "alac"] : []) + [
          directory.file(name)
        ]))
    let bytes = try directory.read(name)
    let error = #expect(throws: MediaError.self) {
      try MediaInfo.probeBlocking(MemorySource(Array(bytes.prefix(bytes.count * 6 / 10)), name: name))
    }
    #expect(error?.code == .truncated, "\(error.map { "\($0)" } ?? "")")
  }
}
