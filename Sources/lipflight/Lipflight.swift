internal import ArgumentParser
internal import Dispatch
internal import LipSync
internal import Platform

/// Where the process starts.
@main
enum Start {
  static func main() {
    // A pipe must not become standard output by accident.
    StandardStreams.occupy()
    // A core file would hold the key.
    Confinement.writeNoCore()
    let given = Array(CommandLine.arguments.dropFirst())
    Examiners.prepare(for: given)
    if Set(given) == ["--version", "--verbose"] {
      print(Versions.text)
      exit(EXIT_SUCCESS)
    }
    if let unknownOption = SingleDash.unknownOption(in: given) {
      Lipflight.exit(withError: SingleDash.refusal(unknownOption))
    }
    if let refusal = MistypedCommand.refusal(given) { Lipflight.exit(withError: refusal) }
    Task {
      do { try await run(given) } catch { leave(error, given) }
      exit(EXIT_SUCCESS)
    }
    dispatchMain()
  }

  private static func run(_ given: [String]) async throws {
    var command = try Lipflight.parseAsRoot(given)
    if var command = command as? any AsyncParsableCommand {
      try await command.run()
    } else {
      try command.run()
    }
  }

  /// Ends with what an error says: help is none.
  private static func leave(_ error: any Error, _ given: [String]) -> Never {
    if let help = HelpText.text(error, given) {
      Console.write(help, to: STDOUT_FILENO)
      exit(EXIT_SUCCESS)
    }
    if !(error is ExitCode), Lipflight.exitCode(for: error) == .validationFailure,
      let refusal = MistypedOption.refusal(given)
    {
      Lipflight.exit(withError: refusal)
    }
    Lipflight.exit(withError: error)
  }
}

/// The tool: it parses, calls the library and prints. All judgement is the library's.
struct Lipflight: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lipflight",
    abstract: "Check, price, submit, fetch and verify lip-sync jobs.",
    discussion: """
      Start with `lipflight demo`: a refused source and a whole job on this machine, without a key.
      """,
    version: Product.version,
    subcommands: [
      Probe.self, Check.self, Estimate.self, Submit.self, Wait.self, Fetch.self, Verify.self, Run.self,
      Mend.self, Join.self,
      JobsCommand.self, BatchCommand.self, Webhook.self, SandboxCommand.self, RulesCommand.self,
      FormatsCommand.self, SchemaCommand.self, AccountCommand.self, FacesCommand.self, ConfigCommand.self,
      AgentCommand.self, Demo.self,
    ])
}
