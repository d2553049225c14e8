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
    let known = Lipflight.configuration.subcommands.map { $0._commandName }
    if let refusal = MistypedCommand.refusal(given, known: known + ["help"]) {
      Lipflight.exit(withError: refusal)
    }
    Task {
      await Lipflight.main(given)
      exit(EXIT_SUCCESS)
    }
    dispatchMain()
  }
}

/// The tool: it parses, calls the library and prints. All judgement is the library's.
struct Lipflight: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lipflight",
    abstract: "Check, price, submit, fetch and verify lip-sync jobs.",
    discussion: """
      Start with `lipflight demo`: a refused source and a whole job on this machine, without a key.

      Environment: JOGG_API_KEY or JOGG_API_KEY_FILE, JOGG_BASE_URL (https://api.jogg.ai), JOGG_API_PREFIX (/open/v2), \
      LIPFLIGHT_JOURNAL, HTTPS_PROXY, NO_PROXY, CURL_CA_BUNDLE, NO_COLOR; `lipflight config` shows what holds.
      Exit codes: 0 passed, 1 a check failed, 2 the service failed the task, 3 the service refused or could not \
      be reached, 4 gave up waiting, 64 wrong usage, 70 a bug in lipflight, 75 try again later (a database or ledger \
      that is down or busy, a full disk), 130 interrupted.
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
