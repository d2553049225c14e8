import Foundation
import TestSupport

/// Spoils small media files and probes them, for as long as it is told, in a process of its own that is started anew when
/// it dies. Inputs with a new kind of answer are spoilt further.
///
///     Fuzz [--minutes N] [--seed N] [--out DIR] [--every-byte]
@main
enum Fuzz {
  static func main() throws {
    var options: [String: String] = [:]
    var words = CommandLine.arguments.dropFirst()
    while let word = words.popFirst() {
      options[word] = word == "--every-byte" || word == "--child" ? "yes" : words.popFirst() ?? ""
    }
    let settings = Settings(
      minutes: options["--minutes"].flatMap(Double.init) ?? 15,
      seed: options["--seed"].flatMap(UInt64.init) ?? 1,
      directory: options["--out"] ?? NSTemporaryDirectory() + "lipflight-fuzz",
      isExhaustive: options["--every-byte"] != nil)
    try FileManager.default.createDirectory(atPath: settings.directory, withIntermediateDirectories: true)
    if options["--child"] != nil { return try Child(settings).run() }
    var parent = Parent(settings)
    try parent.run()
  }
}

struct Settings {
  var minutes: Double
  var seed: UInt64
  var directory: String
  var isExhaustive: Bool

  var current: String { directory + "/current" }
  var arguments: [String] {
    ["--minutes", "\(minutes)", "--seed", "\(seed)", "--out", directory]
      + (isExhaustive ? ["--every-byte"] : [])
  }
}
