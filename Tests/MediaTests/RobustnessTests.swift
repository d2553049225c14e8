import Foundation
import Media
import TestSupport
import Testing

@Suite("Spoilt files", .timeLimit(.minutes(60)))
struct RobustnessTests {
  private static let isSoak = ProcessInfo.processInfo.environment["LIPFLIGHT_SOAK"] != nil

  /// Every byte of each file turned over and every length that it may be cut to, or an even sample of them: 1,600
  /// inputs, or some hundred thousand where LIPFLIGHT_SOAK is set.
  @Test("End in an answer, in time, and what is called exact is what a decode plays")
  func spoilt() throws {
    let seeds = try MediaSeeds.make(every: Self.isSoak ? 1 : 5)
    try #require(!seeds.isEmpty, "the ffmpeg program makes them")
    let oracle = Oracle()
    var inputs = 0
    for seed in seeds {
      let step = Self.isSoak ? 1 : max(1, seed.bytes.count * 2 * seeds.count / 1600)
      var random = SeededRandom(seed: UInt64(seed.bytes.count))
      for index in stride(from: 0, to: seed.bytes.count, by: step) {
        let mask: UInt8 = [0x01, 0x80, 0xff][index % 3]
        for (name, bytes) in [
          ("flip", Mutation.flip(seed.bytes, at: index, mask: mask)), ("cut", Array(seed.bytes[..<index])),
        ] {
          inputs += 1
          let breach = oracle.judge(bytes).breach
          #expect(breach == nil, "\(seed.name) \(name) at \(index), mask \(mask)")
        }
        if index % 8 == 0 {
          inputs += 1
          let bytes = Mutation.random(seed.bytes, other: seeds[0].bytes, using: &random)
          let breach = oracle.judge(bytes).breach
          #expect(breach == nil, "\(seed.name), \(inputs): \(bytes)")
        }
      }
    }
    if Self.isSoak { print("spoilt: \(inputs) inputs of \(seeds.count) files") }
    #expect(inputs > 1000)
  }

}
