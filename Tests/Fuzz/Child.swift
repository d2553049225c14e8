import Foundation
import Synchronization
import TestSupport

/// Probes spoilt inputs until the time is over; each is written down before it is tried.
final class Child: Sendable {
  private let settings: Settings
  /// When the input at hand was begun.
  private let begun = Mutex(Date.now)

  init(_ settings: Settings) { self.settings = settings }

  func run() throws {
    watch()
    let seeds = try MediaSeeds.make() + given()
    say("seeds: \(seeds.count), \(seeds.map(\.bytes.count).reduce(0, +)) bytes")
    for seed in seeds {
      if let breach = judge(seed.bytes, turn: 0).breach {
        say("breach of the seed \(seed.name) itself: \(breach)")
      }
    }
    if settings.isExhaustive { try everyByte(of: seeds) } else { try wander(from: seeds) }
  }

  /// Files of the folder that was named, as far as they are small.
  private func given() throws -> [MediaSeeds.Seed] {
    guard let folder = settings.seeds else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().compactMap { name in
      guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)"), bytes.count <= 256 << 10
      else { return nil }
      return MediaSeeds.Seed(name: name, bytes: Array(bytes))
    }
  }

  private func judge(_ bytes: [UInt8], turn: Int) -> Oracle.Outcome {
    settings.isFrontDoor ? FrontDoor().judge(bytes, turn: turn) : Oracle().judge(bytes)
  }

  /// Each byte of each seed turned over, and each seed cut at each byte.
  private func everyByte(of seeds: [MediaSeeds.Seed]) throws {
    var tally = Tally(settings)
    // Neighbours in the list are alike in what they take.
    for (place, seed) in seeds.enumerated() where place % settings.jobs == settings.job {
      for index in seed.bytes.indices {
        for mask in [UInt8(0x01), 0x80, 0xff] {
          _ = try attempt(
            Mutation.flip(seed.bytes, at: index, mask: mask), &tally, "\(seed.name) flip \(index) \(mask)")
        }
        _ = try attempt(Array(seed.bytes[..<index]), &tally, "\(seed.name) cut \(index)")
      }
      tally.report(seed.name)
    }
  }

  private func wander(from seeds: [MediaSeeds.Seed]) throws {
    let end = Date.now.addingTimeInterval(settings.minutes * 60)
    var random = SeededRandom(seed: settings.seed)
    var pool = seeds
    var tally = Tally(settings)
    while Date.now < end {
      guard let from = pool.randomElement(using: &random), let other = pool.randomElement(using: &random)
      else { return }
      let bytes = Mutation.random(from.bytes, other: other.bytes, using: &random)
      if try attempt(bytes, &tally, from.name), bytes.count < 64 << 10 {
        pool.append(MediaSeeds.Seed(name: from.name + "*", bytes: bytes))
      }
      if tally.count % 10_000 == 0 { tally.report("pool \(pool.count)") }
    }
    tally.report("over")
  }

  /// Tries an input; true where its kind of answer is new.
  private func attempt(_ bytes: [UInt8], _ tally: inout Tally, _ name: String) throws -> Bool {
    try Data(bytes).write(to: URL(fileURLWithPath: settings.current))
    begun.withLock { $0 = .now }
    let outcome = judge(bytes, turn: tally.count)
    return try tally.count(outcome, bytes, name)
  }

  /// Ends the process where an input takes for ever.
  private func watch() {
    Thread.detachNewThread {
      while true {
        sleep(1)
        if self.begun.withLock({ Date.now.timeIntervalSince($0) }) > 60 { _exit(99) }
      }
    }
  }
}

/// What has been seen so far.
struct Tally {
  private let settings: Settings
  private(set) var count = 0
  private var kinds: Set<String> = []
  private var breaches = 0
  private var peak = 0

  init(_ settings: Settings) { self.settings = settings }

  mutating func count(_ outcome: Oracle.Outcome, _ bytes: [UInt8], _ name: String) throws -> Bool {
    count += 1
    var breach = outcome.breach
    let memory = Self.memory("VmHWM")
    if memory > peak {
      // A picture of 64 x 48 has no need of 400 MB.
      if memory > peak + (200 << 10), memory > 400 << 10 {
        breach = "the peak of memory rose to \(memory) KiB"
      }
      peak = memory
    }
    if let breach {
      breaches += 1
      let kept = settings.directory + "/breach-\(settings.seed)-\(count)"
      try Data(bytes).write(to: URL(fileURLWithPath: kept))
      if breaches <= 200 { say("breach: \(name): \(breach), kept as \(kept)") }
    }
    return kinds.insert(outcome.kind).inserted
  }

  func report(_ phase: String) {
    say(
      "\(phase): \(count) inputs, \(kinds.count) kinds of answer, \(breaches) breaches, now \(Self.memory("VmRSS")) KiB, "
        + "peak \(peak) KiB")
  }

  private static func memory(_ field: String) -> Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
    let line = status.split(separator: "\n").first { $0.hasPrefix(field) }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
  }
}

/// Prints a line at once.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
