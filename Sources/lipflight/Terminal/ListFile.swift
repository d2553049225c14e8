internal import LipSync
internal import LipSyncMedia
internal import Platform

/// A list of rows that a user names.
enum ListFile {
  /// The list, once all of it has been read without faults.
  ///
  /// - Parameters:
  ///   - file: its path.
  ///   - path: what the user called it.
  ///   - undone: what was not started, if it cannot be used.
  ///   - judge: what else is wrong with a row.
  static func read<Row>(
    _ file: String, named path: String, as options: ListOptions, undone: String,
    judge: (Row, ManifestRow) -> [ManifestFault]
  ) throws -> RowList<Row> {
    let list: RowList<Row>
    do {
      list = try RowList(path: file, encoding: options.encoding, judge: judge)
    } catch let error as POSIXError {
      throw unreadable(path, error)
    }
    guard list.faults.isEmpty else {
      var lines = list.faults.map { "\(path): \($0)" }
      if list.furtherFaults > 0 { lines.append("and \(list.furtherFaults) more") }
      let columns = Row.columns.map { "\u{201c}\($0)\u{201d}" }
      var failure = Failure(
        .usage, "The list cannot be used; \(undone).\n  " + lines.joined(separator: "\n  "),
        remedy: "Write JSON lines, or a table with a header line (CSV, or what a spreadsheet saves), with "
          + columns.dropLast().joined(separator: ", ") + " and \(columns.last ?? "") in each row"
          + (list.isInAnotherEncoding
            ? ", in UTF-8; or name its encoding, such as --encoding windows-1252." : "."))
      (failure.faults, failure.list) = (list.faults, path)
      throw failure
    }
    return list
  }

  /// A list is read twice, so input that can be read only once is copied first.
  static func regular(_ path: String, in scratch: String) async throws -> String {
    switch path == "-" ? nil : FileStatus(path: path)?.kind {
    case .directory?: return try folder(path, in: scratch)
    case .regular?: return path
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

  /// A folder's pairs, written as a list.
  private static func folder(_ path: String, in scratch: String) throws -> String {
    let pairs = PairFolder(try FileManager.default.contentsOfDirectory(atPath: path))
    guard !pairs.pairs.isEmpty else {
      throw Failure(
        .usage, "\(path) is a folder without pairs.",
        remedy:
          "Name the list itself, or a folder in which audios are called like their videos: anna.mp4 with anna.wav or anna.de.wav."
      )
    }
    if !pairs.alone.isEmpty {
      let shown = pairs.alone.prefix(5).joined(separator: ", ") + (pairs.alone.count > 5 ? " and others" : "")
      throw Failure(
        .usage, "\(pairs.alone.count) of the files in \(path) have no partner: \(shown).",
        remedy:
          "Name each audio like its video (anna.mp4 with anna.de.wav), move the others away, or write a list."
      )
    }
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    let list = scratch + "/pairs.jsonl"
    try Data(pairs.lines(in: path).utf8).write(to: URL(fileURLWithPath: list))
    return list
  }

  private static func unreadable(_ path: String, _ error: POSIXError) -> Failure {
    let why =
      switch error.code {
      case .ENOENT: "there is no such file"
      case .EACCES, .EPERM: "this user has no permission to read it"
      default: "the system refused access (error \(error.code.rawValue))"
      }
    return Failure(
      .usage, "The list \(path) cannot be read: \(why).", remedy: "Check its path and permissions.")
  }
}
