internal import ArgumentParser
internal import LipSync

/// Which service does the work.
struct ServiceOptions: ParsableArguments {
  @Flag(name: .long, help: "Start an embedded sandbox for this command: no key, no network.")
  var sandbox = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Keep the embedded sandbox's tasks and files here, for a later command with --sandbox.",
      valueName: "dir"),
    completion: .directory)
  var sandboxData: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Time between two looks at a task (default: the service's advice, from \(Defaults.pollSteps[0].pause.inSeconds) s for a young task to \(Defaults.slowestPoll.inSeconds) s for an old one).",
      valueName: "seconds"),
    transform: Parse.duration)
  var pollInterval: Duration?

  mutating func validate() throws {
    if sandboxData != nil { sandbox = true }
  }

  /// The options of a command that can only tell whether a sandbox is meant.
  static func only(sandbox: Bool) -> ServiceOptions {
    var options = ServiceOptions()
    options.sandbox = sandbox
    options.sandboxData = nil
    options.pollInterval = nil
    return options
  }

  /// Whether the tasks go with the command.
  var isEphemeral: Bool { sandbox && sandboxData == nil }

  /// When to look: the interval asked for, the sandbox's quick one, or the service's advice.
  var schedule: PollSchedule {
    if let pollInterval { return PollSchedule(interval: pollInterval) }
    return sandbox ? .sandbox : .advised
  }
}
