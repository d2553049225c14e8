import Foundation
import Synchronization
import TestSupport
import Testing

@testable import LipSyncTransfer

/// Downloads from an origin that breaks at every turn, by processes that are killed; the dice are thrown from a written
/// seed. `LIPFLIGHT_SOAK=1` runs it at full length, `LIPFLIGHT_SEED=N` from another seed.
@Suite struct ChaosTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let disasters = environment["LIPFLIGHT_SOAK"] == nil ? 150 : 1200

  /// What happened in a run, by kind.
  private typealias Tally = [String: Int]

  @Test func nothingIsLost() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let dice = Dice(seed: Self.environment["LIPFLIGHT_SEED"].flatMap { UInt64($0) } ?? 1)
    let tally = Mutex(Tally())
    var files = 0
    while tally.withLock({ $0.values.reduce(0, +) }) < Self.disasters {
      let folder = try TemporaryDirectory()
      let size = 20_000 + dice.roll(400_000)
      let bytes = Array(pattern(size + 1000).dropFirst(dice.roll(1000)).prefix(size))
      let path = "/\(files)"
      bench.origin.serve(path, bytes) { request in
        guard request.query != "stall" else { return [.stall(after: dice.roll(size))] }
        guard dice.roll(10) < 7 else { return [] }
        let (name, faults) = Self.disaster(dice, size)
        tally.withLock { $0[name, default: 0] += 1 }
        return faults
      }
      for run in 0... where try folder.contents().filter({ !$0.hasPrefix(".") }).isEmpty {
        try #require(run < 100, "the file does not get whole")
        if dice.roll(4) == 0 {
          if try await Self.kill(bench, path, folder, dice) { tally.withLock { $0["kill", default: 0] += 1 } }
        } else {
          let request = Request(url: bench.origin.url(path), stallTimeout: .milliseconds(60))
          let policy = RetryPolicy(attempts: 3, base: .microseconds(100), ceiling: .milliseconds(1))
          _ = try? await bench.client.download(request, to: folder.file("a"), retry: policy)
        }
        if try folder.contents().contains("a") { break }
      }
      try #require(try folder.read("a") == bytes, "file \(files) of \(size) bytes")
      files += 1
    }
    let events = tally.withLock { $0 }
    let words = events.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    print("chaos: \(files) files whole after \(events.values.reduce(0, +)) disasters: \(words)")
    #expect(events["kill", default: 0] > 0 && events["cut", default: 0] > 0)
  }

  /// One answer's misfortune.
  private static func disaster(_ dice: Dice, _ size: Int) -> (String, [OriginFault]) {
    let place = dice.roll(size)
    let twists: [(String, [OriginFault])] = [
      ("wrong range", [.wrongRange(shift: dice.roll(9) - 4)]), ("wrong range", [.rangeFromZero]),
      ("wrong range", [.noContentRange]), ("wrong range", [.overlongRange(extra: 5)]),
      ("refusal", [.status(503)]), ("refusal", [.rangeStatus(416)]), ("refusal", [.status(403)]),
      ("silence", [.dropBeforeAnswer(times: .max)]),
      ("cut", [.slice200, .truncate(at: place)]), ("cut", [.chunked, .truncate(at: place)]),
      ("cut", [.noRange, .truncate(at: place)]), ("cut", [.unknownTotal, .truncate(at: place)]),
    ]
    switch dice.roll(10) {
    case 0..<5: return ("cut", [.truncate(at: place)])
    case 5..<7: return ("stall", [.stall(after: place)])
    default: return twists[dice.roll(twists.count)]
    }
  }

  /// A run of its own process that is killed in the middle of an answer; false where it ended before.
  private static func kill(
    _ bench: Bench, _ path: String, _ folder: TemporaryDirectory, _ dice: Dice
  ) async throws -> Bool {
    let before = bench.origin.requests.count
    let child = try Child(bench.origin.url(path + "?stall"), to: folder.file("a"))
    let end = ContinuousClock.now + .seconds(10)
    while bench.origin.requests.count == before, .now < end { try await Task.sleep(for: .milliseconds(1)) }
    try await Task.sleep(for: .microseconds(dice.roll(4000)))
    return await child.kill()
  }

  /// Throws the same numbers each time (splitmix64), as far as threads take them in the same order.
  private final class Dice: Sendable {
    private let state: Mutex<UInt64>

    init(seed: UInt64) { state = Mutex(seed) }

    /// A number below `sides`.
    func roll(_ sides: Int) -> Int {
      let next = state.withLock { state in
        state &+= 0x9E37_79B9_7F4A_7C15
        return state
      }
      var mixed = next
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, sides)))
    }
  }
}
