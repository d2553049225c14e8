import Dispatch
import Foundation
import LipSyncMediaReading
import Synchronization
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
    let seen = Mutex((inputs: 0, breaches: [String]()))
    // The longest first, so that no core waits long for another at the end.
    let order = seeds.indices.sorted { seeds[$0].bytes.count > seeds[$1].bytes.count }
    DispatchQueue.concurrentPerform(iterations: Self.isSoak ? order.count : 1) { place in
      for index in Self.isSoak ? [order[place]] : order {
        let step = Self.isSoak ? 1 : max(1, seeds[index].bytes.count * 2 * seeds.count / 1600)
        let (inputs, breaches) = Self.spoil(seeds[index], other: seeds[0], step: step)
        seen.withLock {
          $0.inputs += inputs
          $0.breaches += breaches
        }
      }
    }
    let (inputs, breaches) = seen.withLock { $0 }
    if Self.isSoak { print("spoilt: \(inputs) inputs of \(seeds.count) files, \(breaches.count) breaches") }
    #expect(breaches.isEmpty, "\(breaches.joined(separator: "\n"))")
    #expect(inputs > 1000)
  }

  /// FFmpeg tells an end where it comes upon none of the fragments that it looks for, and samples of others are left.
  @Test("No bit of a fragment's index makes a length exact and wrong")
  func fragments() throws {
    let seed = try #require(try MediaSeeds.make(named: "fragments.mp4").first, "the ffmpeg program makes it")
    let first = try #require(seed.bytes.firstRange(of: Array("moof".utf8)))
    let samples = try #require(seed.bytes[first.upperBound...].firstRange(of: Array("mdat".utf8)))
    for index in first.upperBound..<samples.lowerBound {
      let breach = Oracle().judge(Mutation.flip(seed.bytes, at: index, mask: 0x80)).breach
      #expect(breach == nil, "at \(index)")
    }
  }

  /// Spoils a file at every `step`th byte.
  private static func spoil(_ seed: MediaSeeds.Seed, other: MediaSeeds.Seed, step: Int) -> (Int, [String]) {
    let oracle = Oracle()
    var random = SeededRandom(seed: UInt64(seed.bytes.count))
    var inputs = 0
    var breaches: [String] = []
    func judge(_ bytes: [UInt8], _ name: String) {
      inputs += 1
      if let breach = oracle.judge(bytes).breach { breaches.append("\(seed.name) \(name): \(breach)") }
    }
    for index in stride(from: 0, to: seed.bytes.count, by: step) {
      let mask: UInt8 = [0x01, 0x80, 0xff][index % 3]
      judge(Mutation.flip(seed.bytes, at: index, mask: mask), "flip at \(index), mask \(mask)")
      judge(Array(seed.bytes[..<index]), "cut at \(index)")
      guard index % 8 == 0 else { continue }
      let bytes = Mutation.random(seed.bytes, other: other.bytes, using: &random)
      judge(bytes, "at random, \(bytes)")
    }
    return (inputs, breaches)
  }
}
