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
    name: [.customLong("journal"), .customLong("ledger")],
    help: ArgumentHelp(
      "The journal of what was paid for, so that nothing is paid for twice: a file, or a PostgreSQL database that many machines share (default: \(JournalPlace.shownDefault); the embedded sandbox keeps its own); none keeps no journal.",
      valueName: "file|postgres://...|none"),
    completion: .file())
  var journal: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Maximum POST requests per minute; 0 for no limit (default: \(Defaults.postsPerMinute), none for a service on this machine).",
      valueName: "n"))
  var postLimit: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "If the answer to a create is lost: how long to look for its task before it counts as not created and is sent again (default: a run looks for \(Defaults.lookupTime.inSeconds) s, \(Defaults.localLookupTime.inSeconds) s if the service is on this machine; a later run sends it again once it is \(Defaults.absenceTime.inSeconds) s old, \(Defaults.localAbsenceTime.inSeconds) s there).",
      valueName: "seconds"),
    transform: Parse.duration)
  var lookupTime: Duration?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Time between two polls of a task (default: as the service advises, from \(Defaults.pollSteps[0].pause.inSeconds) s for a new task to \(Defaults.slowestPoll.inSeconds) s for an old one).",
      valueName: "seconds"),
    transform: Parse.duration)
  var pollInterval: Duration?

  mutating func validate() throws {
    if sandboxData != nil { sandbox = true }
    guard (postLimit ?? 0) >= 0 else { throw ValidationError("--post-limit must be 0 or more.") }
  }

  /// The option of a command that only needs to know whether a sandbox is meant.
  static func only(sandbox: Bool) -> ServiceOptions {
    var options = ServiceOptions()
    options.sandbox = sandbox
    options.sandboxData = nil
    options.pollInterval = nil
    options.journal = JournalPlace.none
    options.postLimit = nil
    options.lookupTime = nil
    return options
  }

  /// Whether the tasks end with the command.
  var isEphemeral: Bool { sandbox && sandboxData == nil }

  /// A service with the limit of POST requests and the patience that were asked for.
  func limited(_ configuration: ServiceConfiguration) -> ServiceConfiguration {
    var configuration = configuration
    if let lookupTime { (configuration.lookupTime, configuration.absenceTime) = (lookupTime, lookupTime) }
    if let postLimit { configuration.postsPerMinute = postLimit == 0 ? nil : postLimit }
    return configuration
  }

  /// When to poll: the requested interval, the sandbox's quick one, or the service's advice.
  var schedule: PollSchedule {
    if let pollInterval { return PollSchedule(interval: pollInterval) }
    return sandbox ? .sandbox : .advised
  }
}
