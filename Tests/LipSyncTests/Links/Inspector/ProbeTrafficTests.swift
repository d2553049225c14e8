import Foundation
import LipSyncMedia
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync

/// What a look at a remote source asks of its host: requests and bytes are counted there.
@Suite("Traffic of a probe", .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"))
struct ProbeTrafficTests {
  /// A file, and what it may cost. Of an ISO file's samples two are looked at, in the middle and at the end: a request of 64
  /// bytes each, sent at once. The look that another client takes at the link is one request, of no bytes, of each.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let options: String
    let requests: Int
    /// Share of the file.
    let share: Double
    var isExact = true
    /// Whether pictures are noisy, so that their bytes are many.
    var isNoisy = false
    var testDescription: String { "\(name) \(options)" }
  }

  private static let x264 = "-c:v libx264 -preset ultrafast -b:v 1M -c:a aac"

  static let rows = [
    Row(name: "front.mp4", options: "\(x264) -movflags +faststart", requests: 4, share: 0.2),
    Row(name: "back.mp4", options: x264, requests: 5, share: 0.2),
    // Times of sound that wander, as a phone's do.
    Row(
      name: "wandering.mp4",
      options: "\(x264) -af asetnsamples=1024,asetpts=N+mod(N/1024\\,3)*37 -movflags +faststart", requests: 4,
      share: 0.2),
    Row(
      name: "recording.webm",
      options: "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 1500k -c:a libopus -live 1", requests: 5,
      share: 0.5, isExact: false, isNoisy: true),
    Row(
      name: "fragments.mp4", options: "\(x264) -b:v 3M -g 50 -movflags frag_keyframe+empty_moov",
      requests: 16, share: 0.3, isNoisy: true),
    Row(
      name: "listed.mp4", options: "\(x264) -b:v 3M -g 50 -an -movflags frag_keyframe+dash+global_sidx",
      requests: 16, share: 0.3, isNoisy: true),
    Row(name: "long.wav", options: "-vn -ac 2", requests: 4, share: 0.2),
  ]

  /// Twenty seconds of pictures that move, and a tone.
  private static func made(_ row: Row) throws -> [UInt8] {
    let directory = try TemporaryDirectory()
    let done = try FFmpegProgram.run(
      [
        "-f", "lavfi", "-i",
        "testsrc2=s=320x240:r=25:d=20" + (row.isNoisy ? ",noise=alls=40:allf=t" : ""), "-f", "lavfi", "-i",
        "sine=r=48000:d=20", "-pix_fmt", "yuv420p",
      ] + row.options.split(separator: " ").map(String.init) + [directory.file(row.name)])
    try #require(done)
    return try directory.read(row.name)
  }

  @Test("Few requests and few bytes tell how long a remote file is", arguments: rows)
  func few(_ row: Row) async throws {
    let bytes = try Self.made(row)
    try #require(bytes.count > 1 << 20, "\(bytes.count)")
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/" + row.name, bytes)
    let inspection = await InspectorTests.inspector().inspect(.url(origin.url("/" + row.name)), as: .pair)
    let media = try #require(inspection.media)
    // One without a range goes out beside the first, and leaves with the head of its answer.
    #expect(
      origin.requests.count <= row.requests + 1,
      "\(origin.requests.map { $0.header("Range") ?? "" }) of \(bytes.count)")
    #expect(origin.requests.count { $0.header("Range") == nil } == 1)
    let share = Double(origin.bytesSentByRange) / Double(bytes.count)
    #expect(share < row.share, "\(share) of \(bytes.count)")
    #expect(media.isDurationExact == row.isExact)
    #expect(media.video?.duration.map { abs($0.seconds - 20) < 0.05 } ?? true)
    #expect(media.audio?.duration.map { abs($0.seconds - 20) < 0.05 } ?? true)
  }

  @Test("Video and audio of a pair are under way at once")
  func pair() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let meeting = Meeting()
    origin.serve("/clip.mp4", try InspectorTests.clip.get()) { _ in meeting.arrive("video", meets: "audio") }
    origin.serve("/sound.wav", try InspectorTests.sound.get()) { _ in meeting.arrive("audio", meets: "video")
    }
    let request = CheckRequest(
      video: .url(origin.url("/clip.mp4")), audio: .url(origin.url("/sound.wav")), playbackType: nil,
      strict: false, ignoredRules: [])
    let report = await Preflight.check(request, inspector: InspectorTests.inspector())
    #expect(report.video.media != nil && report.audio.media != nil)
    #expect(meeting.isKept)
  }
}

/// Two that each wait for the other, a minute at most: sound because all is behind the condition's lock.
private final class Meeting: @unchecked Sendable {
  private let condition = NSCondition()
  private var seen: Set<String> = []
  /// Whether nobody waited in vain.
  private(set) var isKept = true

  /// Waits until the other one has been here; no fault of the origin's in any case.
  func arrive(_ name: String, meets other: String) -> [OriginFault] {
    condition.lock()
    defer { condition.unlock() }
    seen.insert(name)
    condition.broadcast()
    let end = Date(timeIntervalSinceNow: 60)
    while !seen.contains(other) {
      guard condition.wait(until: end) else {
        isKept = false
        break
      }
    }
    return []
  }
}
