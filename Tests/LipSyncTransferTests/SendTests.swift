import Dispatch
import Synchronization
import TestSupport
import Testing

@testable import LipSyncTransfer

@Suite struct SendTests {
  @Test func howLongAnAnswerTookIsMeasured() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(100), faults: [.latency(milliseconds: 60)])
    let response = try await bench.client.send(Request(url: bench.origin.url("/a")))
    #expect(try #require(response.waited) >= .milliseconds(50))
    #expect(try #require(response.bodyTook) >= .zero)
  }

  @Test func aGetBringsTheBytes() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let bytes = pattern(100_000)
    bench.origin.serve("/a", bytes, type: "video/mp4")
    let response = try await bench.client.send(Request(url: bench.origin.url("/a")))
    #expect(response.status == 200)
    #expect(response.body == bytes)
    #expect(response.header("content-type") == "video/mp4")
    #expect(response.remoteAddress == "127.0.0.1")
    #expect(response.requests == 1)
    #expect(response.bytesReceived == 100_000)
    let request = try #require(bench.origin.requests.first)
    #expect(request.header("User-Agent") == "lipflight")
    #expect(request.header("Accept-Encoding") == "identity")
  }

  @Test func blockingSendsLikeTheOther() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", [1, 2, 3])
    let url = bench.origin.url("/a")
    let response = try await blocking { () throws(TransferError) in
      try bench.client.sendBlocking(Request(url: url, range: 1...1))
    }
    #expect(response.status == 206)
    #expect(response.body == [2])
    #expect(response.contentRange == ContentRange(bytes: 1...1, total: 3))
  }

  @Test(arguments: [0, 1, 404, 418, 500])
  func anyStatusIsAnAnswer(status: Int) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", [], faults: status > 1 ? [.status(status)] : [])
    let response = try await bench.client.send(Request(url: bench.origin.url("/a")))
    #expect(response.status == (status > 1 ? status : 200))
  }

  @Test func moreThanTheLimitIsCut() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(300_000))
    bench.origin.serve("/endless", [], faults: [.endless])
    let url = bench.origin.url("/a")
    let cut = try await bench.client.send(Request(url: url, bodyLimit: 1000))
    #expect(cut.bodyWasCut)
    #expect(cut.body == Array(pattern(1000)))
    let whole = try await bench.client.send(Request(url: url, bodyLimit: 300_000))
    #expect(!whole.bodyWasCut)
    let endless = try await bench.client.send(Request(url: bench.origin.url("/endless"), bodyLimit: 1 << 20))
    #expect(endless.bodyWasCut)
    #expect(endless.body.count == 1 << 20)
    #expect(endless.bytesReceived < 2 << 20)
  }

  @Test(arguments: [
    ([OriginFault.notHTTP], TransferError.Code.badAnswer),
    ([.headerBomb(bytes: 200_000)], .tooLarge),
    ([.headerLineBomb(bytes: 200_000)], .tooLarge),
    ([.truncate(at: 100)], .truncated),
    ([.truncate(at: 100), .chunked], .truncated),
    ([.dropBeforeAnswer(times: 9)], .unreachable),
    ([.stall(after: 100)], .timeout),
    ([.stall(after: 0)], .timeout),
  ])
  func failuresAreTold(faults: [OriginFault], code: TransferError.Code) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(10_000), faults: faults)
    // Only a stall may run into the time-out, however busy the machine is.
    let request = Request(
      url: bench.origin.url("/a"), stallTimeout: code == .timeout ? .milliseconds(200) : .seconds(60))
    let error = await failure { () throws(TransferError) in try await bench.client.send(request) }
    #expect(error?.code == code, "\(error.map(String.init(describing:)) ?? "no error")")
  }

  @Test func theTotalTimeCountsEvenWhileBytesDrip() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(10_000), faults: [.rate(bytesPerSecond: 2000)])
    let request = Request(url: bench.origin.url("/a"), totalTimeout: .milliseconds(200))
    let error = await failure { () throws(TransferError) in try await bench.client.send(request) }
    #expect(error?.code == .timeout)
    #expect(error?.message.contains("0.2 s") == true)
  }

  @Test func aPortWhereNobodyListensIsUnreachable() async throws {
    let bench = try Bench()
    let url = bench.origin.url("/a")
    bench.origin.stop()
    let error = await failure { () throws(TransferError) in try await bench.client.send(Request(url: url)) }
    #expect(error?.code == .unreachable)
  }

  @Test func cancellingTheTaskEndsTheTransfer() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(1000), faults: [.stall(after: 10)])
    let url = bench.origin.url("/a")
    let (began, begin) = AsyncStream.makeStream(of: Void.self)
    bench.origin.serve("/began") { _ in
      begin.yield()
      return OriginReply()
    }
    let client = bench.client
    let task = Task { await failure { () throws(TransferError) in try await client.send(Request(url: url)) } }
    // The stalled request is on its way before this one is answered or not at all: both are cancelled alike.
    _ = try await client.send(Request(url: bench.origin.url("/began")))
    for await _ in began { break }
    task.cancel()
    #expect(await task.value?.code == .cancelled)
  }

  @Test func aCancelledTaskSendsNothing() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let request = Request(url: bench.origin.url("/a"))
    let client = bench.client
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await failure { () throws(TransferError) in try await client.send(request) }
    }
    #expect(await task.value?.code == .cancelled)
    #expect(bench.origin.requests.isEmpty)
  }

  @Test func aRaisedFlagEndsABlockingTransfer() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(1000), faults: [.stall(after: 10)])
    let request = Request(url: bench.origin.url("/a"))
    let error = await failure { () throws(TransferError) in
      try await blocking { () throws(TransferError) in try bench.client.sendBlocking(request) { true } }
    }
    #expect(error?.code == .cancelled)
  }

  @Test func manyAtOnceAllArrive() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let bytes = pattern(50_000)
    bench.origin.serve("/a", bytes, faults: [.latency(milliseconds: 20)])
    let url = bench.origin.url("/a")
    let client = bench.client
    let good = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<64 { group.addTask { try await client.send(Request(url: url)).body == bytes } }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(good == 64)
    #expect(bench.origin.requests.count == 64)
  }

  @Test func connectionsAreUsedAgain() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(1000))
    for _ in 0..<5 { _ = try await bench.client.send(Request(url: bench.origin.url("/a"))) }
    #expect(bench.origin.connections == 1)
  }

  @Test func aHeaderWithALineBreakIsRefused() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let request = Request(url: bench.origin.url("/a"), headers: [("X-A", "b\r\nX-C: d")])
    let error = await failure { () throws(TransferError) in try await bench.client.send(request) }
    #expect(error?.code == .fault)
    #expect(bench.origin.requests.isEmpty)
  }

  @Test func unaskedCompressionStaysAsItCame() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", [0x1F, 0x8B, 8, 0], faults: [.contentEncoding("gzip")])
    let response = try await bench.client.send(Request(url: bench.origin.url("/a")))
    #expect(response.body == [0x1F, 0x8B, 8, 0])
  }
}
