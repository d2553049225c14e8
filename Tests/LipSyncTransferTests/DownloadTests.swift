import Platform
import Synchronization
import TestSupport
import Testing

@testable import LipSyncTransfer

@Suite struct DownloadTests {
  private static let retry = RetryPolicy(attempts: 3, base: .milliseconds(1))

  /// Of `pattern(1 << 20)`, reckoned elsewhere.
  private static let digest = "8ffdf7e6cfde155ab118e1f70435db9efd0e96745e674854895edd173fc591ca"

  @Test func aFileArrivesWhole() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    let bytes = pattern(1 << 20) + pattern(1 << 20) + [1]
    bench.origin.serve("/a", bytes)
    let seen = Mutex<[Int64]>([])
    let summary = try await bench.client.download(
      Request(url: bench.origin.url("/a")), to: folder.file("a.mp4")
    ) { received, total in
      seen.withLock { $0.append(received) }
      #expect(total == 2_097_153)
    }
    #expect(try folder.read("a.mp4") == bytes)
    #expect(try folder.contents() == ["a.mp4"])
    #expect(summary.bytes == 2_097_153)
    #expect(summary.sha256 == "be4a27d4632682b52a5250e7871812817f166424d41b13b95ad258a32753604b")
    #expect(summary.verifiedBy == "size")
    #expect(summary.response.header("ETag") == "\"v1\"")
    #expect(seen.withLock { $0.last } == 2_097_153)
    #expect(seen.withLock { $0 == $0.sorted() })
  }

  @Test(arguments: [[OriginFault.chunked], [.noLength]])
  func withoutAStatedLengthNothingIsVerified(faults: [OriginFault]) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    bench.origin.serve("/a", pattern(10_000), faults: faults)
    let summary = try await bench.client.download(Request(url: bench.origin.url("/a")), to: folder.file("a"))
    #expect(summary.verifiedBy == "none")
    #expect(try folder.read("a") == pattern(10_000))
  }

  @Test(arguments: [
    [OriginFault.drop(atOffset: 600_000, times: 1)],
    [.drop(atOffset: 600_000, times: 2)],
    [
      .drop(atOffset: 300_000, times: 1), .drop(atOffset: 600_000, times: 2),
      .drop(atOffset: 900_000, times: 3),
    ],
    [.drop(atOffset: 600_000, times: 1), .slice200],
    [.drop(atOffset: 600_000, times: 1), .unknownTotal],
    [.drop(atOffset: 600_000, times: 1), .noRange],
    [.drop(atOffset: 600_000, times: 1), .wrongRange(shift: 7)],
    [.drop(atOffset: 600_000, times: 1), .wrongRange(shift: -7)],
    [.drop(atOffset: 600_000, times: 1), .rangeFromZero],
    [.drop(atOffset: 600_000, times: 1), .noContentRange],
    [.drop(atOffset: 600_000, times: 1), .noValidators],
    [.drop(atOffset: 600_000, times: 1), .weakETag],
    [.drop(atOffset: 600_000, times: 1), .etagChanges],
    [.drop(atOffset: 600_000, times: 1), .chunked],
    [.drop(atOffset: 600_000, times: 1), .redirectInside],
    [.drop(atOffset: 600_000, times: 1), .rangeStatus(416)],
    [.busy(503, times: 2, retryAfter: "0")],
    [.busy(429, times: 2, retryAfter: "Mon, 02 Jan 2023 00:00:00 GMT")],
    [.dropBeforeAnswer(times: 2)],
  ])
  func whatBrokeIsTakenUpAgain(faults: [OriginFault]) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    bench.origin.serve("/a", pattern(1 << 20), faults: faults)
    let summary = try await bench.client.download(
      Request(url: bench.origin.url("/a")), to: folder.file("a"), retry: Self.retry)
    #expect(try folder.read("a") == pattern(1 << 20))
    #expect(try folder.contents() == ["a"])
    #expect(summary.sha256 == Self.digest)
  }

  @Test func onlyTheRestIsFetchedAgain() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    bench.origin.serve("/a", pattern(1 << 20), faults: [.drop(atOffset: 600_000, times: 1)])
    let summary = try await bench.client.download(
      Request(url: bench.origin.url("/a")), to: folder.file("a"), retry: Self.retry)
    let again = try #require(bench.origin.requests.last)
    #expect(again.header("Range") == "bytes=600000-")
    #expect(again.header("If-Range") == "\"v1\"")
    #expect(bench.origin.bytesSent == 1 << 20)
    #expect(summary.response.bytesReceived < 1 << 20 + 1)
    #expect(bench.origin.requests.count == 2)
  }

  @Test func attemptsThatBringSomethingAreNotCounted() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    let drops = (1...9).map { OriginFault.drop(atOffset: $0 * 100_000, times: $0) }
    bench.origin.serve("/a", pattern(1 << 20), faults: drops)
    let policy = RetryPolicy(attempts: 2, base: .milliseconds(1))
    _ = try await bench.client.download(
      Request(url: bench.origin.url("/a")), to: folder.file("a"), retry: policy)
    #expect(try folder.read("a") == pattern(1 << 20))
    #expect(bench.origin.requests.count == 10)
  }

  @Test(arguments: [
    ([OriginFault.status(404)], TransferError.Code.status, 1),
    ([.status(403)], .status, 1),
    ([.status(503)], .status, 3),
    ([.truncate(at: 0)], .truncated, 3),
    ([.stall(after: 0)], .timeout, 3),
    ([.contentEncoding("gzip")], .badAnswer, 1),
    ([.claimedLength(1 << 50)], .diskFull, 1),
    ([.redirectLoop], .redirect, 2),
    ([.headerBomb(bytes: 100_000)], .tooLarge, 1),
    ([.statusAfter(404, requests: 1), .truncate(at: 5000)], .status, 2),
    ([.truncate(at: 100), .noValidators], .truncated, 3),
    ([.truncate(at: 100), .weakETag], .truncated, 3),
    ([.truncate(at: 100), .wrongRange(shift: 1)], .truncated, 3),
  ])
  func failuresLeaveNothingBehind(faults: [OriginFault], code: TransferError.Code, requests: Int) async throws
  {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    bench.origin.serve("/a", pattern(10_000), faults: faults)
    let request = Request(
      url: bench.origin.url("/a"), stallTimeout: code == .timeout ? .milliseconds(150) : .seconds(60))
    let path = folder.file("a")
    let error = await failure { () throws(TransferError) in
      try await bench.client.download(request, to: path, retry: Self.retry, limit: .max)
    }
    #expect(error?.code == code, "\(error.map(String.init(describing:)) ?? "no error")")
    #expect(bench.origin.requests.count == requests)
    #expect(try folder.contents() == [])
  }

  @Test func theLimitHoldsWithAndWithoutALength() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    bench.origin.serve("/a", pattern(10_000))
    bench.origin.serve("/endless", [], faults: [.endless])
    for path in ["/a", "/endless"] {
      let request = Request(url: bench.origin.url(path))
      let error = await failure { () throws(TransferError) in
        try await bench.client.download(request, to: folder.file("a"), retry: Self.retry, limit: 9999)
      }
      #expect(error?.code == .tooLarge)
    }
    #expect(try folder.contents() == [])
  }

  @Test func anOldFileStandsUntilTheNewOneIsWhole() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    _ = try folder.write([1, 2, 3], as: "a")
    bench.origin.serve("/bad", pattern(10_000), faults: [.truncate(at: 10)])
    bench.origin.serve("/good", pattern(10_000))
    let path = folder.file("a")
    let bad = Request(url: bench.origin.url("/bad"))
    let error = await failure { () throws(TransferError) in
      try await bench.client.download(bad, to: path, retry: .none)
    }
    #expect(error?.code == .truncated)
    #expect(try folder.read("a") == [1, 2, 3])
    _ = try await bench.client.download(Request(url: bench.origin.url("/good")), to: path)
    #expect(try folder.read("a") == pattern(10_000))
  }

  @Test func placesThatCannotHoldAFileAreToldFirst() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    mkdir(folder.file("sub"), 0o755)
    symlink("/etc/passwd", folder.file(".link.lipflight-part"))
    for path in [folder.file("sub"), folder.file("none/a"), folder.file("link"), ""] {
      let request = Request(url: bench.origin.url("/a"))
      let error = await failure { () throws(TransferError) in
        try await bench.client.download(request, to: path)
      }
      #expect(error?.code == .file, "\(path)")
    }
    #expect(bench.origin.requests.isEmpty)
  }

  @Test func aLeftPartIsEmptiedAndAnOpenOneIsRespected() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    _ = try folder.write(pattern(50_000), as: ".a.lipflight-part")
    bench.origin.serve("/a", pattern(10_000))
    let path = folder.file("a")
    let request = Request(url: bench.origin.url("/a"))
    _ = try await bench.client.download(request, to: path)
    #expect(try folder.read("a") == pattern(10_000))
    let open = try PartFile.open(for: path)
    let error = await failure { () throws(TransferError) in try await bench.client.download(request, to: path)
    }
    #expect(error?.code == .file)
    #expect(error?.message.contains("another download") == true)
    #expect(try folder.contents() == [".a.lipflight-part", "a"])
    open.discard()
  }

  @Test func partNamesFitTheFileSystem() {
    #expect(PartFile.name(for: "a.mp4").path == "./.a.mp4.lipflight-part")
    #expect(PartFile.name(for: "/a.mp4").path == "/.a.mp4.lipflight-part")
    #expect(PartFile.name(for: "x/y/a.mp4").path == "x/y/.a.mp4.lipflight-part")
    let long = String(repeating: "ä", count: 127)
    let name = PartFile.name(for: "x/" + long).path.dropFirst(2)
    #expect(name.utf8.count <= 255)
    #expect(name.hasSuffix(".lipflight-part"))
    #expect(PartFile.name(for: "x/" + long).path != PartFile.name(for: "x/" + long + "b").path)
  }
}
