internal import LipSync
internal import LipSyncLedger

/// The commands that continue what this command started, ready to be copied: with its options, and quoted for a shell.
struct Resumption: Sendable {
  /// The task; nil if it is not known.
  var taskID: String?
  /// Where results go; nil if not given.
  var directory: String?
  /// The options that select the service.
  var options: [String] = []

  /// Nothing is known: placeholders everywhere.
  init() {}

  /// From a command's options.
  init(
    _ service: ServiceOptions, _ network: NetworkOptions, taskID: String? = nil, directory: String? = nil
  ) {
    self.taskID = taskID
    self.directory = directory
    if network.allowPrivate { options.append("--allow-private") }
    options += network.privateHost.flatMap { ["--private-host", $0] }
    options += network.proxy.map { ["--proxy", $0.shown] } ?? []
    // Where the key and the service may stand; the user's own file is read by itself.
    if let file = Settings.current.namedFile { options += ["--config", file] }
    if let data = service.sandboxData { options += ["--sandbox-data", data] }
    if let journal = service.journal { options += ["--journal", Self.shown(journal)] }
  }

  /// Downloads the result of a task.
  func fetch(_ id: String? = nil) -> String { command("fetch", id, ["-o", directory ?? "DIR"] + options) }

  /// Waits for a task.
  func wait(_ id: String? = nil) -> String { command("wait", id, options) }

  /// Looks for the task of these links before it creates one.
  func submit(_ pair: SentPair) -> String {
    let words = [
      "lipflight", "submit", pair.videoURL, pair.audioURL, "--playback-type", pair.playbackType.rawValue,
    ]
    return Self.line(words + options)
  }

  /// A command on a task; an id that looks like an option goes last, after `--`.
  private func command(_ name: String, _ id: String?, _ options: [String]) -> String {
    let id = id ?? taskID ?? "TASK_ID"
    let words = id.hasPrefix("-") ? options + ["--", id] : [id] + options
    return Self.line(["lipflight", name] + words)
  }

  /// A journal's location as it may be shown: the URL of a database may hold a password.
  static func shown(_ journal: String) -> String {
    LedgerPlace.kind(journal) == .file ? journal : "URL"
  }

  /// Words as one line for a shell.
  static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

  /// A word quoted for a POSIX shell: unchanged if no character of it is special there, else in quotes.
  static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { plain.contains($0) }
    return isPlain && !word.isEmpty
      ? word
      : "'"
        + word.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "'\\''") + "'"
  }

  private static let plain = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-".utf8)
}
