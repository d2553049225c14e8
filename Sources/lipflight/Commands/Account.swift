internal import ArgumentParser
internal import LipSync

/// `lipflight account`: whether the service can be reached, with whose key, and what is left to spend.
struct AccountCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "account",
    abstract: "Whose key it is, the credits left, and whether the service can be reached.",
    discussion: "Costs nothing. Exit code 3 where the service cannot be reached, or refuses the key.")

  @Flag(name: .long, help: "Ask an embedded sandbox; implies --allow-private.")
  var sandbox = false

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let report = try await Session.with(network, ServiceOptions.only(sandbox: sandbox)) { session in
      try await session.service.accountReport()
    }
    console.document(.account, Self.json(report))
    console.print(AccountText.report(report, console.style))
    return .passed
  }

  private static func json(_ report: AccountReport) -> JSON {
    .object([
      ("service", .string(report.service)), ("prefix", .string(report.prefix)),
      ("account", .string(report.account)), ("name", .optional(report.name)),
      ("email", .optional(report.email)),
      ("credits", report.credits.map { .number($0.shownDown) } ?? .null),
      ("clock_ahead_seconds", .optional(report.clockAhead)),
      ("troubles", .array(report.troubles.map(JSON.string))),
    ])
  }
}
