internal import LipSync

/// What stands at the end of a command's help and in its manual page: examples, the environment that it heeds, its exit codes.
struct Guide {
  /// A command line, and what it does.
  struct Example {
    var line: String
    var about: String
  }

  var examples: [Example]
  var environment: [Variable] = []
  var exits: [ExitStatus]

  /// Of a command, by its words: `batch plan`; empty for the tool itself.
  static func of(_ words: [String]) -> Guide? { all[words.joined(separator: " ")] }

  /// The sections as help shows them, in lines of at most this width where a line can be broken.
  func text(width: Int) -> String {
    var lines = ["EXAMPLES:"]
    for example in examples { lines += ["  " + example.line, "      " + example.about] }
    lines += ["", "ENVIRONMENT:"] + Self.rows(environment.map { ($0.names, $0.about) }, width: width)
    lines += ["", "EXIT CODES:"]
    lines += Self.rows(exits.map { (String($0.rawValue), $0.about) }, width: width)
    return lines.joined(separator: "\n")
  }

  private static func rows(_ rows: [(String, String)], width: Int) -> [String] {
    // A column for names, unless there is room for any.
    let first = min(width > 400 ? 200 : 24, rows.map(\.0.count).max() ?? 0)
    return rows.flatMap { name, about -> [String] in
      let space = String(repeating: " ", count: first + 4)
      let lines = wrapped(about, to: max(30, width - first - 4), taken: 0)
      let head = "  " + padded(name, to: first)
      guard name.count <= first else { return [head] + lines.map { space + $0 } }
      return ["\(head)  \(lines.first ?? "")"] + lines.dropFirst().map { space + $0 }
    }
  }

  /// A variable of the environment, or several of one kind.
  struct Variable {
    var names: String
    var about: String
  }
}

extension Guide.Variable {
  private init(_ setting: SettingName, _ more: String = "") {
    self.init(names: setting.name, about: setting.meaning + more)
  }

  static let key = Self(.apiKey, "; JOGG_API_KEY_FILE names a file with it")
  static let service = Self(.baseURL, " (default: \(Settings.defaultService))")
  static let prefix = Self(.prefix, " (default: \(Settings.defaultPrefix))")
  static let journal = Self(.journal)
  static let state = Self(
    names: "XDG_STATE_HOME", about: "the journal is in lipflight/ below it (default: ~/.local/state)")
  static let secret = Self(.webhookSecret, "; LIPFLIGHT_WEBHOOK_SECRET_FILE names a file with it")
  static let proxies = Self(
    names: "HTTPS_PROXY, http_proxy, ALL_PROXY, NO_PROXY",
    about: "the proxies, and the hosts that are contacted without one")
  static let certificates = Self(.certificates, "; SSL_CERT_FILE does the same")
  static let settings = Self(
    names: "XDG_CONFIG_HOME",
    about: "settings are read from lipflight/lipflight.env below it (default: ~/.config)")
  static let colour = Self(names: "NO_COLOR", about: "no colours, whatever it holds")

  static let local = [settings, colour]
  static let network = [proxies, certificates] + local
  static let looking = [key, service, prefix] + network
  static let paying = [key, service, prefix, journal, state] + network
}

extension ExitStatus {
  /// For help and manual pages.
  var about: String {
    switch self {
    case .passed: "passed"
    case .failedCheck: "the inputs or the result failed a check"
    case .taskFailed: "the service failed the task"
    case .service: "the service refused or could not be reached: key, credits, rate limit, network"
    case .gaveUp: "gave up waiting; the task may still finish, and the message says how to resume"
    case .usage: "wrong usage"
    case .fault: "a fault of Lipflight"
    case .tryAgain: "try again later: a database or ledger is down, busy or locked, or a disk is full"
    case .interrupted: "interrupted; what was downloaded is kept for resuming"
    }
  }
}
