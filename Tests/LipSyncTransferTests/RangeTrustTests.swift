import Dispatch
import Synchronization
import TestSupport
import Testing

@testable import LipSyncTransfer

/// Servers that contradict themselves between one answer and the next.
@Suite struct RangeTrustTests {
  private func reader(_ bench: Bench, attempts: Int = 3) -> RangeReader {
    RangeReader(
      client: bench.client, request: Request(url: bench.origin.url("/a"), stallTimeout: .seconds(60)),
      readLimit: 64 << 20, retry: RetryPolicy(attempts: attempts, base: .milliseconds(1)))
  }

  private func read(
    _ reader: RangeReader, _ offset: Int64, _ count: Int, within patience: Duration = .seconds(20)
  ) async throws(TransferError) -> [UInt8] {
    try await blocking { () throws(TransferError) in
      try reader.read(at: offset, count: count, deadline: .now + patience, isCancelled: nil)
    }
  }

  /// The first hundred bytes of an object, as a server with these figures answers.
  private static func slice(total: String) -> OriginReply {
    OriginReply(
      status: 206, headers: [("Content-Range", "bytes 0-99/\(total)")], body: Array(pattern(100)))
  }

  // MARK: lengths

  @Test(
    arguments: [
      ("bytes 0-9/10", 10), ("bytes 0-9/1152921504606846975", 1_152_921_504_606_846_975),
      ("bytes */7", 7), ("bytes 0-9/*", nil),
    ] as [(String, Int64?)])
  func contentRangesAreRead(text: String, total: Int64?) throws {
    #expect(try #require(ContentRange(text)).total == total)
  }

  @Test(arguments: [
    "bytes 0-9/9223372036854775807", "bytes 0-9/1152921504606846976", "bytes 0-9223372036854775807/*",
    "bytes 9223372036854775807-9223372036854775807/*", "bytes */9223372036854775807", "bytes 0-9/+10",
    "bytes +0-9/10", "bytes 0-9/-1", "bytes 0-9/9", "bytes 9-0/10", "bytes 0-/10", "bytes -9/10",
    "items 0-9/10", "bytes 0-9", "",
  ])
  func absurdContentRangesAreMalformed(text: String) {
    #expect(ContentRange(text) == nil)
  }

  @Test(
    arguments: [
      ("0", 0), ("1152921504606846975", 1_152_921_504_606_846_975), ("1152921504606846976", nil), ("-1", nil),
      ("+1", nil), ("9223372036854775807", nil), ("", nil), ("1x", nil),
    ] as [(String, Int64?)])
  func contentLengthsAreRead(text: String, length: Int64?) {
    let answer = Response(status: 200, headers: [("Content-Length", text)], url: "http://a.example/")
    #expect(answer.contentLength == length)
  }

  @Test func anAbsurdTotalIsABadAnswer() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a") { _ in Self.slice(total: "9223372036854775807") }
    let reader = reader(bench)
    let error = await failure { () throws(TransferError) in try await read(reader, 0, 100) }
    #expect(error?.code == .badAnswer)
    #expect(error?.message.contains("9223372036854775807") == true)
  }

  @Test func aReadAtTheEndOfAllNumbersIsPastTheEnd() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(1000), faults: [.unknownTotal])
    let reader = reader(bench)
    #expect(try await read(reader, 0, 100).count == 100)
    #expect(try await read(reader, .max - 5, 100) == [])
    #expect(try await read(reader, .max, .max) == [])
  }

  @Test func theFirstBytesUnderAnotherNameAreABadAnswer() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(10_000), faults: [.lyingRange])
    bench.origin.serve("/silence", [UInt8](repeating: 0, count: 10_000))
    let reader = reader(bench)
    #expect(try await read(reader, 0, 1000) == pattern(1000))
    let error = await failure { () throws(TransferError) in try await read(reader, 9000, 1000) }
    #expect(error?.code == .badAnswer)
    #expect(error?.message.contains("for bytes 9000-9999 it sends the first") == true)
    // What is alike everywhere proves nothing.
    let silence = RangeReader(
      client: bench.client, request: Request(url: bench.origin.url("/silence")), readLimit: 1 << 20)
    #expect(try await read(silence, 0, 1000).count == 1000)
    #expect(try await read(silence, 5000, 1000).count == 1000)
  }

  @Test func bytesInAnotherCodingAreABadAnswer() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(10_000)) { request in
      request.header("Range") == "bytes=0-99" ? [] : [.contentEncoding("gzip")]
    }
    let reader = reader(bench)
    #expect(try await read(reader, 0, 100) == pattern(100))
    let error = await failure { () throws(TransferError) in try await read(reader, 100, 100) }
    #expect(error?.code == .badAnswer)
    #expect(error?.message.contains("Content-Encoding: gzip") == true)
    // One that is named from the first answer on has been judged there.
    bench.origin.serve("/b", pattern(10_000), faults: [.contentEncoding("br")])
    let request = Request(url: bench.origin.url("/b"), range: 0...99)
    let first = try await bench.client.send(request)
    let coded = RangeReader(client: bench.client, request: request, readLimit: 1 << 20, first: first)
    #expect(try await read(coded, 5000, 100) == Array(pattern(10_000)[5000..<5100]))
  }

  @Test(arguments: [[OriginFault.noRange], [.noRange, .drop(atOffset: 150_000, times: 9)]])
  func aWholeIsReadAsFarAsItsLimit(faults: [OriginFault]) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let bytes = pattern(1 << 20)
    bench.origin.serve("/a", bytes, faults: faults)
    let reader = reader(bench)
    reader.limitWhole(to: 200_000)
    #expect(try await read(reader, 100_000, 100) == Array(bytes[100_000..<100_100]))
    let error = await failure { () throws(TransferError) in
      _ = try await read(reader, 140_000, 50_000)
      _ = try await read(reader, 900_000, 100)
    }
    #expect(error?.code == .tooLarge)
    #expect(error?.message.contains("the first 200000 bytes") == true)
    // What is asked for next comes along, no more.
    #expect(reader.bytesRead <= 200_000 + 2 * (256 << 10))
    reader.limitWhole(to: nil)
    bench.origin.serve("/a", bytes, faults: [.noRange])
    #expect(try await read(reader, 900_000, 100) == Array(bytes[900_000..<900_100]))
  }

  @Test func severalLengthsAreABadAnswer() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(1000), faults: [.twoLengths])
    bench.origin.serve("/same", pattern(1000), faults: [.header("Content-Length", "1000")])
    let error = await failure { () throws(TransferError) in
      try await bench.client.send(Request(url: bench.origin.url("/a")))
    }
    #expect(error?.code == .badAnswer)
    #expect(error?.message.contains("Content-Length 1000 and 1001") == true)
    #expect(try await bench.client.send(Request(url: bench.origin.url("/same"))).body.count == 1000)
  }

  // MARK: refusals

  @Test(arguments: [406, 501, 416])
  func aRefusalBeforeTheEndIsNotTheEnd(status: Int) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a") {
      $0.header("Range") == "bytes=0-99" ? Self.slice(total: "1000") : OriginReply(status: status)
    }
    let reader = reader(bench)
    #expect(try await read(reader, 0, 100).count == 100)
    let error = await failure { () throws(TransferError) in try await read(reader, 100, 100) }
    // Who has sent the start has ranges: 416 contradicts that.
    #expect(error?.code == (status == 416 ? .badAnswer : .status))
    #expect(error?.status == status)
    #expect(reader.size == 1000)
  }

  @Test(arguments: [(406, false), (501, false), (416, true)])
  func whereTheLengthIsUnknownOnly416IsTheEnd(status: Int, isEnd: Bool) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a") {
      $0.header("Range") == "bytes=0-99" ? Self.slice(total: "*") : OriginReply(status: status)
    }
    let reader = reader(bench)
    #expect(try await read(reader, 0, 100).count == 100)
    let seen = await failure { () throws(TransferError) in try await read(reader, 50, 10) }
    #expect(seen?.code == (status == 416 ? .badAnswer : .status), "bytes 50 to 59 were there before")
    if isEnd {
      #expect(try await read(reader, 100, 100) == [])
    } else {
      let error = await failure { () throws(TransferError) in try await read(reader, 100, 100) }
      #expect(error?.status == status)
    }
  }

  @Test(arguments: [("1000", "bytes */500"), ("1000", "bytes */*"), ("*", "bytes */50")])
  func anEndBeforeTheKnownEndIsABadAnswer(total: String, refusal: String) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a") {
      $0.header("Range") == "bytes=0-99"
        ? Self.slice(total: total) : OriginReply(status: 416, headers: [("Content-Range", refusal)])
    }
    let reader = reader(bench)
    #expect(try await read(reader, 0, 100).count == 100)
    let error = await failure { () throws(TransferError) in try await read(reader, 600, 100) }
    #expect(error?.code == .badAnswer)
    #expect(error?.status == 416)
    #expect(reader.size == Int64(total))
  }

  // MARK: bodies that come again

  enum Version: CaseIterable {
    case same, other, shorter

    func bytes(_ first: [UInt8]) -> [UInt8] {
      switch self {
      case .same: return first
      case .shorter: return Array(first[..<500_000])
      case .other:
        var bytes = first
        bytes[300_000] ^= 1
        return bytes
      }
    }
  }

  @Test(arguments: Version.allCases, [OriginFault.drop(atOffset: 700_000, times: 1), .stall(after: 700_000)])
  func aBodyThatComesAgainIsCompared(version: Version, fault: OriginFault) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let bytes = pattern(1_000_000)
    let bare: [OriginFault] = [.noRange, .noValidators, .chunked]
    bench.origin.serve("/a", bytes, faults: bare + [fault])
    let reader = reader(bench, attempts: 1)
    #expect(try await read(reader, 600_000, 100) == Array(bytes[600_000..<600_100]))
    let broken = await failure { () throws(TransferError) in
      try await read(reader, 900_000, 100, within: .milliseconds(300))
    }
    #expect(broken != nil)
    bench.origin.serve("/a", version.bytes(bytes), faults: bare)
    if version == .same {
      #expect(try await read(reader, 900_000, 100) == Array(bytes[900_000..<900_100]))
      #expect(try await read(reader, 600_000, 100) == Array(bytes[600_000..<600_100]))
    } else {
      let error = await failure { () throws(TransferError) in try await read(reader, 900_000, 100) }
      #expect(error?.code == .badAnswer)
      #expect(error?.message.contains("the object changed while it was read") == true)
    }
  }

  // MARK: turns

  @Test func whoWaitsForATurnLooksAtDeadlineAndFlag() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let arrived = DispatchSemaphore(value: 0)
    let release = DispatchSemaphore(value: 0)
    bench.origin.serve("/a") { _ in
      arrived.signal()
      _ = release.wait(timeout: .now() + .seconds(60))
      return Self.slice(total: "1000")
    }
    let reader = reader(bench)
    let isOver = Atomic(false)
    async let first = blocking { () throws(TransferError) in
      defer { isOver.store(true, ordering: .relaxed) }
      return try reader.read(at: 0, count: 100, deadline: nil, isCancelled: nil)
    }
    try await blocking { () throws(TransferError) in arrived.wait() }
    let late = await failure { () throws(TransferError) in
      try await read(reader, 0, 10, within: .milliseconds(50))
    }
    #expect(late?.code == .timeout)
    let cancelled = await failure { () throws(TransferError) in
      try await blocking { () throws(TransferError) in
        try reader.read(at: 0, count: 10, deadline: nil, isCancelled: { true })
      }
    }
    #expect(cancelled?.code == .cancelled)
    let wasOver = isOver.load(ordering: .relaxed)
    #expect(!wasOver)
    release.signal()
    #expect(try await first.count == 100)
  }
}
