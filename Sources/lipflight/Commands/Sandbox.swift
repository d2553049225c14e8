internal import ArgumentParser
internal import LipSync
internal import LipSyncSandbox
internal import Platform

/// `lipflight sandbox`: the service's API on this machine, until a signal stops it.
struct SandboxCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "Run the service's API on this machine, rendering real results without lip movement.",
    discussion: "Faults for --fault:\n" + faults.joined(separator: "\n"))

  /// Each fault that can be shown, and what it does.
  private static let faults = Fault.all.map { fault in
    let value = fault.value.map { " VALUE is \($0.meaning), \($0.byDefault) if left out." } ?? ""
    let words = wrapped(fault.sentence + value, to: 70).map { "      " + $0 }
    return (["  " + fault.name + (fault.value == nil ? "" : "[=VALUE]")] + words).joined(separator: "\n")
  }

  @Option(name: .long, help: "The port; 0 picks one.")
  var port = 8787

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The IPv4 address to listen on; 0.0.0.0 for all of this machine's. Others can use the sandbox then: set --api-key.",
      valueName: "address"))
  var host = "127.0.0.1"

  @Option(
    name: .long,
    help: ArgumentHelp(
      "With --host: a name under which others reach it, such as its container's; may be repeated.",
      valueName: "name"))
  var hostName: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Let pages of this origin call the API from a browser (CORS), such as http://localhost:5173, or * for all; may be repeated.",
      valueName: "origin"))
  var cors: [String] = []

  @Flag(
    name: .long,
    help:
      "Simulate webhooks of lip-sync tasks, which the service does not have: endpoints may subscribe to generated_lip_sync_video_success and _failed, also by plain http, and get them signed as its others are."
  )
  var webhooks = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Where tasks and files are kept (default: a folder of the user's state that is removed at the end).",
      valueName: "dir"),
    completion: .directory)
  var data: String?

  @Option(
    name: .long, help: ArgumentHelp("The key that clients must send (default: any key).", valueName: "key"))
  var apiKey: String?

  @Option(name: .long, help: "The HTTP status sent with an error's envelope.")
  var httpStatus = SandboxConfiguration.HTTPStatusStyle.always200

  @Option(
    name: .long,
    help: ArgumentHelp("A fault to simulate; may be repeated.", valueName: "name[=value]"),
    completion: .list(Fault.all.map(\.name)))
  var fault: [String] = []

  @Option(name: .long, help: "How long a task takes.")
  var renderSpeed = SandboxConfiguration.RenderSpeed.fast

  @Option(name: .long, help: "What `normal` does when the video runs out before the audio.")
  var normalWhenShort = PlaybackModel.WhenShort.loop

  @Option(name: .long, help: "Tasks rendered at once.")
  var workers = 2

  @Option(
    name: .long, help: ArgumentHelp("The credits of a new data directory.", valueName: "credits"),
    transform: Parse.credits)
  var quota = Credits(hundredths: 100_000)

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A command that makes the results instead of the sandbox's renderer, such as a local lip-sync model; run by /bin/sh as COMMAND VIDEO AUDIO OUTPUT PLAN.",
      valueName: "command"))
  var engine: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How long the engine may run before it is stopped (default: 3600).", valueName: "seconds"),
    transform: Parse.duration)
  var engineTimeout: Duration?

  @Option(name: .long, help: "For how many days tasks that ended, and uploads, are kept.")
  var keepDays: UInt16 = 30

  @Option(name: .long, help: "How many gigabytes of them are kept; the oldest are removed first.")
  var keepGigabytes: UInt16 = 20

  @OptionGroup(title: "Output")
  var output: OutputOptions

  var endsBySignal: Bool { true }

  func validate() throws {
    guard (0...65535).contains(port) else { throw ValidationError("--port must be from 0 to 65535.") }
    guard (1...64).contains(workers) else { throw ValidationError("--workers must be from 1 to 64.") }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let directory = TemporaryDirectory.ofSandbox(data)
    defer { directory.removeIfTemporary() }
    var configuration = SandboxConfiguration(
      port: port, dataDirectory: directory.path, apiKey: apiKey.map(Redacted.init), httpStatus: httpStatus,
      renderSpeed: renderSpeed, whenShort: normalWhenShort, faults: fault, quota: quota, workers: workers,
      engine: engine.map { Engine(command: $0, timeout: engineTimeout ?? .seconds(3600)) },
      upkeep: Upkeep(age: Int64(keepDays) * 86_400, bytes: Int64(keepGigabytes) * 1_000_000_000))
    (configuration.host, configuration.hostNames) = (host, hostName)
    (configuration.allowedOrigins, configuration.postsWebhooks) = (cors, webhooks)
    let server = try await SandboxServer.start(configuration)
    if !host.hasPrefix("127.") {
      console.warn(
        "warning: whoever reaches \(host):\(port == 0 ? "the port below" : String(port)) can use this sandbox and make it fetch URLs"
          + (apiKey == nil ? ", with any key: set --api-key." : ", if they know the key."))
    }
    // A script reads this line and goes on, so it stays one line on a terminal too.
    console.signal(.object([("base_url", .string(server.baseURL))]))
    console.print(
      """
      \(console.style.strong(server.baseURL))  stop it with Ctrl-C
        export JOGG_BASE_URL=\(server.baseURL) JOGG_API_KEY=\(apiKey == nil ? "anything" : "...")
        lipflight run VIDEO AUDIO -o DIR --allow-private
      """)
    // Nobody can learn the address.
    let isHeard = Console.outputTrouble == nil
    // Sleeps until a signal cancels the task.
    while isHeard, !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
    await server.stop()
    return .passed
  }

  func document(for failure: Failure) -> Printout {
    .error(failure, [("base_url", .null)])
  }
}
