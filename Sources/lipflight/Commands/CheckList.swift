internal import FoundationEssentials
internal import LipSync
internal import Media
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// `lipflight check --from`: a list of pairs, a JSON line for each, in the order of the list.
struct CheckList {
  /// How many pairs there were, by verdict.
  private struct Counts {
    var verdicts: [Verdict: Int] = [:]
    var all: Int { verdicts.values.reduce(0, +) }
  }

  let task: CheckTask
  let console: Console

  /// - Parameter path: the list; `-` for standard input.
  /// - Returns: the worst of all pairs.
  func run(_ path: String) async throws -> ExitStatus {
    let scratch = TemporaryDirectory.orKept(nil)
    defer { scratch.removeIfTemporary() }
    let file = try await Self.regular(path, in: scratch.path)
    let list = try Self.read(file, named: path)
    let counts = Mutex(Counts())
    let task = task
    try await WorkerPool(task: task).run({ list.rows().lazy.map(task.job) }) { _, job, outcome in
      let line = task.line(job, outcome)
      let verdict = line["verdict"]?.stringValue.flatMap(Verdict.init) ?? .fail
      counts.withLock { $0.verdicts[verdict, default: 0] += 1 }
      Console.write(Printable.json(line.text) + "\n", to: 1)
    }
    if Interruption.happened { throw CancellationError() }
    let sum = counts.withLock { $0 }
    guard sum.all == list.count else {
      throw Failure(
        .usage, "\(path) changed while it was read: it had \(list.count) pairs, \(sum.all) were checked.")
    }
    let words = Verdict.allCases.map { "\(sum.verdicts[$0] ?? 0) \($0.rawValue)" }
    console.note("\(sum.all) pairs: " + words.joined(separator: ", "))
    return sum.verdicts[.fail] == nil ? .passed : .failedCheck
  }

  /// The list, once all of it was found to be readable.
  private static func read(_ file: String, named path: String) throws -> PairList {
    let list: PairList
    do {
      list = try PairList(path: file)
    } catch let error as POSIXError {
      throw unreadable(path, error)
    }
    guard list.faults.isEmpty else {
      var lines = list.faults.map { "\(path): \($0)" }
      if list.furtherFaults > 0 { lines.append("and \(list.furtherFaults) more") }
      throw Failure(
        .usage, "The list cannot be used; nothing was checked.\n  " + lines.joined(separator: "\n  "),
        remedy: "Write JSON lines, or CSV whose first line names the columns, with \u{201c}video\u{201d} and "
          + "\u{201c}audio\u{201d} in each.")
    }
    return list
  }

  /// A list is read twice, so what can be read only once is kept for the time being.
  private static func regular(_ path: String, in scratch: String) async throws -> String {
    let attributes = path == "-" ? nil : try? FileManager.default.attributesOfItem(atPath: path)
    switch attributes?[.type] as? FileAttributeType {
    case .typeDirectory?:
      throw Failure(.usage, "\(path) is a directory, not a list.", remedy: "Name the list itself.")
    case .typeRegular?, .typeSymbolicLink?: return path
    case nil where path != "-": return path
    default: break
    }
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    let copy = scratch + "/list"
    do {
      try await onBlockingThread { try ManifestCopy.copy(from: path == "-" ? nil : path, to: copy) }
    } catch let error as POSIXError {
      throw unreadable(path, error)
    }
    return copy
  }

  private static func unreadable(_ path: String, _ error: POSIXError) -> Failure {
    let why =
      switch error.code {
      case .ENOENT: "there is no such file"
      case .EACCES, .EPERM: "this user may not read it"
      default: "the system refused it (error \(error.code.rawValue))"
      }
    return Failure(
      .usage, "The list \(path) cannot be read: \(why).", remedy: "Check its path and permissions.")
  }
}
