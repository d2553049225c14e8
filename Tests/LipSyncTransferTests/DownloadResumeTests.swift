import Platform
import Synchronization
import TestSupport
import Testing

@testable import LipSyncTransfer

/// Downloads that go on in a later call where an earlier one was broken off.
@Suite struct DownloadResumeTests {
  private static let part = ".a.lipflight-part"
  private static let note = ".a.lipflight-part.json"
  private static let size = 1 << 20

  private let bench: Bench
  private let folder: TemporaryDirectory

  init() throws {
    bench = try Bench()
    folder = try TemporaryDirectory()
  }

  /// Downloads `/a` to `a`, without a second attempt.
  private func download(
    _ path: String = "/a", retry: RetryPolicy = .none, limit: Int64 = .max
  ) async throws(TransferError) -> DownloadSummary {
    try await bench.client.download(
      Request(url: bench.origin.url(path), stallTimeout: .seconds(60)), to: folder.file("a"), retry: retry,
      limit: limit)
  }

  /// Leaves the first bytes of `/a`, and forgets the requests for them.
  private func leave(_ count: Int = 300_000, faults: [OriginFault] = []) async throws {
    bench.origin.serve("/a", pattern(Self.size), faults: [.truncate(at: count)] + faults)
    let error = await failure { () throws(TransferError) in try await download("/a?X-Signature=one") }
    #expect(error?.code == .truncated)
    #expect(try folder.contents() == [Self.part, Self.note])
    #expect(try folder.read(Self.part) == pattern(count))
    bench.origin.forget()
  }

  private func checkWhole(_ summary: DownloadSummary, _ bytes: [UInt8]) throws {
    #expect(try folder.read("a") == bytes)
    #expect(try folder.contents() == ["a"])
    #expect(summary.bytes == Int64(bytes.count))
  }

  @Test func cancellingKeepsThePartAndTheNextCallFetchesTheRest() async throws {
    defer { bench.origin.stop() }
    // Paced, so that a report is due before the stall.
    bench.origin.serve(
      "/a", pattern(Self.size), faults: [.rate(bytesPerSecond: 4 << 20), .stall(after: 600_000)])
    let (arrived, arrive) = AsyncStream.makeStream(of: Void.self)
    let (client, request) = (bench.client, Request(url: bench.origin.url("/a?X-Signature=secret")))
    let path = folder.file("a")
    let task = Task {
      await failure { () throws(TransferError) in
        try await client.download(request, to: path) { received, _ in if received > 0 { arrive.yield() } }
      }
    }
    for await _ in arrived { break }
    task.cancel()
    #expect(await task.value?.code == .cancelled)
    #expect(try folder.contents() == [Self.part, Self.note])
    let kept = try folder.read(Self.part)
    #expect(!kept.isEmpty && kept == pattern(kept.count))
    let words = String(decoding: try folder.read(Self.note), as: UTF8.self)
    #expect(!words.contains("secret") && !words.contains("Signature"))

    bench.origin.serve("/a", pattern(Self.size))
    bench.origin.forget()
    let summary = try await download("/a?X-Signature=other")
    try checkWhole(summary, pattern(Self.size))
    #expect(summary.sha256 == "8ffdf7e6cfde155ab118e1f70435db9efd0e96745e674854895edd173fc591ca")
    #expect(summary.verifiedBy == "size")
    #expect(bench.origin.requests.count == 1)
    #expect(bench.origin.requests.first?.header("Range") == "bytes=\(kept.count)-")
    #expect(bench.origin.requests.first?.header("If-Range") == "\"v1\"")
  }

  /// Before the answer, before its first byte, and in the pause before another attempt.
  @Test(arguments: [
    [OriginFault.latency(milliseconds: 60_000)], [.stall(after: 0)], [.busy(503, times: 99, retryAfter: nil)],
  ])
  func cancelledWhereverItWaitsItKeepsThePart(faults: [OriginFault]) async throws {
    defer { bench.origin.stop() }
    try await leave()
    bench.origin.serve("/a", pattern(Self.size), faults: faults)
    let (client, path) = (bench.client, folder.file("a"))
    let request = Request(url: bench.origin.url("/a"), stallTimeout: .seconds(60))
    let patient = RetryPolicy(attempts: 9, base: .seconds(60), ceiling: .seconds(60))
    let task = Task {
      await failure { () throws(TransferError) in
        try await client.download(request, to: path, retry: patient)
      }
    }
    let end = ContinuousClock.now + .seconds(30)
    while bench.origin.requests.isEmpty {
      try #require(.now < end, "nothing was asked for")
      try await Task.sleep(for: .milliseconds(1))
    }
    task.cancel()
    #expect(await task.value?.code == .cancelled)
    #expect(try folder.contents() == [Self.part, Self.note])
    #expect(try folder.read(Self.part) == pattern(300_000))
    bench.origin.serve("/a", pattern(Self.size))
    bench.origin.forget()
    try checkWhole(try await download(), pattern(Self.size))
    #expect(bench.origin.requests.map { $0.header("Range") } == ["bytes=300000-"])
  }

  @Test(arguments: [
    [OriginFault.stall(after: 5000), .statusAfter(504, requests: 1)],
    [.truncate(at: 100), .statusAfter(503, requests: 1)],
    [.truncate(at: 100), .chunked, .statusAfter(503, requests: 1)],
    [.truncate(at: 100), .statusAfter(403, requests: 1)],
    [.truncate(at: 100), .modifiedChanges],
  ])
  func passingFailuresKeepThePart(faults: [OriginFault]) async throws {
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(10_000), faults: faults)
    let stall: Duration = faults.contains(.stall(after: 5000)) ? .milliseconds(150) : .seconds(60)
    let request = Request(url: bench.origin.url("/a"), stallTimeout: stall)
    let policy = RetryPolicy(attempts: 2, base: .milliseconds(1))
    _ = await failure { () throws(TransferError) in
      try await bench.client.download(request, to: folder.file("a"), retry: policy)
    }
    #expect(try folder.contents() == [Self.part, Self.note])
    bench.origin.serve("/a", pattern(10_000))
    try checkWhole(try await download(), pattern(10_000))
  }

  /// What stands under the URL is not what it was, or nothing shows that it is.
  @Test(arguments: [
    [OriginFault.weakETag], [.noValidators], [.noRange], [.wrongRange(shift: 5)], [.noContentRange],
    [.rangeFromZero], [.rangeStatus(416)], [.rangeStatus(406)], [.etagChanges],
  ])
  func otherBytesStartOver(faults: [OriginFault]) async throws {
    defer { bench.origin.stop() }
    try await leave()
    let other = Array(pattern(Self.size).reversed())
    bench.origin.serve("/a", other, faults: faults)
    try checkWhole(try await download(), other)
  }

  @Test func aRestThatDoesNotShowWhatItIsOfIsNotAppended() async throws {
    defer { bench.origin.stop() }
    try await leave()
    // If-Range is ignored, the length is the same, and the ETag is not said.
    let other = Array(pattern(Self.size).reversed())
    bench.origin.serve("/a") { request in
      guard request.header("Range") == "bytes=300000-" else { return OriginReply(body: other) }
      return OriginReply(
        status: 206, headers: [("Content-Range", "bytes 300000-\(other.count - 1)/\(other.count)")],
        body: Array(other[300_000...]))
    }
    try checkWhole(try await download(), other)
    #expect(bench.origin.requests.map { $0.header("Range") } == ["bytes=300000-", nil])
  }

  @Test func anotherObjectStartsOver() async throws {
    defer { bench.origin.stop() }
    try await leave()
    bench.origin.serve("/b", pattern(5000))
    try checkWhole(try await download("/b"), pattern(5000))
    #expect(bench.origin.requests.first?.header("Range") == nil)
  }

  @Test(arguments: ["", "{}", "null", #"{"object":"","bytes":-5}"#])
  func aNoteThatIsNotOursIsNotUsed(words: String) async throws {
    defer { bench.origin.stop() }
    try await leave()
    _ = try folder.write(Array(words.utf8), as: Self.note)
    bench.origin.serve("/a", pattern(Self.size))
    try checkWhole(try await download(), pattern(Self.size))
    #expect(bench.origin.requests.first?.header("Range") == nil)
  }

  @Test func onlyWhatTheNoteVouchesForIsUsed() async throws {
    defer { bench.origin.stop() }
    try await leave()
    // As after a crash: bytes that nobody made durable stand behind those that are.
    _ = try folder.write(pattern(300_000) + [UInt8](repeating: 0, count: 5000), as: Self.part)
    bench.origin.serve("/a", pattern(Self.size))
    try checkWhole(try await download(), pattern(Self.size))
    #expect(bench.origin.requests.first?.header("Range") == "bytes=300000-")
  }

  @Test func aPartThatIsShorterThanItsNoteIsNotUsed() async throws {
    defer { bench.origin.stop() }
    try await leave()
    _ = try folder.write(pattern(1000), as: Self.part)
    bench.origin.serve("/a", pattern(Self.size))
    try checkWhole(try await download(), pattern(Self.size))
    #expect(bench.origin.requests.first?.header("Range") == nil)
  }

  @Test(arguments: [
    (404, false), (403, true), (400, true), (503, true), (500, true), (429, true),
  ])
  func aRefusalOfTheRestKeepsOrRemoves(status: Int, isKept: Bool) async throws {
    defer { bench.origin.stop() }
    try await leave()
    bench.origin.serve("/a", [], faults: [.status(status)])
    let error = await failure { () throws(TransferError) in try await download() }
    #expect(error?.code == .status)
    #expect(try folder.contents() == (isKept ? [Self.part, Self.note] : []))
    if isKept { #expect(try folder.read(Self.part) == pattern(300_000)) }
  }

  @Test func nothingIsKeptForThoseWhoDoNotComeBack() async throws {
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(Self.size), faults: [.truncate(at: 300_000)])
    let request = Request(url: bench.origin.url("/a"))
    let error = await failure { () throws(TransferError) in
      try await bench.client.download(request, to: folder.file("a"), retry: .none, keepsPart: false)
    }
    #expect(error?.code == .truncated)
    #expect(try folder.contents() == [])
  }

  @Test func tooLargeRemovesBoth() async throws {
    defer { bench.origin.stop() }
    try await leave()
    bench.origin.serve("/a", pattern(Self.size))
    let error = await failure { () throws(TransferError) in try await download(limit: 400_000) }
    #expect(error?.code == .tooLarge)
    #expect(try folder.contents() == [])
  }

  @Test func aFullDiskKeepsAllButTheRoomForTheNote() async throws {
    defer { bench.origin.stop() }
    try await leave(faults: [.chunked])
    let total: Int64 = 1 << 50
    bench.origin.serve("/a") { _ in
      OriginReply(
        status: 206, headers: [("Content-Range", "bytes 300000-300009/\(total)"), ("ETag", "\"v1\"")],
        body: [UInt8](repeating: 0, count: 10))
    }
    let error = await failure { () throws(TransferError) in try await download() }
    #expect(error?.code == .diskFull)
    #expect(try folder.contents() == [Self.part, Self.note])
    #expect(try folder.read(Self.part) == pattern(300_000 - 65536))
    bench.origin.serve("/a", pattern(Self.size))
    try checkWhole(try await download(), pattern(Self.size))
  }

  @Test func aPartThatIsWholeNeedsNoByte() async throws {
    defer { bench.origin.stop() }
    // The whole came, and its end was not seen.
    try await leave(Self.size - 1, faults: [.chunked])
    bench.origin.serve("/a", pattern(Self.size - 1), faults: [.header("Server", "small")])
    try checkWhole(try await download(), pattern(Self.size - 1))
  }

  @Test func whatIsKeptIsATableOfFailures() {
    func keeps(_ code: TransferError.Code, _ status: Int? = nil) -> Bool {
      RetryPolicy.keepsPart(after: TransferError(code, subject: "s", message: "m", status: status))
    }
    let kept = TransferError.Code.allCases.filter { keeps($0) }
    #expect(
      Set(kept) == [.unresolvable, .unreachable, .timeout, .tls, .truncated, .diskFull, .cancelled])
    #expect([500, 502, 507, 408, 425, 429, 400, 401, 403, 410].allSatisfy { keeps(.status, $0) })
    #expect([404, 405, 416, 451].allSatisfy { !keeps(.status, $0) })
    // A status that came before the failure does not decide.
    #expect(keeps(.truncated, 404) && !keeps(.badAnswer, 503))
  }

  // MARK: fresh URLs

  /// Answers with ranges of `bytes` under an ETag of the test's.
  private func serve(_ path: String, _ bytes: [UInt8], etag: String) {
    bench.origin.serve(path) { request in
      guard let range = request.range(of: bytes.count), [nil, etag].contains(request.header("If-Range"))
      else {
        return OriginReply(headers: [("ETag", etag)], body: bytes)
      }
      return OriginReply(
        status: 206,
        headers: [
          ("ETag", etag),
          ("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(bytes.count)"),
        ], body: Array(bytes[range]))
    }
  }

  @Test func aFreshURLAfterExpiryContinuesThePart() async throws {
    defer { bench.origin.stop() }
    bench.origin.serve(
      "/a", pattern(Self.size), faults: [.truncate(at: 300_000), .statusAfter(403, requests: 1)])
    bench.origin.serve("/signed/b", pattern(Self.size))
    let fresh = bench.origin.url("/signed/b?X-Signature=two")
    let summary = try await bench.client.download(
      Request(url: bench.origin.url("/a?X-Signature=one")), to: folder.file("a"),
      refresh: { error in error.status == 403 ? fresh : nil })
    try checkWhole(summary, pattern(Self.size))
    #expect(bench.origin.requests.map(\.path) == ["/a", "/a", "/signed/b"])
    #expect(bench.origin.requests.last?.header("Range") == "bytes=300000-")
  }

  @Test func aFreshURLOfAnotherObjectStartsOver() async throws {
    defer { bench.origin.stop() }
    bench.origin.serve(
      "/a", pattern(Self.size), faults: [.truncate(at: 300_000), .statusAfter(410, requests: 1)])
    let other = Array(pattern(Self.size - 1).reversed())
    bench.origin.serve("/b", other)
    let fresh = bench.origin.url("/b")
    let summary = try await bench.client.download(
      Request(url: bench.origin.url("/a")), to: folder.file("a"), refresh: { _ in fresh })
    try checkWhole(summary, other)
  }

  @Test func whereNoFreshURLIsToBeHadTheRefusalStands() async throws {
    defer { bench.origin.stop() }
    try await leave()
    bench.origin.serve("/a", [], faults: [.status(403)])
    let asked = Mutex(0)
    let error = await failure { () throws(TransferError) in
      try await bench.client.download(
        Request(url: bench.origin.url("/a")), to: folder.file("a"),
        refresh: { _ in
          asked.withLock { $0 += 1 }
          return nil
        })
    }
    #expect(error?.status == 403)
    #expect(asked.withLock { $0 } == 1)
    #expect(try folder.contents() == [Self.part, Self.note])
  }

  /// A later run has a link with another path: the ETag tells that it is the same object, if it is long enough to.
  @Test(arguments: [("\"0123456789abcdef\"", true), ("\"v1\"", false), ("W/\"0123456789abcdef\"", false)])
  func anotherURLOfTheSameObjectContinues(etag: String, continues: Bool) async throws {
    defer { bench.origin.stop() }
    let bytes = pattern(Self.size)
    bench.origin.serve("/one/a", bytes) { request in
      [.noValidators, .header("ETag", etag), request.query == nil ? .truncate(at: 300_000) : .status(503)]
    }
    _ = await failure { () throws(TransferError) in try await download("/one/a") }
    #expect(try folder.contents() == (etag.hasPrefix("W/") ? [] : [Self.part, Self.note]))
    bench.origin.forget()
    serve("/two/a", bytes, etag: etag)
    try checkWhole(try await download("/two/a"), bytes)
    #expect(bench.origin.requests.map { $0.header("Range") } == [continues ? "bytes=300000-" : nil])
  }
}
