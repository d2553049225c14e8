internal import ArgumentParser
internal import LipSync

/// `lipflight jobs`: what was paid for before.
struct JobsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jobs", abstract: "List what was paid for, and what the same job would do now.",
    subcommands: [JobsList.self, JobsShow.self], defaultSubcommand: JobsList.self)
}

/// Which journal is read.
struct JournalOptions: ParsableArguments {
  @Option(
    name: [.customLong("journal"), .customLong("ledger")],
    help: ArgumentHelp(
      "The journal: a file, or a PostgreSQL database (default: \(JournalPlace.shownDefault)).",
      valueName: "file|postgres://..."),
    completion: .file())
  var journal: String?

  func open() async throws -> any Journal { try await JournalPlace.toRead(journal) }
}

/// `lipflight jobs list`: one line per payment, newest first.
struct JobsList: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List payments, newest first. This is what `lipflight jobs` does.")

  @OptionGroup
  var place: JournalOptions

  @Option(name: .long, help: ArgumentHelp("Maximum number of payments to list.", valueName: "n"))
  var limit = 100

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit must be 1 or more.") }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let entries = try await place.open().entries(limit: limit)
    console.document(.jobs, JobsDocument(jobs: entries.map { $0.document }).json)
    console.print(JournalText.list(entries, console.style))
    return .passed
  }

  func document(for failure: Failure) -> Printout {
    .error(failure, [("jobs", .array([]))])
  }
}

/// `lipflight jobs show ID`: all that is known of a payment.
struct JobsShow: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show all that is known about one payment, and what the same job would do now.")

  @Argument(
    help: ArgumentHelp(
      "The payment's id, as `lipflight jobs` prints it, or its task's id; a unique prefix is enough.",
      valueName: "id")
  )
  var id: String

  @OptionGroup
  var place: JournalOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let entries = try await place.open().entries(limit: .max)
    let found = JournalText.matches(id, entries)
    guard let entry = found.first, found.count == 1 else {
      throw Failure(
        .usage,
        found.isEmpty
          ? "The journal holds no payment '\(id)'." : "'\(id)' matches \(found.count) payments.",
        remedy: "`lipflight jobs` lists them.")
    }
    console.document(.jobsShow, entry.document.json)
    console.print(JournalText.one(entry, console.style))
    return .passed
  }

  func document(for failure: Failure) -> Printout {
    .error(failure, [("id", .null)])
  }
}
