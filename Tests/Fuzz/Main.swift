import Dispatch
import Foundation
import Synchronization
import TestSupport

/// Spoils small media files and probes them, for as long as it is told, in a process of its own that is started anew when
/// it dies. Inputs with a new kind of answer are spoilt further.
///
///     Fuzz [--minutes N] [--seed N] [--out DIR] [--jobs N] [--every-byte] [--front-door] [--seeds DIR]
///
/// With --front-door each is read as the tool has it read, by a worker process, and all that is ever asked of media is asked.
/// Files of a folder of yours are spoilt, too (--seeds).
@main
enum Fuzz {
  private static let flags: Set = ["--every-byte", "--front-door", "--child"]

  static func main() throws {
    var options: [String: String] = [:]
    var words = CommandLine.arguments.dropFirst()
    while let word = words.popFirst() {
      options[word] = flags.contains(word) ? "yes" : words.popFirst() ?? ""
    }
    let settings = Settings(
      minutes: options["--minutes"].flatMap(Double.init) ?? 15,
      seed: options["--seed"].flatMap(UInt64.init) ?? 1,
      directory: options["--out"] ?? NSTemporaryDirectory() + "lipflight-fuzz",
      isExhaustive: options["--every-byte"] != nil, isFrontDoor: options["--front-door"] != nil,
      seeds: options["--seeds"],
      jobs: options["--jobs"].flatMap(Int.init) ?? 1, job: options["--job"].flatMap(Int.init) ?? 0)
    try FileManager.default.createDirectory(atPath: settings.directory, withIntermediateDirectories: true)
    if options["--child"] != nil { return try Child(settings).run() }
    let deaths = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: settings.jobs) { job in
      var share = settings
      share.job = job
      share.seed += UInt64(job) * 1_000
      var parent = Parent(share)
      do {
        try parent.run()
      } catch {
        say("not started: \(error)")
      }
      deaths.withLock { $0 += parent.deaths }
    }
    say("over: \(deaths.withLock { $0 }) deaths")
  }
}

struct Settings {
  var minutes: Double
  var seed: UInt64
  var directory: String
  var isExhaustive: Bool
  /// Whether workers read the inputs, and not the child itself.
  var isFrontDoor: Bool
  /// A folder of files to be spoilt beside those that are made.
  var seeds: String?
  /// Children at once, and which of them this is.
  var jobs: Int
  var job: Int

  var current: String { directory + "/current-\(job)" }
  var arguments: [String] {
    [
      "--minutes", "\(minutes)", "--seed", "\(seed)", "--out", directory, "--jobs", "\(jobs)", "--job",
      "\(job)",
    ]
      + (isExhaustive ? ["--every-byte"] : []) + (isFrontDoor ? ["--front-door"] : [])
      + (seeds.map { ["--seeds", $0] } ?? [])
  }
}
