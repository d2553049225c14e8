internal import LipSync
internal import LipSyncTransfer

/// A library remedy in terms of this command line: its settings as options and variables, its steps as commands.
///
/// The library names neither; whatever is shown to a user passes through here once (`ToolRemedies.swift`, `Failure`).
enum Remedies {
  /// The option or variable of a setting, and the sentence that is added to a remedy that refers to it.
  static func words(_ setting: Setting) -> (option: String, sentence: String) {
    switch setting.known {
    case .timeout: ("--timeout", "--timeout SECONDS allows more time.")
    case .privateAddresses:
      ("--allow-private", "--allow-private allows those that you name, --private-host HOST any other.")
    case .offline: ("--offline", "Leave out --offline.")
    case .fixesLinks: ("--fix-links", "--fix-links does that.")
    case .playbackType: ("--playback-type", "--playback-type TYPE names it.")
    case .ceiling: ("--max-credits", "--max-credits CREDITS sets the ceiling.")
    case .retryFailed: ("--retry-failed", "--retry-failed asks for that.")
    case .journal: ("--journal", "--journal FILE names another, --journal none keeps none.")
    case .apiKey: ("JOGG_API_KEY", "JOGG_API_KEY holds the key.")
    case .baseURL: ("JOGG_BASE_URL", "JOGG_BASE_URL holds the base URL.")
    case .prefix: ("JOGG_API_PREFIX", "JOGG_API_PREFIX holds the prefix.")
    }
  }

  /// The sentence with the command for a rule's remedy; nil if there is no such command.
  private static let commands: [Rule: @Sendable (Resumption) -> String] = [
    .fileNotWritten: { "`\($0.fetch())` does that." },
    .resultIncomplete: { "`\($0.fetch())` does that." },
    .resultNotCompared: { _ in "--video VIDEO and --audio AUDIO name them." },
    .taskFailed: { _ in "`\(Self.check)` checks both inputs." },
    .ruleUnknown: { _ in "`lipflight rules` lists them all." },
  ]
  private static let check = "lipflight check VIDEO AUDIO"

  static func command(_ rule: Rule, _ resumption: Resumption) -> String? {
    commands[rule]?(resumption) ?? (MendPlan.mendable.contains(rule) ? mend : nil)
  }
  private static let mend = "`lipflight mend SOURCE -o DIR` does that."

  /// The sentence with the command for an error's remedy.
  private static func command(_ error: ServiceError, _ resumption: Resumption) -> String? {
    switch error.code.known {
    case .key where error.operation == .configure: "--sandbox works without one."
    case .credits: "`lipflight estimate VIDEO AUDIO` says what a job costs."
    case .parameter, .taskFailed: "`\(check)` checks both inputs."
    case .notFound: "`lipflight jobs` lists what was paid for."
    case .gaveUp:
      "`\(resumption.wait(error.taskID))` continues waiting, `\(resumption.fetch(error.taskID))` downloads its result."
    case .uncertain, .cancelled: error.sent.map { "`\(resumption.submit($0))` does that." }
    case .configuration, .key, .permission, .rateLimited, .refused, .serverFault, .unreachable, .badAnswer,
      .file:
      nil
    }
  }

  /// The remedy of an error of the service.
  static func remedy(_ error: ServiceError, _ resumption: Resumption) -> String {
    joined(error.remedy, error.settings, command(error, resumption))
  }

  /// The remedy of an error of the journal.
  static func remedy(_ error: JournalError) -> String { joined(error.remedy, error.settings, nil) }

  /// The remedy of an error of a transfer, which has none of its own.
  static func remedy(_ error: TransferError) -> String? {
    switch error.code.known {
    case .timeout: "Try again, or allow more time. " + words(.timeout).sentence
    case .forbiddenAddress:
      "Allow private addresses if they are intended. " + words(.privateAddresses).sentence
    case .badURL, .unresolvable, .unreachable, .tls, .redirect, .truncated, .tooLarge, .badAnswer, .status,
      .file,
      .diskFull, .cancelled, .fault:
      nil
    }
  }

  /// A remedy with the options for its settings, and with a command.
  static func joined(_ remedy: String, _ settings: [Setting], _ command: String?) -> String {
    ([remedy] + settings.map { words($0).sentence } + [command ?? ""]).filter { !$0.isEmpty }
      .joined(separator: " ")
  }
}
