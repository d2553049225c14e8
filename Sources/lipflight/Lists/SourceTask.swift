internal import LipSync
internal import LipSyncTransfer

/// The facts of one source for its part in a job: what `lipflight batch plan` finds out of each.
struct SourceTask: Sendable {
  private let look: LookSettings
  private let inspector: Inspector
  private let gate = HostGate(limit: Defaults.pairsOfOneHost)

  init(_ look: LookSettings) {
    self.look = look
    inspector = look.reach.inspector.keepingNoBytes()
  }

  func facts(_ source: String, as subject: Subject) async -> SourceFacts {
    let hosts: Set<String> = look.reach.offline ? [] : Set([HostGate.host(of: source)].compactMap(\.self))
    await gate.enter(hosts)
    let inspection = await inspector.examine(Source(source), as: subject, deep: look.deep)
    await gate.leave(hosts, busy: HostGate.isBusy(inspection) ? hosts : [])
    return SourceFacts(inspection, as: subject)
  }
}
