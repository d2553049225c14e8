internal import ArgumentParser
internal import LipSync
internal import Platform

/// `lipflight mcp`: the commands as tools for an AI agent.
struct AgentCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "mcp",
    abstract:
      "Serve the commands to an AI agent over the Model Context Protocol, on standard input and output.",
    discussion: """
      An agent's host starts it; docs/agents.md has the settings for common hosts. The key comes from JOGG_API_KEY. An agent \
      may name files below the folders that are open to it, and pays only what a call states as max_credits.
      """)

  @Option(
    name: .customLong("root"),
    help: ArgumentHelp(
      "A folder that the agent may read from and write to; may be repeated (default: the current folder).",
      valueName: "dir"),
    completion: .directory)
  var roots: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("The most that any one job may cost, whatever a call says.", valueName: "credits"),
    transform: Parse.credits)
  var maxCredits: Credits?

  @Option(
    name: .customLong("journal"),
    help: ArgumentHelp(
      "The journal of what was paid for, as submit takes it.", valueName: "file|postgres://..."))
  var journal: String?

  @Flag(
    name: .long,
    help: "Private and loopback addresses that the agent names count as reachable, and the service's.")
  var allowPrivate = false

  @OptionGroup(title: "Output")
  var output: OutputOptions

  var endsBySignal: Bool { true }

  func perform(_ console: Console) async throws -> ExitStatus {
    let folders = try (roots.isEmpty ? ["."] : roots).map { root in
      guard FileStatus(path: root)?.kind == .directory,
        let real = AgentPaths.real(root.hasPrefix("/") ? root : "./" + root)
      else {
        throw Failure(.usage, "\(root) is no folder.", remedy: "Name a folder that exists with --root.")
      }
      return real
    }
    let server = AgentServer(
      AgentServer.Settings(
        paths: AgentPaths(folders: folders), ceiling: maxCredits,
        network: allowPrivate ? ["--allow-private"] : [],
        journal: journal.map { ["--journal=" + $0] } ?? [])
    ) { Console.write($0.text + "\n", to: STDOUT_FILENO) }
    await server.serve(AgentLines.standardInput())
    return .passed
  }
}
