internal import LipSync
internal import LipSyncTransfer

/// The check of one pair of a list: what `lipflight check --from` does with each.
struct CheckTask: Sendable {
  private let look: LookSettings
  /// One for all pairs: what it has found out of a source serves the others that name it.
  private let inspector: Inspector
  private let gate = HostGate(limit: Defaults.pairsOfOneHost)
  /// For rows that name none.
  private let playbackType: PlaybackType?

  init(_ look: LookSettings, playbackType: PlaybackType?) {
    self.look = look
    inspector = look.reach.inspector.keepingNoBytes().remembering(
      for: Defaults.rememberedFor, bytes: Defaults.rememberedOfList)
    self.playbackType = playbackType
  }

  /// Whether a pair mostly waits for the network.
  static func isRemote(_ row: PairRow) -> Bool { !hosts(of: row).isEmpty }

  /// What is found out of a pair.
  func report(_ row: PairRow) async -> CheckReport {
    let request = CheckRequest(
      video: Source(row.video), audio: Source(row.audio), playbackType: row.playbackType ?? playbackType,
      strict: look.strict, ignoredRules: look.ignored, deep: look.deep)
    let hosts = look.reach.offline ? [] : Self.hosts(of: row)
    await gate.enter(hosts)
    let report = await Preflight.check(request, inspector: inspector)
    let isBusy = [report.video, report.audio].contains(where: HostGate.isBusy)
    await gate.leave(hosts, busy: isBusy ? hosts : [])
    return report.withToolRemedies()
  }

  /// The line that is printed of a pair: the document of `check`, behind the line of the list and before its other columns.
  static func line(_ row: PairRow, _ report: CheckReport) -> JSON {
    let document = report.json
    guard case .object(let members) = document else { return document }
    return .object([("line", .int(row.line))] + members + [("labels", .object(row.labels))])
  }

  private static func hosts(of row: PairRow) -> Set<String> {
    Set([row.video, row.audio].compactMap(HostGate.host))
  }
}
