internal import LipSync
internal import LipSyncLedger
internal import Platform

/// Where the journal is.
enum JournalPlace {
  /// The word for no journal.
  static let none = "none"
  /// For `--help`.
  static let shownDefault =
    "$XDG_STATE_HOME/lipflight/journal.sqlite, or ~/.local/state/lipflight/journal.sqlite if XDG_STATE_HOME is not set; LIPFLIGHT_JOURNAL names another"

  /// The journal of a command, with the batches that it holds; nil for none.
  ///
  /// - Parameters:
  ///   - named: what `--journal` said: a file, or the URL of a PostgreSQL database.
  ///   - own: the journal of an embedded sandbox that is kept: its tasks are no others' business.
  static func open(_ named: String?, own: String? = nil) async throws -> (any LedgerStore)? {
    let named = try named ?? (own == nil ? Settings.current.value(.journal) : nil)
    guard named != none else { return nil }
    return try await LedgerPlace.open(try named ?? own ?? usual())
  }

  /// The ledger that a command only reads, or continues: it is never created.
  static func existing(_ named: String?) async throws -> any LedgerStore {
    try require(try named ?? usual())
    return try needed(try await open(named))
  }

  /// The ledger of a batch.
  static func needed(_ ledger: (any LedgerStore)?) throws -> any LedgerStore {
    if let ledger { return ledger }
    throw Failure(
      .usage, "A batch cannot go without a ledger.",
      remedy: "Leave out --journal none, or name one with --ledger.")
  }

  /// The journal of a command that only looks at payments: none is made. The one of everybody who names none may not be there
  /// yet, and holds nothing then.
  static func toRead(_ named: String?) async throws -> any Journal {
    try require(named)
    let place = try named ?? usual()
    guard place != none, LedgerPlace.kind(place) != .file || FileManager.default.fileExists(atPath: place)
    else {
      return NoJournal()
    }
    return try await LedgerPlace.open(place)
  }

  /// - Throws: if the named ledger is a file that does not exist.
  static func require(_ named: String?) throws {
    guard let named, named != none else { return }
    try LedgerPlace.check(named)
    guard LedgerPlace.kind(named) == .file,
      !FileManager.default.fileExists(atPath: named)
    else { return }
    throw Failure(
      .usage, "There is no ledger at \(named).",
      remedy: "Name the ledger with --ledger; `lipflight batch run MANIFEST -o DIR` creates one.")
  }

  /// The one of a command that names none.
  private static func usual() throws -> String {
    try Settings.current.value(.journal) ?? byDefault(ProcessInfo.processInfo.environment)
  }

  static func byDefault(_ environment: [String: String]) -> String {
    stateDirectory(environment) + "/journal.sqlite"
  }

  /// The user's state of this tool, by the XDG base directory specification: relative paths do not count.
  static func stateDirectory(_ environment: [String: String]) -> String {
    let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home =
      environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? FileManager.default.homeDirectoryForCurrentUser.path
    return (state ?? home + "/.local/state") + "/lipflight"
  }
}
