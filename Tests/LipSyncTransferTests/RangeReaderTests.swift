import TestSupport
import Testing

@testable import LipSyncTransfer

@Suite struct RangeReaderTests {
  private func reader(_ bench: Bench, _ path: String = "/a", limit: Int64 = 64 << 20) -> RangeReader {
    RangeReader(
      client: bench.client, request: Request(url: bench.origin.url(path), stallTimeout: .seconds(60)),
      readLimit: limit, retry: RetryPolicy(attempts: 3, base: .milliseconds(1)))
  }

  private func read(_ reader: RangeReader, _ offset: Int64, _ count: Int) async throws(TransferError)
    -> [UInt8]
  {
    try await blocking { () throws(TransferError) in
      try reader.read(at: offset, count: count, deadline: .now + .seconds(20), isCancelled: nil)
    }
  }

  @Test func rangesAreReadOneByOne() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let bytes = pattern(100_000)
    bench.origin.serve("/a", bytes)
    let reader = reader(bench)
    #expect(reader.size == nil)
    #expect(reader.supportsRanges == nil)
    #expect(try await read(reader, 0, 100) == Array(bytes[..<100]))
    #expect(reader.size == 100_000)
    #expect(reader.supportsRanges == true)
    #expect(try await read(reader, 99_950, 100) == Array(bytes[99_950...]))
    #expect(try await read(reader, 100_000, 100) == [])
    #expect(try await read(reader, 5_000_000, 100) == [])
    #expect(reader.requests == 2)
    #expect(reader.bytesRead == 150)
    #expect(reader.head?.header("ETag") == "\"v1\"")
    #expect(bench.origin.bytesSent == 150)
  }

  @Test(arguments: [[OriginFault.slice200], [.unknownTotal], [.weakETag], [.noValidators], [.close]])
  func theSliceIsWhatContentRangeSays(faults: [OriginFault]) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let bytes = pattern(10_000)
    bench.origin.serve("/a", bytes, faults: faults)
    let reader = reader(bench)
    #expect(try await read(reader, 1000, 100) == Array(bytes[1000..<1100]))
    #expect(try await read(reader, 9900, 500) == Array(bytes[9900...]))
    #expect(reader.supportsRanges == true)
    #expect(try await read(reader, 10_000, 1) == [])
  }

  @Test(arguments: [
    [OriginFault.noRange], [.ignoreRange200], [.noRange, .chunked], [.noRange, .noLength],
    [.rangeStatus(416)],
    [.rangeStatus(406)], [.noRange, .drop(atOffset: 700_000, times: 2)],
  ])
  func ignoredRangesAreReadFromTheStart(faults: [OriginFault]) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let bytes = pattern(1_000_000)
    bench.origin.serve("/a", bytes, faults: faults)
    let reader = reader(bench)
    #expect(try await read(reader, 10, 100) == Array(bytes[10..<110]))
    #expect(reader.supportsRanges == false)
    #expect(try await read(reader, 900_000, 50_000) == Array(bytes[900_000..<950_000]))
    #expect(try await read(reader, 500, 100) == Array(bytes[500..<600]))
    #expect(try await read(reader, 999_999, 100) == Array(bytes[999_999...]))
    #expect(try await read(reader, 1_000_000, 100) == [])
    #expect(reader.size == 1_000_000)
  }

  @Test func aBodyReadFromTheStartIsNotReadFurtherThanNeeded() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", [], faults: [.endless])
    let reader = reader(bench)
    #expect(try await read(reader, 0, 1000).count == 1000)
    #expect(reader.bytesRead < 1 << 20)
  }

  @Test func theReadLimitHolds() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(10_000))
    bench.origin.serve("/endless", [], faults: [.endless])
    let ranged = reader(bench, limit: 150)
    #expect(try await read(ranged, 0, 100).count == 100)
    #expect(try await read(ranged, 200, 100).count == 50)
    let error = await failure { () throws(TransferError) in try await read(ranged, 300, 100) }
    #expect(error?.code == .tooLarge)
    let whole = reader(bench, "/endless", limit: 1 << 20)
    #expect(try await read(whole, 0, 100).count == 100)
    let far = await failure { () throws(TransferError) in try await read(whole, 2 << 20, 100) }
    #expect(far?.code == .tooLarge)
    #expect(far?.message.contains("does not answer ranges") == true)
  }

  @Test(arguments: [
    [OriginFault.wrongRange(shift: 1)], [.wrongRange(shift: -1)], [.rangeFromZero], [.noContentRange],
    [.overlongRange(extra: 10)],
  ])
  func wrongRangesAreBadAnswers(faults: [OriginFault]) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(10_000), faults: faults)
    let reader = reader(bench)
    let error = await failure { () throws(TransferError) in try await read(reader, 100, 100) }
    #expect(error?.code == .badAnswer)
    #expect(bench.origin.requests.count == 1)
  }

  @Test(arguments: [[OriginFault.etagChanges], [.modifiedChanges], [.grows]])
  func anObjectThatChangesIsABadAnswer(faults: [OriginFault]) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(10_000), faults: faults)
    let reader = reader(bench)
    #expect(try await read(reader, 0, 100).count == 100)
    let error = await failure { () throws(TransferError) in try await read(reader, 100, 100) }
    #expect(error?.code == .badAnswer)
    #expect(error?.message.contains("changed") == true)
  }

  @Test(arguments: [
    [OriginFault.busy(503, times: 2, retryAfter: "0")], [.busy(429, times: 2, retryAfter: nil)],
    [.dropBeforeAnswer(times: 2)], [.drop(atOffset: 150, times: 2)],
  ])
  func passingFailuresAreTriedAgain(faults: [OriginFault]) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let bytes = pattern(10_000)
    bench.origin.serve("/a", bytes, faults: faults)
    let reader = reader(bench)
    #expect(try await read(reader, 100, 100) == Array(bytes[100..<200]))
    #expect(bench.origin.requests.count == 3)
  }

  @Test(arguments: [(503, 3), (404, 1), (403, 1)])
  func statusesThatSayNoAreErrors(status: Int, requests: Int) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(100), faults: [.status(status)])
    let reader = reader(bench)
    let error = await failure { () throws(TransferError) in try await read(reader, 0, 10) }
    #expect(error?.code == .status)
    #expect(error?.status == status)
    #expect(bench.origin.requests.count == requests)
    #expect(reader.requests == requests)
  }

  @Test func redirectsAreWalkedOnce() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let bytes = pattern(10_000)
    bench.origin.serve("/a", bytes, faults: [.redirectInside])
    let reader = reader(bench)
    #expect(try await read(reader, 0, 10) == Array(bytes[..<10]))
    #expect(try await read(reader, 20, 10) == Array(bytes[20..<30]))
    #expect(bench.origin.requests.map(\.path) == ["/a", "/inside/a", "/inside/a"])
    #expect(reader.requests == 3)
  }

  @Test func anEmptyObjectHasNoBytes() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", [])
    let reader = reader(bench)
    #expect(try await read(reader, 0, 10) == [])
    #expect(reader.size == 0)
  }

  @Test func deadlineAndFlagEndARead() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(1000), faults: [.stall(after: 0)])
    bench.origin.serve("/b", pattern(1_000_000), faults: [.noRange, .stall(after: 50_000)])
    for path in ["/a", "/b"] {
      let reader = RangeReader(
        client: bench.client, request: Request(url: bench.origin.url(path)), readLimit: 1 << 20)
      let late = await failure { () throws(TransferError) in
        try await blocking { () throws(TransferError) in
          try reader.read(
            at: 60_000 % 1000, count: 999_000, deadline: .now + .milliseconds(150), isCancelled: nil)
        }
      }
      #expect(late?.code == .timeout)
      let cancelled = await failure { () throws(TransferError) in
        try await blocking { () throws(TransferError) in
          try reader.read(at: 0, count: 999_000, deadline: nil, isCancelled: { true })
        }
      }
      #expect(cancelled?.code == .cancelled)
    }
  }

  @Test func anEarlierAnswerIsTaken() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let bytes = pattern(10_000)
    bench.origin.serve("/a", bytes, faults: [.redirectInside])
    let request = Request(url: bench.origin.url("/a"))
    var first = request
    first.range = 0...99
    let answer = try await bench.client.send(first)
    let reader = RangeReader(client: bench.client, request: request, readLimit: 1 << 20, first: answer)
    #expect(reader.size == 10_000)
    #expect(reader.supportsRanges == true)
    #expect(try await read(reader, 100, 10) == Array(bytes[100..<110]))
    #expect(bench.origin.requests.count == 3)
  }
}
