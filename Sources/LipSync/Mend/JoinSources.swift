internal import LipSyncMedia
internal import Platform

/// Which file is the result of which part.
package enum JoinSources {
  /// - Parameters:
  ///   - rows: the parts, in order.
  ///   - outputs: where each part's job put its result, below the directory of results.
  ///   - given: what the user named: the directory of a batch's results, or the results themselves in the parts' order.
  /// - Returns: a path for each part; nil with a fault where there is none, or more than one.
  package static func find(
    _ rows: [SplitRow], outputs: [String], in given: [String]
  ) -> (paths: [String?], faults: [JoinPlan.Fault]) {
    if given.count == 1, FileStatus(path: given[0])?.kind == .directory {
      return zip(rows, outputs).reduce(into: ([], [])) { all, pair in
        switch found(pair.0, pair.1, in: given[0]) {
        case .success(let path): all.paths.append(path)
        case .failure(let fault):
          all.paths.append(nil)
          all.faults.append(fault)
        }
      }
    }
    guard given.count == rows.count else {
      let results = given.count == 1 ? "1 result is" : "\(given.count) results are"
      return (
        rows.map { _ in nil }, [JoinPlan.Fault(nil, "\(results) named for \(rows.count) parts.")]
      )
    }
    var faults: [JoinPlan.Fault] = []
    let paths = zip(rows, given).map { row, path -> String? in
      if FileStatus(path: path)?.kind == .regular { return path }
      faults.append(JoinPlan.Fault(row.part, "There is no file \(path)."))
      return nil
    }
    return (paths, faults)
  }

  private static func found(
    _ row: SplitRow, _ output: String, in directory: String
  ) -> Result<String, JoinPlan.Fault> {
    // Under the part's own name, or in the directory of its job under the task's.
    let named = DownloadedFile.resultPaths(directory + "/" + output).filter {
      FileStatus(path: $0)?.kind == .regular
    }
    if let path = named.first { return .success(path) }
    let folder = directory + "/" + output
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    let endings = DownloadedFile.resultPaths("")
    let results = names.filter { name in endings.contains { name.hasSuffix($0) } }
    guard let only = results.first, results.count == 1 else {
      let what =
        results.isEmpty
        ? "There is no result of part \(row.part) (\(row.id)) in \(directory)."
        : "There are \(results.count) results of part \(row.part) in \(folder): \(results.joined(separator: ", ")). Name the results themselves, in order."
      return .failure(JoinPlan.Fault(row.part, what))
    }
    return .success(folder + "/" + only)
  }
}
