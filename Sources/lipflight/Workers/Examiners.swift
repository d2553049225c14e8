internal import LipSyncMedia

/// Who reads foreign media for the commands: the worker program that is installed with this one, which alone links FFmpeg.
enum Examiners {
  /// Commands that look at media whatever comes; others start the program once a source is to be read.
  private static let commands: Set<String> = [
    "probe", "check", "mend", "join", "estimate", "run", "fetch", "verify", "sandbox", "batch run",
    "batch work",
    "batch plan", "faces",
    "batch report",
  ]

  /// Whether a command line is one of a command that looks at media.
  static func areWanted(by given: [String]) -> Bool {
    let words = given.prefix { !$0.hasPrefix("-") }
    guard !given.contains(where: { ["-h", "--help", "--version"].contains($0) }), let first = words.first
    else { return false }
    return commands.contains(first) || commands.contains(words.prefix(2).joined(separator: " "))
  }

  /// Starts the program if it will be needed: its libraries are loaded while the command line is parsed.
  static func prepare(for given: [String]) {
    guard areWanted(by: given) else { return }
    // Why it could not be started is told by `prove`, which starts it again.
    try? MediaWorkers.installed.startSoon()
  }

  /// Makes sure of the program before a command that needs it begins. Blocks.
  ///
  /// - Throws: `MediaError` with what to do where it is missing, or of another version.
  static func prove(for given: [String]) throws {
    if areWanted(by: given) { _ = try hello() }
  }

  /// What the program says of itself. Blocks.
  static func hello() throws(MediaError) -> WorkerHello { try MediaWorkers.installed.greet() }
}
