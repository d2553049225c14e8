internal import LipSync
internal import Synchronization

/// `lipflight check --from`: a list of pairs, a JSON line for each, in the order of the list.
struct CheckList {
  /// How many pairs there were, by verdict.
  private struct Counts {
    var verdicts: [Verdict: Int] = [:]
    var all: Int { verdicts.values.reduce(0, +) }
  }

  /// The check of each pair, with these private hosts opened.
  let task: @Sendable (_ hosts: Set<String>) -> CheckTask
  let console: Console
  let options: ListOptions
  /// Of the format that was asked for; nil for the lines of `check-line`.
  let printer: SheetPrinter?

  /// - Parameter path: the list; `-` for standard input.
  /// - Returns: the worst of all pairs.
  func run(_ path: String) async throws -> ExitStatus {
    let scratch = TemporaryDirectory.orKept(nil)
    defer { scratch.removeIfTemporary() }
    let file = try await ListFile.regular(path, in: scratch.path)
    var hosts: Set<String> = []
    let list: PairList = try ListFile.read(file, named: path, as: options, undone: "nothing was checked") {
      row, _ in
      hosts.formUnion(NamedHosts.of(row))
      return []
    }
    let counts = Mutex(Counts())
    let task = task(hosts)
    try await Lanes().run {
      list.rows()
    } isRemote: {
      CheckTask.isRemote($0)
    } work: {
      await task.report($0)
    } deliver: { row, report in
      counts.withLock { $0.verdicts[report.verdict, default: 0] += 1 }
      if let printer {
        printer.add(FindingSheet.Case(report, row: row, of: path))
      } else {
        console.line(.checkLine, CheckTask.line(row, report))
      }
    }
    if Interruption.happened { throw CancellationError() }
    let sum = counts.withLock { $0 }
    guard sum.all == list.count else {
      throw Failure(
        .usage, "\(path) changed while it was read: it had \(list.count) pairs, \(sum.all) were checked.")
    }
    let words = Verdict.allCases.map { "\(sum.verdicts[$0] ?? 0) \($0.rawValue)" }
    console.say("\(sum.all) pairs: " + words.joined(separator: ", "))
    let exit = sum.verdicts[.fail] == nil ? ExitStatus.passed : .failedCheck
    let worst = [Verdict.fail, .warn].first { sum.verdicts[$0] != nil } ?? .pass
    printer?.end(FindingSheet.Sum(verdict: worst, exit: exit))
    return exit
  }
}
