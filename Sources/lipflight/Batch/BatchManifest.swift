internal import LipSync
internal import LipSyncLedger
internal import LipSyncTransfer
internal import Platform

/// A manifest that was read without faults, and the links that only it holds.
struct BatchManifest: Sendable {
  let list: RowList<JobRow>
  let links: BatchLinks
  /// The hosts of rows that ask for private ones.
  let privateHosts: Set<String>
  private let name: String
  private let directory: String
  private let template: NameTemplate?

  /// Reads a manifest through.
  static func read(
    _ path: String, as options: ListOptions, names template: NameTemplate?, in scratch: String
  ) async throws -> BatchManifest {
    let file = try await ListFile.regular(path, in: scratch)
    let directory = FileManager.default.currentDirectoryPath
    var links = BatchLinks()
    var hosts: Set<String> = []
    var names = ResultNames(template)
    let list: RowList<JobRow> = try ListFile.read(
      file, named: path, as: options, undone: "nothing was begun"
    ) { row, fields in
      links.record(row.absolute(in: directory))
      hosts.formUnion(NamedHosts.of(row.pair))
      return names.faults(row, fields)
    }
    let name = path == "-" ? "standard input" : path.split(separator: "/").last.map(String.init) ?? path
    return BatchManifest(
      list: list, links: links, privateHosts: hosts, name: name, directory: directory,
      template: template)
  }

  /// The batch of this manifest in a ledger: the one that was started before with the same rows and settings, or a new one.
  ///
  /// - Parameter overwriting: whether files under the names of results may be replaced. Those of a batch that was started are its own.
  func batch(
    in ledger: any LedgerStore, _ settings: BatchSettings, budget: Credits?, overwriting: Bool
  ) async throws -> Batch {
    var same = settings
    // Where results are kept makes no difference to a job.
    same.directory = ""
    var digest = Digest()
    try Data(contentsOf: URL(fileURLWithPath: list.path), options: .mappedIfSafe)
      .withUnsafeBytes { digest.update($0) }
    digest.update(Array((directory + same.text).utf8))
    let id = hex(digest.value().prefix(6))
    if try await ledger.batch(id)?.state != .open {
      try refuseReplacing(in: settings.directory, overwriting: overwriting)
    }
    let batch = try await ledger.begin(id: id, name: name, settings: settings.text, budget: budget)
    guard batch.state == .filling else { return batch }
    try await ledger.fill(
      id,
      with: rows().lazy.enumerated().map { BatchRow($1.absolute(in: directory), ordinal: Int64($0 + 1)) })
    return try await ledger.batch(id) ?? batch
  }

  /// The rows with the names of their results.
  private func rows() -> some Sequence<JobRow> {
    let names = ResultNames(template)
    return list.rows().lazy.map { names.named($0) }
  }

  /// - Throws: if a result would replace what it is made from, or a file that is there already.
  private func refuseReplacing(in results: String, overwriting: Bool) throws {
    guard template != nil else { return }
    var sources: Set<String> = []
    for row in list.rows() {
      for source in [row.pair.video, row.pair.audio].map({ Source($0) }) {
        if case .file(let path) = source { sources.insert(Self.plain(path, in: directory)) }
      }
    }
    var there: [String] = []
    for row in rows() {
      guard let output = row.output else { continue }
      let places = DownloadedFile.resultPaths(results + "/" + output)
      if let lost = places.first(where: { sources.contains(Self.plain($0, in: directory)) }) {
        throw Failure(
          .usage, "The result of job \(row.id) would replace a source, \(lost).",
          remedy: "Name another directory with -o, or put a label into --name.")
      }
      there += places.filter { FileManager.default.fileExists(atPath: $0) }
    }
    guard let first = there.first, !overwriting else { return }
    let count = there.count == 1 ? "\(first) is" : "\(there.count) files, such as \(first), are"
    throw Failure(
      .usage, "\(count) there already under the names of results; nothing was begun.",
      remedy: "Move what is there, name another directory with -o, or replace it with --overwrite.")
  }

  /// A path without `.`, `..` and links, as far as it exists.
  private static func plain(_ path: String, in directory: String) -> String {
    URL(fileURLWithPath: path.hasPrefix("/") ? path : directory + "/" + path).standardizedFileURL
      .resolvingSymlinksInPath().path
  }
}
