import TestSupport
import Testing

@testable import Transfer

/// Downloads from an origin that breaks at every turn; the dice are thrown from a written seed.
@Suite struct ChaosTests {
  @Test(arguments: 1...12)
  func nothingIsLost(seed: UInt64) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    var dice = Dice(state: seed)
    let size = 200_000 + Int(dice.next() % 300_000)
    let bytes = Array(pattern(size))
    var faults: [OriginFault] = (0..<20).map { index in
      .drop(atOffset: Int(dice.next() % UInt64(size)), times: index + 1)
    }
    let twists: [OriginFault] = [
      .chunked, .wrongRange(shift: 3), .slice200, .noContentRange, .rangeFromZero, .unknownTotal, .noRange,
      .weakETag,
      .busy(503, times: 2, retryAfter: "0"), .dropBeforeAnswer(times: 2), .redirectInside, .etagChanges,
    ]
    faults.append(twists[Int(dice.next() % UInt64(twists.count))])
    bench.origin.serve("/a", bytes, faults: faults)
    let policy = RetryPolicy(attempts: 40, base: .microseconds(100), ceiling: .milliseconds(1))
    let summary = try await bench.client.download(
      Request(url: bench.origin.url("/a")), to: folder.file("a"), retry: policy)
    #expect(try folder.read("a") == bytes, "\(faults)")
    #expect(summary.bytes == Int64(size))
    #expect(try folder.contents() == ["a"])
  }

  /// Throws the same numbers each time (splitmix64).
  private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}
