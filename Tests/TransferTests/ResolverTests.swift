import TestSupport
import Testing

@testable import Transfer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

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
    let start = ContinuousClock.now
    let error = await failure { () throws(TransferError) in
      try await bench.client.send(Request(url: "http://\(name)/", totalTimeout: .milliseconds(200)))
    }
    #expect(error?.code == .timeout)
    let other = try await bench.client.send(Request(url: bench.origin.url("/a")))
    #expect(other.status == 200)
    #expect(.now - start < .seconds(5))
  }
}
