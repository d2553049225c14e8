import Foundation
import LipSyncMediaMaking
import LipSyncMediaReading
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncMedia

/// Results that are decoded while they are still on their way.
@Suite("Arrival", .timeLimit(.minutes(2))) struct ArrivalTests {
  private struct Kind: Sendable {
    var format = "mp4"
    var options: [(String, String)] = []
    var seed: UInt64 = 1
  }

  private static let kinds = [
    "index first": Kind(),
    "fragments": Kind(options: [("movflags", "+frag_keyframe+empty_moov+default_base_moof")]),
    "Matroska": Kind(format: "matroska"),
    "index last": Kind(options: [("movflags", "-faststart")]),
    "another": Kind(seed: 5),
  ]

  /// Each kind of file, drawn once.
  private static let made = Result {
    try kinds.mapValues { kind in
      try Fixtures.video(
        seconds: MediaTime(6), width: 192, height: 108, scene: .numbered(seed: kind.seed),
        audio: .speech(seed: 3), format: kind.format, options: kind.options
      ) { $0.keyframeInterval = 25 }
    }
  }

  private static func bytes(_ kind: String = "index first") throws -> [UInt8] {
    try #require(try made.get()[kind])
  }

  @Test(
    "what can be played in order is decoded before its last byte is sent",
    arguments: ["index first", "fragments", "Matroska"])
  func inOrder(kind: String) async throws {
    let bytes = try Self.bytes(kind)
    let origin = try Origin()
    defer { origin.stop() }
    let gate = OriginGate()
    origin.serve("/r.mp4", bytes, faults: [.gate(gate, atOffset: bytes.count * 3 / 4)])
    let report = try await Postflight.verify(
      VerifyRequest(result: .url(origin.url("/r.mp4"))), inspector: VerifyTests.inspector,
      events: { if case .verifying(let share) = $0, share > 0.3 { gate.open() } })
    try expectSame(report, bytes)
    #expect(origin.requests.count == 1)
  }

  @Test("a cover is fetched while its result is on its way")
  func coverBeside() async throws {
    let bytes = try Self.bytes()
    let image = try await onBlockingThread {
      try Thumbnail.jpeg(of: MemorySource(bytes, name: "r.mp4"), at: MediaTime(1))
    }
    let origin = try Origin()
    defer { origin.stop() }
    let gate = OriginGate()
    origin.serve("/r.mp4", bytes, faults: [.gate(gate, atOffset: bytes.count / 2)])
    origin.serve("/c.jpg") { _ in
      gate.open()
      return OriginReply(headers: [("Content-Type", "image/jpeg")], body: image)
    }
    let report = try await Postflight.verify(
      VerifyRequest(result: .url(origin.url("/r.mp4")), cover: .url(origin.url("/c.jpg"))),
      inspector: VerifyTests.inspector)
    try expectSame(report, bytes)
    #expect(report.cover?.moment == MediaTime(1) && report.cover?.path == nil)
  }

  @Test("what has its index at the end is decoded once that is there")
  func indexLast() async throws {
    let bytes = try Self.bytes("index last")
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/r.mp4", bytes)
    try expectSame(try await verify(origin), bytes)
  }

  @Test("a length that is not stated is no hindrance")
  func chunked() async throws {
    let bytes = try Self.bytes()
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/r.mp4", bytes, faults: [.chunked])
    try expectSame(try await verify(origin), bytes)
  }

  @Test("a connection that breaks is gone on from, and what was decoded before counts")
  func broken() async throws {
    let bytes = try Self.bytes()
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/r.mp4", bytes, faults: [.drop(atOffset: bytes.count / 2, times: 1)])
    try expectSame(try await verify(origin), bytes)
    #expect(origin.requests.count == 2)
  }

  @Test("a URL that expires on the way is replaced, and the same part goes on")
  func expired() async throws {
    let bytes = try Self.bytes()
    let origin = try Origin()
    defer { origin.stop() }
    let half = bytes.count / 2
    origin.serve("/r.mp4", bytes) { request in
      if request.query == "signature=fresh" { return [] }
      return request.header("Range") == nil ? [.drop(atOffset: half, times: 1)] : [.status(403)]
    }
    let fresh = origin.url("/r.mp4?signature=fresh")
    let report = try await Postflight.verify(
      VerifyRequest(result: .url(origin.url("/r.mp4?signature=old"))), inspector: VerifyTests.inspector,
      refresh: { $0 == .result ? fresh : nil })
    try expectSame(report, bytes)
    let last = try #require(origin.requests.last)
    #expect(origin.requests.count == 3)
    #expect(last.query == "signature=fresh" && last.header("Range") == "bytes=\(half)-")
  }

  @Test("what was there when a verification was cancelled is not fetched again by the next one")
  func cancelled() async throws {
    let bytes = try Self.bytes()
    let origin = try Origin()
    defer { origin.stop() }
    let directory = try TemporaryDirectory()
    origin.serve("/r.mp4", bytes, faults: [.gate(OriginGate(), atOffset: bytes.count * 3 / 4)])
    let request = VerifyRequest(result: .url(origin.url("/r.mp4")), directory: directory.path)
    let (seen, see) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      try await Postflight.verify(
        request, inspector: VerifyTests.inspector,
        events: { if case .verifying(let share) = $0, share > 0.3 { see.yield() } })
    }
    for await _ in seen { break }
    task.cancel()
    await #expect(throws: (any Error).self) { try await task.value }
    #expect(try directory.contents() == [".r.mp4.lipflight-part", ".r.mp4.lipflight-part.json"])
    let kept = try directory.read(".r.mp4.lipflight-part").count
    origin.serve("/r.mp4", bytes)
    origin.forget()
    let report = try await Postflight.verify(
      request, inspector: VerifyTests.inspector)
    try expectSame(report, bytes)
    #expect(try directory.contents() == ["r.mp4"])
    #expect(origin.requests.map { $0.header("Range") } == ["bytes=\(kept)-"])
  }

  @Test("an object that changes on the way is decoded anew", arguments: [false, true])
  func changed(isWhole: Bool) async throws {
    let (old, new) = (try Self.bytes(), try Self.bytes("another"))
    let origin = try Origin()
    defer { origin.stop() }
    let gate = OriginGate()
    let digest = "sha-256=:\(try Self.base64(Self.digest(new))):"
    // Half of the old object, or all of it under the digest of the new one.
    let loss = isWhole ? [] : [OriginFault.drop(atOffset: old.count * 3 / 4, times: 1)]
    origin.serve(
      "/r.mp4", old,
      faults: [.header("Repr-Digest", digest), .gate(gate, atOffset: old.count / 2), .etagChanges] + loss)
    let report = try await Postflight.verify(
      VerifyRequest(result: .url(origin.url("/r.mp4"))), inspector: VerifyTests.inspector,
      events: { event in
        guard case .verifying(let share) = event, share > 0.2, !gate.isOpen else { return }
        origin.serve("/r.mp4", new, faults: [.header("Repr-Digest", digest)])
        gate.open()
      })
    try expectSame(report, new)
  }

  @Test("a download that fails ends the reading of it")
  func failed() async throws {
    let bytes = try Self.bytes()
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/r.mp4", bytes, faults: [.truncate(at: bytes.count / 2), .noRange, .noValidators])
    await #expect(throws: TransferError.self) { try await self.verify(origin) }
  }

  private func verify(_ origin: Origin) async throws -> VerifyReport {
    try await Postflight.verify(
      VerifyRequest(result: .url(origin.url("/r.mp4"))), inspector: VerifyTests.inspector)
  }

  /// The report of a download is that of its file, decoded at rest.
  private func expectSame(_ report: VerifyReport, _ bytes: [UInt8]) throws {
    let atRest = try DecodedMedia.decode(
      MemorySource(bytes, name: "at rest"), options: .init(content: true))
    #expect(report.media == atRest.info)
    #expect(try report.sha256 == Self.digest(bytes))
    #expect(report.findings.map(\.rule) == [.resultNotCompared], "\(report.json.text)")
  }

  private static func digest(_ bytes: [UInt8]) throws -> String {
    let directory = try TemporaryDirectory()
    return try DownloadedFile.sha256(of: directory.write(bytes, as: "object"), deadline: .none)
  }

  private static func base64(_ digits: String) throws -> String {
    let bytes = try stride(from: 0, to: digits.count, by: 2).map { start in
      try #require(UInt8(digits.dropFirst(start).prefix(2), radix: 16))
    }
    return Data(bytes).base64EncodedString()
  }
}
