import Foundation

/// Starts children one after the other, and keeps the input that one dies of.
struct Parent {
  private var settings: Settings
  private(set) var deaths = 0

  init(_ settings: Settings) { self.settings = settings }

  mutating func run() throws {
    let end = Date.now.addingTimeInterval(settings.minutes * 60)
    while Date.now < end {
      let child = Process()
      child.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
      child.arguments = ["--child"] + settings.arguments
      child.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
      try child.run()
      child.waitUntilExit()
      if child.terminationReason == .exit, child.terminationStatus == 0 { break }
      deaths += 1
      let kept = settings.directory + "/death-\(settings.seed)-\(child.terminationStatus)"
      try? FileManager.default.copyItem(atPath: settings.current, toPath: kept)
      say("death: status \(child.terminationStatus), kept as \(kept)")
      settings.seed += 1_000_003
      settings.minutes = max(0.1, end.timeIntervalSinceNow / 60)
      // Going through every byte again would meet the same death.
      if settings.isExhaustive { break }
    }
  }
}
