import LipSyncMedia
import TestSupport
import Testing

@testable import LipSync

/// Hosts that a check by ranges alone takes for good (groups A and B of the findings on links), row by row.
@Suite("other ways of asking, row by row")
struct PlainGetTests {
  private static func inspect(_ origin: Origin, _ path: String) async -> SourceInspection {
    await InspectorTests.inspector().inspect(.url(origin.url(path)), as: .video)
  }

  @Test(
    "hosts that refuse a GET without a range, or send something else to it",
    arguments: [400, 403, 405, 416, 200])
  func refused(status: Int) async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let clip = try HostileOriginTests.longClip.get()
    origin.serve("/clip.mp4") { request in
      guard let range = request.range(of: clip.count), request.header("Range") != nil else {
        return OriginReply(
          status: status, headers: [("Content-Type", "text/html")],
          body: Array("<html><title>Player</title>".utf8))
      }
      return OriginReply(
        status: 206,
        headers: [
          ("Content-Type", "video/mp4"),
          ("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(clip.count)"),
        ], body: Array(clip[range]))
    }
    let inspection = await Self.inspect(origin, "/clip.mp4")
    let finding = try #require(inspection.failure)
    #expect(
      finding.rule == .linkClientBound && finding.message.contains("only to those who ask for a byte range"))
    #expect(finding.remedy.contains("without a Range header"))
  }

  @Test("a host that takes one request at a time is no such host")
  func busy() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/clip.mp4", try HostileOriginTests.longClip.get()) { request in
      request.header("Range") == nil ? [.busy(503, times: 99, retryAfter: nil)] : []
    }
    #expect(await Self.inspect(origin, "/clip.mp4").failure == nil)
  }

  @Test("a body that is shorter than its length, where the first bytes were enough for the media")
  func short() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let clip = try HostileOriginTests.longClip.get()
    origin.serve(
      "/short.mp4", clip, type: "video/mp4", faults: [.noRange, .truncate(at: clip.count * 9 / 10)])
    origin.serve("/whole.mp4", clip, type: "video/mp4", faults: [.noRange])
    #expect(InspectorTests.errors(await Self.inspect(origin, "/short.mp4")) == ["media.truncated"])
    #expect(InspectorTests.errors(await Self.inspect(origin, "/whole.mp4")).isEmpty)
  }

  @Test("a longer range that is named as it is: worth a warning, and read on")
  func longer() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let sound = try InspectorTests.long.get()
    origin.serve("/talk.wav") { request in
      let start = request.range(of: sound.count)?.lowerBound ?? 0
      let end = min(sound.count, start + 1_000_001)
      return OriginReply(
        status: 206,
        headers: [
          ("Content-Type", "audio/wav"), ("Content-Range", "bytes \(start)-\(end - 1)/\(sound.count)"),
        ],
        body: Array(sound[start..<end]))
    }
    let inspection = await InspectorTests.inspector().inspect(.url(origin.url("/talk.wav")), as: .audio)
    #expect(inspection.findings.map(\.rule.rawValue) == ["link.bad-ranges"] && inspection.failure == nil)
    #expect(
      inspection.media?.isDurationExact == true
        && inspection.findings.first?.message.contains("says so in Content-Range") == true)
  }

  @Test("a redirect to a name in Latin-1 is followed byte by byte")
  func latin() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/a.mp4") { _, wire in
      wire.send(
        Array("HTTP/1.1 302 Found\r\nLocation: /caf".utf8) + [0xe9]
          + Array(".mp4\r\nContent-Length: 0\r\n\r\n".utf8))
    }
    origin.serve("/caf%E9.mp4", try InspectorTests.clip.get(), type: "video/mp4")
    let inspection = await Self.inspect(origin, "/a.mp4")
    #expect(inspection.failure == nil && inspection.media != nil, "\(origin.requests.map(\.path))")
  }
}
