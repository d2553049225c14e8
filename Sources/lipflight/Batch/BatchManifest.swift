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

  /// Reads a manifest through.
  static func read(_ path: String, in scratch: String) async throws -> BatchManifest {
    let file = try await ListFile.regular(path, in: scratch)
    let directory = FileManager.default.currentDirectoryPath
    var links = BatchLinks()
    var hosts: Set<String> = []
    let list: RowList<JobRow> = try ListFile.read(file, named: path, undone: "nothing was begun") {
      links.record($0.absolute(in: directory))
      hosts.formUnion(NamedHosts.of($0.pair))
    }
    let name = path == "-" ? "standard input" : path.split(separator: "/").last.map(String.init) ?? path
    return BatchManifest(
      list: list, links: links, privateHosts: hosts, name: name, directory: directory)
  }

  /// The batch of this manifest in a ledger: the one that was started before with the same rows and settings, or a new one.
  func batch(in ledger: any LedgerStore, _ settings: BatchSettings, budget: Credits?) async throws -> Batch {
    var same = settings
    // Where results are kept makes no difference to a job.
    same.directory = ""
    var digest = Digest()
    try Data(contentsOf: URL(fileURLWithPath: list.path), options: .mappedIfSafe)
      .withUnsafeBytes { digest.update($0) }
    digest.update(Array((directory + same.text).utf8))
    let id = hex(digest.value().prefix(6))
    let batch = try await ledger.begin(id: id, name: name, settings: settings.text, budget: budget)
    guard batch.state == .filling else { return batch }
    try await ledger.fill(
      id,
      with: list.rows().lazy.enumerated().map { BatchRow($1.absolute(in: directory), ordinal: Int64($0 + 1)) }
    )
    return try await ledger.batch(id) ?? batch
  }
}
