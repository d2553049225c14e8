import Platform
import TestSupport
import Testing

@testable import LipSyncTransfer

/// A name server that does not answer: the system's resolver cannot be interrupted while it waits.
@Suite struct ResolverTests {
  /// A name whose lookup hangs for at least ten seconds, where there is one.
  private static let hungName = getenv("LIPFLIGHT_HUNG_NAME").map { String(cString: $0) }

  @Test(.enabled(if: hungName != nil, "LIPFLIGHT_HUNG_NAME names no host whose lookup hangs"))
  func aHungLookupHoldsUpNobody() async throws {
    let name = try #require(Self.hungName)
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", pattern(100))
    let (client, hung) = (bench.client, "http://\(name)/")
    let error = await failure { () throws(TransferError) in
      try await client.send(Request(url: hung, totalTimeout: .milliseconds(200)))
    }
    #expect(error?.code == .timeout)
    // Had the lookup held up the other request, it would be over before it, with another end.
    let waiting = Task {
      await failure { () throws(TransferError) in try await client.send(Request(url: hung)) }
    }
    let other = try await client.send(Request(url: bench.origin.url("/a")))
    #expect(other.status == 200)
    waiting.cancel()
    #expect(await waiting.value?.code == .cancelled)
  }
}
