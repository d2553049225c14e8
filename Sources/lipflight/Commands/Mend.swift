internal import ArgumentParser
internal import LipSync
internal import LipSyncMedia

/// `lipflight mend`: what the remedies say, done here.
struct Mend: Subcommand {
  /// What a source is for.
  enum Purpose: String, CaseIterable, ExpressibleByArgument {
    case auto, video, audio

    var subject: Subject? { self == .auto ? nil : self == .video ? .video : .audio }
  }

  static let configuration = CommandConfiguration(
    abstract: "Mend sources: write copies without what check finds, and check those.",
    usage: """
      lipflight mend SOURCE... -o DIR [OPTIONS]
      lipflight mend SOURCE... --dry-run [OPTIONS]
      lipflight mend [VIDEO] AUDIO --split -o DIR [OPTIONS]
      """,
    discussion:
      "Bytes that may stay are copied; only the stream that needs it is decoded and encoded. The sources are never changed. "
      + "A new file gets its name, SOURCE's with -mended, once it has passed its own check. --dry-run says what would be done "
      + "and what that costs in quality. --split cuts a long AUDIO at pauses into parts, makes for each a video that carries "
      + "on where that of the part before ended, and writes a manifest for `lipflight batch run`; `lipflight join` puts the "
      + "results together.")

  @Argument(help: ArgumentHelp("Paths or http(s) URLs.", valueName: "source"), completion: .file())
  var sources: [String]

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Directory for the new files; created if missing.", valueName: "dir"),
    completion: .directory)
  var directory: String?

  @Flag(name: .long, help: "Only say what would be done, and what that costs in quality.")
  var dryRun = false

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "What the sources are for; auto takes those with moving pictures for videos.", valueName: "part"))
  var purpose = Purpose.auto

  @OptionGroup(title: "Splitting")
  var splitting: SplitOptions

  @OptionGroup(title: "Mending")
  var mending: MendOptions

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func validate() throws {
    try splitting.validate(with: sources.count)
    guard dryRun || directory != nil else {
      throw ValidationError("Name a directory with -o, or ask with --dry-run what would be done.")
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let progress = Progress(console)
    defer { progress.clear() }
    let directory = dryRun ? nil : directory
    if splitting.split { return try await split(into: directory, progress, console) }
    let reports = try await Destination.with(directory) {
      let bench = MendBench(
        inspector: Session.inspector(network, sandbox: false), wishes: mending.wishes, directory: directory,
        inputs: sources, progress: progress)
      var reports: [MendReport] = []
      for source in sources { reports.append(try await bench.mend(Source(source), as: purpose.subject)) }
      return reports
    }
    progress.clear()
    console.document(.mend, Self.document(reports, dryRun: dryRun))
    console.print(reports.map { MendText.report($0, console.style) }.joined(separator: "\n"))
    return reports.contains { [.hopeless, .failed].contains($0.state) } ? .failedCheck : .passed
  }

  private func split(
    into directory: String?, _ progress: Progress, _ console: Console
  ) async throws -> ExitStatus {
    let look = try await Destination.with(directory) {
      let bench = MendBench(
        inspector: Session.inspector(network, sandbox: false), wishes: mending.wishes, directory: directory,
        inputs: sources, progress: progress)
      return try await bench.split(
        Source(sources[sources.count - 1]), with: sources.count == 2 ? Source(sources[0]) : nil,
        wishes: splitting.wishes(frame: mending.fps))
    }
    progress.clear()
    console.document(
      .mend, Self.document(look.sources, dryRun: dryRun, split: look.split, manifest: look.manifest))
    console.print(SplitText.report(look, into: directory, console.style))
    return look.hasFailed ? .failedCheck : .passed
  }

  static func document(
    _ reports: [MendReport], dryRun: Bool, split: SplitReport? = nil, manifest: String? = nil
  ) -> JSON {
    .object([
      ("dry_run", .bool(dryRun)), ("sources", .array(reports.map(\.json))),
      ("split", split?.json ?? .null), ("manifest", .optional(manifest)),
    ])
  }

  func document(for failure: Failure) -> Printout {
    .error(
      failure, [("dry_run", .bool(dryRun)), ("sources", .array([])), ("split", .null), ("manifest", .null)])
  }
}
