import TestSupport
import Testing

@testable import LipSyncTransfer

/// Reading a download while it comes.
@Suite(.timeLimit(.minutes(1))) struct ArrivalReadTests {
  private let bench: Bench
  private let folder: TemporaryDirectory

  init() throws {
    bench = try Bench()
    folder = try TemporaryDirectory()
  }

  /// Reads up to `count` bytes from an offset on, on a thread of its own.
  private func read(_ arrival: Arrival, from start: Int64, count: Int) async throws(TransferError) -> [UInt8]
  {
    try await blocking { () throws(TransferError) in
      var bytes: [UInt8] = []
      while bytes.count < count {
        var buffer = [UInt8](repeating: 0, count: min(10_000, count - bytes.count))
        var failure: TransferError?
        let got = buffer.withUnsafeMutableBytes { buffer in
          do throws(TransferError) {
            return try arrival.read(
              at: start + Int64(bytes.count), into: buffer, until: nil, isCancelled: { false })
          } catch {
            failure = error
            return 0
          }
        }
        if let failure { throw failure }
        if got == 0 { break }
        bytes += buffer[..<got]
      }
      return bytes
    }
  }

  @Test func bytesCanBeReadBeforeTheLastIsSent() async throws {
    defer { bench.origin.stop() }
    let gate = OriginGate()
    bench.origin.serve("/a", pattern(400_000), faults: [.gate(gate, atOffset: 300_000)])
    let arrival = Arrival()
    async let summary = bench.client.download(
      Request(url: bench.origin.url("/a")), to: folder.file("a"), arrival: arrival)
    let length = try await blocking { () throws(TransferError) in
      try arrival.length(until: nil, isCancelled: { false })
    }
    #expect(length == 400_000)
    let early = try await read(arrival, from: 0, count: 300_000)
    #expect(early == Array(pattern(400_000)[..<300_000]))
    #expect(try folder.contents().contains("a") == false && !arrival.isKept)
    gate.open()
    let late = try await read(arrival, from: 300_000, count: 200_000)
    #expect(late == Array(pattern(400_000)[300_000...]))
    _ = try await summary
    #expect(arrival.isKept)
    #expect(try await read(arrival, from: 100, count: 10) == Array(pattern(200)[100..<110]))
  }

  @Test func aReaderIsToldThatTheDownloadFailed() async throws {
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(400_000), faults: [.truncate(at: 300_000), .noRange, .noValidators])
    let arrival = Arrival()
    let (client, request, path) = (bench.client, Request(url: bench.origin.url("/a")), folder.file("a"))
    async let failed = failure { () throws(TransferError) in
      try await client.download(request, to: path, retry: .none, arrival: arrival)
    }
    let seen = await failure { () throws(TransferError) in
      try await read(arrival, from: 0, count: 400_000)
    }
    #expect(seen != nil && !arrival.isKept)
    #expect(await failed?.code == .truncated)
  }

  @Test func whatWasReadIsVoidWhereTheDownloadBeginsAnew() async throws {
    defer { bench.origin.stop() }
    let gate = OriginGate()
    bench.origin.serve(
      "/a", pattern(400_000),
      faults: [.gate(gate, atOffset: 200_000), .drop(atOffset: 300_000, times: 1), .etagChanges])
    let arrival = Arrival()
    async let summary = bench.client.download(
      Request(url: bench.origin.url("/a")), to: folder.file("a"), arrival: arrival)
    #expect(try await read(arrival, from: 0, count: 1000) == Array(pattern(1000)))
    bench.origin.serve("/a", Array(pattern(500_000).dropFirst(7)))
    gate.open()
    #expect(try await summary.bytes == 499_993)
    #expect(!arrival.isKept)
    let seen = await failure { () throws(TransferError) in try await read(arrival, from: 0, count: 10) }
    #expect(seen?.code == .badAnswer)
  }

  @Test func aReaderThatIsCancelledStopsWaiting() async throws {
    defer { bench.origin.stop() }
    let seen = await failure { () throws(TransferError) in
      try await blocking { () throws(TransferError) in
        try Arrival().length(until: nil, isCancelled: { true })
      }
    }
    #expect(seen?.code == .cancelled)
    let late = await failure { () throws(TransferError) in
      try await blocking { () throws(TransferError) in
        try Arrival().length(until: .now, isCancelled: { false })
      }
    }
    #expect(late?.code == .timeout)
  }
}
