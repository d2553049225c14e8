import Platform
import TestSupport
import Testing

@testable import LipSyncTransfer

/// Downloads whose process is killed, whose disk is full, whose server dies at each byte.
@Suite struct DownloadDisasterTests {
  private static let part = ".a.lipflight-part"
  private static let note = ".a.lipflight-part.json"
  private static let size = 1 << 20

  private let bench: Bench
  private let folder: TemporaryDirectory

  init() throws {
    bench = try Bench()
    folder = try TemporaryDirectory()
  }

  /// Waits until a file has so many bytes.
  private func awaitBytes(_ count: Int, in path: String) async throws {
    var facts = stat()
    let end = ContinuousClock.now + .seconds(30)
    while stat(path, &facts) != 0 || Int(facts.st_size) < count {
      try #require(.now < end, "the part has not grown to \(count) bytes")
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  @Test(arguments: [1000, 300_000, 1 << 20 - 1])
  func killedItLeavesAPartThatTheNextRunContinues(count: Int) async throws {
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(Self.size), faults: [.stall(after: count)])
    let child = try Child(bench.origin.url("/a?X-Signature=one"), to: folder.file("a"))
    try await awaitBytes(count, in: folder.file(Self.part))
    #expect(await child.kill())
    #expect(try folder.contents() == [Self.part, Self.note])
    #expect(try folder.read(Self.part) == pattern(count))

    bench.origin.serve("/a", pattern(Self.size))
    bench.origin.forget()
    _ = try await bench.client.download(
      Request(url: bench.origin.url("/a?X-Signature=two")), to: folder.file("a"))
    #expect(try folder.read("a") == pattern(Self.size))
    #expect(try folder.contents() == ["a"])
    #expect(bench.origin.requests.map { $0.header("Range") } == ["bytes=\(count)-"])
    #expect(bench.origin.bytesSent == Int64(Self.size - count))
  }

  /// After a power cut nothing is certain of what was not made durable.
  @Test func aPartOfAnotherRunOfTheMachineIsNotTrusted() async throws {
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(Self.size), faults: [.stall(after: 5000)])
    let child = try Child(bench.origin.url("/a"), to: folder.file("a"))
    try await awaitBytes(5000, in: folder.file(Self.part))
    #expect(await child.kill())
    var note = try #require(PartNote.read(folder.file(Self.note)))
    note.boot = "another"
    #expect(note.write(folder.file(Self.note)))
    bench.origin.serve("/a", pattern(Self.size))
    bench.origin.forget()
    _ = try await bench.client.download(Request(url: bench.origin.url("/a")), to: folder.file("a"))
    #expect(try folder.read("a") == pattern(Self.size))
    #expect(bench.origin.requests.map { $0.header("Range") } == [nil])
  }

  @Test(arguments: [[OriginFault](), [.chunked], [.weakETag], [.noValidators]])
  func aServerThatDiesOnceAtAnyByteLosesNothing(faults: [OriginFault]) async throws {
    defer { bench.origin.stop() }
    let bytes = pattern(60)
    for offset in 0..<bytes.count {
      bench.origin.serve("/\(offset)", bytes, faults: faults + [.drop(atOffset: offset, times: 1)])
      _ = try await bench.client.download(
        Request(url: bench.origin.url("/\(offset)")), to: folder.file("a"),
        retry: RetryPolicy(attempts: 2, base: .milliseconds(1)))
      #expect(try folder.read("a") == bytes, "at byte \(offset)")
    }
    #expect(try folder.contents() == ["a"])
  }

  @Test func aServerThatDiesAtEachByteInTurnLosesNothing() async throws {
    defer { bench.origin.stop() }
    let bytes = pattern(300)
    bench.origin.serve("/a", bytes, faults: [.truncate(at: 1)])
    _ = try await bench.client.download(
      Request(url: bench.origin.url("/a")), to: folder.file("a"), retry: RetryPolicy(attempts: 2))
    #expect(try folder.read("a") == bytes)
    #expect(bench.origin.bytesSent == 300, "each byte came once")
  }

  @Test func withoutValidatorsTheLastBytesAreComparedAndTheRestIsFetched() async throws {
    defer { bench.origin.stop() }
    bench.origin.serve(
      "/a", pattern(Self.size), faults: [.noValidators, .drop(atOffset: 600_000, times: 1)])
    let summary = try await bench.client.download(Request(url: bench.origin.url("/a")), to: folder.file("a"))
    #expect(try folder.read("a") == pattern(Self.size))
    #expect(bench.origin.requests.map { $0.header("Range") } == [nil, "bytes=\(600_000 - 16384)-"])
    #expect(summary.response.bytesReceived == Int64(Self.size - 600_000 + 16384))
  }

  @Test func withoutValidatorsOtherBytesAreNotAppended() async throws {
    defer { bench.origin.stop() }
    let other = Array(pattern(Self.size).reversed())
    bench.origin.serve("/a", pattern(Self.size)) { request in
      request.header("Range") == nil
        ? [.noValidators, .truncate(at: 600_000)] : [.redirect(302, to: "/other")]
    }
    bench.origin.serve("/other", other, faults: [.noValidators])
    let error = await failure { () throws(TransferError) in
      try await bench.client.download(
        Request(url: bench.origin.url("/a")), to: folder.file("a"), retry: RetryPolicy(attempts: 3))
    }
    #expect(error?.code == .truncated, "the bytes before the break are not those of the other object")
    #expect(bench.origin.requests.map(\.path) == ["/a", "/a", "/other", "/a"])
    #expect(try folder.contents() == [])
  }

  // MARK: slow servers

  @Test func aDripIsGivenUpAndItsPartKept() async throws {
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(Self.size), faults: [.rate(bytesPerSecond: 500)])
    let error = await failure { () throws(TransferError) in
      try await bench.client.download(
        Request(url: bench.origin.url("/a")), to: folder.file("a"), retry: RetryPolicy(attempts: 9),
        limit: .max, keepsPart: true, pace: DownloadPace(least: 10_000, in: .milliseconds(300)))
    }
    #expect(error?.code == .timeout)
    #expect(error?.message.contains("at least 10000 in 0.3 s are expected") == true)
    #expect(bench.origin.requests.count == 1)
    #expect(try folder.contents() == [Self.part, Self.note])
  }

  @Test func thePaceIsTheLeastInEachStretch() {
    let start = ContinuousClock.now
    let pace = DownloadPace(least: 100, in: .seconds(10), from: start)
    #expect(pace.objection(after: 60, at: start + .seconds(9)) == nil)
    #expect(pace.objection(after: 60, at: start + .seconds(11)) == nil)
    #expect(
      pace.objection(after: 99, at: start + .seconds(21))
        == "only 99 bytes arrived in 10 s, at least 100 in 10 s are expected")
    pace.leaveOut(.seconds(30))
    #expect(pace.objection(after: 1, at: start + .seconds(50)) == nil)
    #expect(pace.objection(after: 1, at: start + .seconds(61)) != nil)
  }

  // MARK: disks

  @Test func aLimitOnFilesIsAFullDisk() async throws {
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(Self.size), faults: [.chunked])
    let child = try Child(bench.origin.url("/a"), to: folder.file("a"), shell: "ulimit -f 400;")
    await child.wait()
    #expect(try folder.contents() == [Self.part, Self.note])
    bench.origin.forget()
    bench.origin.serve("/a", pattern(Self.size))
    _ = try await bench.client.download(Request(url: bench.origin.url("/a")), to: folder.file("a"))
    #expect(try folder.read("a") == pattern(Self.size))
    #expect(bench.origin.requests.first?.header("Range") != nil)
  }

  @Test(.enabled(if: geteuid() == 0, "mounting a small disk needs root"))
  func aDiskThatFillsUpKeepsThePart() async throws {
    defer { bench.origin.stop() }
    let disk = folder.file("disk")
    mkdir(disk, 0o755)
    guard await run("/bin/mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk) else { return }
    bench.origin.serve("/a", pattern(Self.size), faults: [.chunked])
    let request = Request(url: bench.origin.url("/a"))
    let error = await failure { () throws(TransferError) in
      try await bench.client.download(request, to: disk + "/a")
    }
    #expect(error?.code == .diskFull)
    #expect(error?.message.contains("free some space") == true)
    let names = try FileManager.default.contentsOfDirectory(atPath: disk).sorted()
    #expect(names == [Self.part, Self.note])
    #expect(await run("/bin/mount", "-o", "remount,size=4m", disk))
    bench.origin.serve("/a", pattern(Self.size))
    bench.origin.forget()
    let summary = try? await bench.client.download(request, to: disk + "/a")
    #expect(summary?.sha256 == hex(Checksum.sha256.value(of: pattern(Self.size))))
    #expect(bench.origin.requests.first?.header("Range") != nil)
    // Nothing can be written: said before anything is asked for, and what is there stays.
    // A process that another test has just started holds copies of all descriptors, until it runs its program.
    var isReadOnly = false
    for _ in 0..<100 where !isReadOnly { isReadOnly = await run("/bin/mount", "-o", "remount,ro", disk) }
    #expect(isReadOnly)
    bench.origin.forget()
    let refused = await failure { () throws(TransferError) in
      try await bench.client.download(request, to: disk + "/b")
    }
    #expect(refused?.code == .file)
    #expect(refused?.message.contains("Read-only") == true)
    #expect(bench.origin.requests.isEmpty)
    #expect(await run("/bin/umount", disk))
  }
}
