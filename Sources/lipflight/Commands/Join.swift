internal import ArgumentParser
internal import LipSync
internal import LipSyncMedia
internal import Platform

/// `lipflight join`: the results of `mend --split`, put together.
struct Join: Subcommand {
  static let configuration = CommandConfiguration(
    abstract: "Join the results of a split: pictures to the frame, sound to the sample, and check that.",
    usage: """
      lipflight join MANIFEST RESULTS -o FILE [OPTIONS]
      lipflight join MANIFEST RESULT... -o FILE [OPTIONS]
      """,
    discussion:
      "MANIFEST is what `lipflight mend VIDEO AUDIO --split -o DIR` wrote; RESULTS is the directory of `lipflight batch run`, or "
      + "the results one by one in the manifest's order. Each result has to be there, of one size and rate, as long as its part "
      + "and with its part's sound. Pictures are copied where they may stay; the sound is the one that was split. FILE gets its "
      + "name once all its pictures and samples have been found in it where they belong.")

  @Argument(help: ArgumentHelp("The manifest of the parts.", valueName: "manifest"), completion: .file())
  var manifest: String

  @Argument(
    help: ArgumentHelp(
      "The directory of the batch's results, or the results in order.", valueName: "results"),
    completion: .file())
  var results: [String]

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The new file, an MP4.", valueName: "file"), completion: .file(extensions: ["mp4"]))
  var path: String?

  @Flag(name: .long, help: "Only look at the results, and say what would be done.")
  var dryRun = false

  @Flag(name: .long, help: "Replace FILE if it is there.")
  var overwrite = false

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func validate() throws {
    guard dryRun || path != nil else {
      throw ValidationError("Name the new file with -o, or ask with --dry-run what would be done.")
    }
    if let path, !path.lowercased().hasSuffix(".mp4") {
      throw ValidationError("'\(path)' is to be an MP4: give it a name that ends in .mp4.")
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let progress = Progress(console)
    defer { progress.clear() }
    let (rows, outputs) = try self.rows()
    let target = dryRun ? nil : path
    if let target { try refuseReplacing(target, rows) }
    let (paths, faults) = JoinSources.find(rows, outputs: outputs, in: results)
    let report = try await Destination.with(target.map(MendBench.folder(of:))) {
      let bench = MendBench(
        inspector: Session.inspector(network, sandbox: false), wishes: MendWishes(), directory: nil,
        inputs: [], progress: progress)
      return try await bench.join(rows, paths, faults: JoinPlan.faults(of: rows) + faults, to: target)
    }
    progress.clear()
    console.document(.join, report.json)
    console.print(SplitText.report(report, console.style))
    return report.state == .failed ? .failedCheck : .passed
  }

  private func rows() throws -> ([SplitRow], [String]) {
    var rows: [SplitRow] = []
    var outputs: [String] = []
    let _: RowList<JobRow> = try ListFile.read(
      manifest, named: manifest, as: try ListOptions.parse([]), undone: "nothing was joined"
    ) { row, fields in
      guard let split = SplitRow(row) else {
        return [
          fields.fault(
            "part", "it is no row of a split: part, parts, first_sample, samples or sample_rate is missing")
        ]
      }
      rows.append(split)
      outputs.append(row.output ?? row.id)
      return []
    }
    return (rows, outputs)
  }

  private func refuseReplacing(_ target: String, _ rows: [SplitRow]) throws {
    guard let there = FileStatus(path: target) else { return }
    let sources = rows.flatMap { [$0.audio, $0.video, $0.original ?? ""] } + results + [manifest]
    if sources.contains(where: { FileStatus(path: $0).map { $0.identity == there.identity } ?? false }) {
      throw Failure(
        .usage, "'\(target)' is one of the files that are joined.", remedy: "Name another file with -o.")
    }
    guard overwrite, there.kind == .regular else {
      throw Failure(
        .usage, "'\(target)' is there already.",
        remedy: "Name another file with -o, or replace it with --overwrite.")
    }
  }

  func document(for failure: Failure) -> Printout {
    .error(failure, [("state", .string(JoinReport.State.failed.rawValue)), ("output", .null)])
  }
}
