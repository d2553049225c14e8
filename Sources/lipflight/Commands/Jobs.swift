internal import ArgumentParser
internal import LipSync

/// `lipflight jobs`: what was paid for before.
struct JobsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jobs", abstract: "What was paid for before, and why a job would be reused.",
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

  func open() async throws -> any Journal { try await JournalPlace.open(journal) ?? NoJournal() }
}

/// `lipflight jobs list`: one line a payment, the newest first.
struct JobsList: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Payments, the newest first. This is what `lipflight jobs` does.")

  @OptionGroup
  var place: JournalOptions

  @Option(name: .long, help: ArgumentHelp("How many at most.", valueName: "n"))
  var limit = 100

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit has to be 1 or more.") }
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
    commandName: "show", abstract: "All that is known of one payment, and what the same job would do now.")

  @Argument(
    help: ArgumentHelp(
      "The payment's id, as `lipflight jobs` prints it, or its task's; a beginning will do.", valueName: "id")
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
          ? "The journal holds no payment '\(id)'." : "'\(id)' is the beginning of \(found.count) payments.",
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
