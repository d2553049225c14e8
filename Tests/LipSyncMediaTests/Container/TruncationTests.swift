import Foundation
import TestSupport
import Testing

@testable import LipSyncMedia

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
    #expect(try #require(part.duration).seconds < 2.6, "what plays of it is said: \(part)")
  }
}
