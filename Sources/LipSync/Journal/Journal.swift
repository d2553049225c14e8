/// What was paid for before, kept so that nothing is paid for twice: by this process, by others, and after a crash.
///
/// Each step of a job is written down before it is taken (the intent) and after (the outcome). What is kept holds no key
/// and no signature. `LipSyncLedger` has stores of it in SQLite and PostgreSQL.
public protocol Journal: PostGate {
  /// Waits for the sole right to work on something, such as a job or an upload; no other process has it meanwhile.
  ///
  /// - Parameters:
  ///   - name: what is worked on.
  ///   - onWait: called once where somebody else has the turn.
  /// - Throws: `JournalError`, or a cancellation.
  func turn(on name: String, onWait: @Sendable () -> Void) async throws -> any JournalTurn

  /// The payments for a job, the newest first.
  func entries(job: String) async throws(JournalError) -> [JournalEntry]

  /// All payments, the newest first.
  func entries(limit: Int) async throws(JournalError) -> [JournalEntry]

  /// The payment that gave a task.
  func entry(task: String, at account: ServiceAccount) async throws(JournalError) -> JournalEntry?

  /// Writes down a payment, or what became of it; durable when it returns.
  func record(_ entry: JournalEntry) async throws(JournalError)

  /// The upload of a content.
  func upload(of content: ContentIdentity, at account: ServiceAccount) async throws(JournalError)
    -> UploadEntry?

  /// Writes down an upload; durable when it returns.
  func record(_ upload: UploadEntry) async throws(JournalError)

  /// Whether anything is kept at all.
  var remembers: Bool { get }
}

extension Journal {
  /// Whether nothing else is known to have been paid for since a payment: a fall of the quota is its own then.
  func isAlone(_ entry: JournalEntry) async -> Bool {
    let others = (try? await entries(limit: 200)) ?? []
    return !others.contains { other in
      other.id != entry.id && other.account == entry.account && other.state != .refused
        && other.completedAt.map { $0 >= entry.intendedAt } ?? true
    }
  }
}

/// The sole right to work on something; it ends with the process, however that ends, or with a lease that is renewed.
public protocol JournalTurn: Sendable {
  /// Makes sure that the turn is still had, and that nobody else gets it for a while, whatever happens to this process or to
  /// its way to the journal: asked right before what cannot be taken back.
  ///
  /// - Returns: until when at least, by this process's own clock; nil where the turn lasts as long as the process.
  /// - Throws: `JournalError` where somebody else has it by now, or where that cannot be found out.
  func hold(for duration: Duration) async throws(JournalError) -> ContinuousClock.Instant?

  /// Gives the right back; more than once does no harm.
  func release()
}

extension JournalTurn {
  /// Nil: a lock of the operating system lasts as long as the process.
  public func hold(for duration: Duration) async throws(JournalError) -> ContinuousClock.Instant? { nil }
}

/// Why the journal cannot be used.
public struct JournalError: Error, Sendable, CustomStringConvertible {
  /// The kinds of failure.
  public struct Code: Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// It cannot be made, opened or written: permissions, a wrong place.
    public static let unusable = Code(.unusable)
    /// Its address is a URL of no kind of journal.
    public static let badAddress = Code(.badAddress)
    /// There is no room on its disk.
    public static let full = Code(.full)
    /// The database does not answer.
    public static let unreachable = Code(.unreachable)
    /// Another process keeps it busy for longer than is waited.
    public static let busy = Code(.busy)
    /// It is no journal, or damaged.
    public static let damaged = Code(.damaged)
    /// A newer version of the tool wrote it.
    public static let newer = Code(.newer)
    /// What it held is not at its place any more: deleted, replaced or emptied.
    public static let lost = Code(.lost)

    /// Beneath, so that within the package one that nobody has decided about does not compile.
    package enum Known: String, CaseIterable {
      case unusable, badAddress, full, unreachable, busy, damaged, newer, lost
    }

    package let known: Known
    private init(_ known: Known) { self.known = known }

    /// All of this version.
    public static var allCases: [Code] { Known.allCases.map { Code($0) } }
    /// Its stable name.
    public var rawValue: String { known.rawValue }
    /// Its stable name.
    public var description: String { rawValue }
  }

  /// The kind of failure.
  public let code: Code
  /// Which journal.
  public let subject: String
  /// One sentence.
  public let message: String

  /// Names a failure.
  public init(_ code: Code, subject: String, message: String) {
    self.code = code
    self.subject = subject
    self.message = message
  }

  /// The sentence with its subject.
  public var description: String { "the journal \(subject) \(message)" }

  /// What to do.
  public var remedy: String {
    switch code.known {
    case .unusable where subject.hasPrefix("postgres"):
      "See that the database is there, can be written to, and that its user may make the schema lipflight, "
        + "or use another."
    case .unusable:
      "Make it writable, or use another. Without one nothing is remembered, and a job that is sent again may be paid for "
        + "again."
    case .badAddress:
      "Name a file, or a database as postgres://USER@HOST/DATABASE; a file with such a name is written with ./ before it."
    case .full: "Make room on its disk, or use another, then try again."
    case .unreachable:
      "See that the database runs and lets this user in (PGPASSWORD, PGSSLMODE and ~/.pgpass are heeded), then try "
        + "again: what was paid is written down."
    case .busy: "Wait until the other process is done with it, then try again."
    case .damaged: "Move it away, or use another."
    case .newer: "Update Lipflight, or use another journal."
    case .lost:
      "Find out what deletes or replaces it (a cleaner of temporary files, a synchronised folder), and put it back from a "
        + "backup. To begin anew all the same, delete the file of turns (its path with -turns behind it) too: what was paid "
        + "for before is not known then, and would be paid for again."
    }
  }

  /// The settings that the remedy speaks of.
  public var settings: [Setting] {
    switch code.known {
    case .unusable, .badAddress, .full, .damaged, .newer, .lost: [.journal]
    case .unreachable, .busy: []
    }
  }

  /// What a command that ends with this error exits with: another try later may help, or the command has to change.
  package var exitCode: ExitStatus {
    switch code.known {
    case .full, .unreachable, .busy: .tryAgain
    case .unusable, .badAddress, .damaged, .newer, .lost: .usage
    }
  }
}

/// Remembers nothing.
public struct NoJournal: Journal {
  private struct Turn: JournalTurn {
    func release() {}
  }

  /// Nothing to set.
  public init() {}

  /// At once.
  public func turn(on name: String, onWait: @Sendable () -> Void) async throws -> any JournalTurn { Turn() }
  /// None.
  public func entries(job: String) async throws(JournalError) -> [JournalEntry] { [] }
  /// None.
  public func entries(limit: Int) async throws(JournalError) -> [JournalEntry] { [] }
  /// None.
  public func entry(task: String, at account: ServiceAccount) async throws(JournalError) -> JournalEntry? {
    nil
  }
  /// Forgotten.
  public func record(_ entry: JournalEntry) async throws(JournalError) {}
  /// None.
  public func upload(of content: ContentIdentity, at account: ServiceAccount) async throws(JournalError)
    -> UploadEntry?
  { nil }
  /// Forgotten.
  public func record(_ upload: UploadEntry) async throws(JournalError) {}
  /// Admitted.
  public func admit(_ account: String, limit: Int, window: Duration) async -> Duration? { nil }
  /// False.
  public var remembers: Bool { false }
}
