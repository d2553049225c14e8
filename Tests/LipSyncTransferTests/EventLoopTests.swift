import CCurl
import TestSupport
import Testing

@testable import LipSyncTransfer

@Suite struct EventLoopTests {
  /// Runs one exchange on a loop.
  private func run(_ url: String, on loop: EventLoop) async throws(TransferError) -> Response {
    let settings = Exchange.Settings(policy: .privateAllowed, userAgent: "lipflight")
    let (answers, deliver) = AsyncStream.makeStream(of: Result<Response, TransferError>.self)
    let exchange = try Exchange(
      Request(url: url), settings: settings, sink: MemorySink(limit: 1000), progress: nil
    ) { deliver.yield($0) }
    loop.start(exchange)
    for await answer in answers { return try answer.get() }
    throw TransferError(.fault, subject: url, message: "no answer came")
  }

  @Test func aBrokenMultiHandleIsAFaultWithItsReason() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(100), faults: [.stall(after: 0)])
    let loop = try EventLoop { _, _ in CURLM_UNRECOVERABLE_POLL }
    for _ in 0..<2 {
      let error = await failure { () throws(TransferError) in
        try await run(bench.origin.url("/a"), on: loop)
      }
      #expect(error?.code == .fault)
      #expect(error?.message.contains("curl_multi_poll: Unrecoverable error in select/poll") == true)
    }
  }
}
