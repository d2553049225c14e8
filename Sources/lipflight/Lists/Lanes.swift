internal import LipSync
internal import Platform

/// Work on the things of a list, several at once, whose outcomes come in the list's order.
///
/// Files take a core each; of URLs more are looked at beside them, for they mostly wait. Bytes are decoded by workers, so
/// nothing that is in the list ends the others' work.
struct Lanes: Sendable {
  /// Files at once.
  var files = ProcessInfo.processInfo.activeProcessorCount
  /// URLs at once.
  var links = ProcessInfo.processInfo.activeProcessorCount * Defaults.remoteSourcesAtOnce
  /// Things that may be drawn from the list while the first of them is still at work, so that memory stays flat.
  var window = Defaults.deliveryWindow

  /// Does all of it and delivers each outcome once, in order, as soon as it and all before it are known.
  ///
  /// - Parameters:
  ///   - items: makes the list, whose items are drawn as there is room for them.
  ///   - isRemote: whether an item mostly waits for the network.
  ///   - work: never fails: what goes wrong belongs into the outcome.
  ///   - deliver: called by one after the other, on threads that may block.
  /// - Throws: `CancellationError`.
  func run<Items: Sequence, Outcome: Sendable>(
    _ items: @Sendable () -> Items, isRemote: @Sendable (Items.Element) -> Bool,
    work: @escaping @Sendable (Items.Element) async -> Outcome,
    deliver: @escaping @Sendable (Items.Element, Outcome) -> Void
  ) async throws where Items.Element: Sendable {
    var rest = items().makeIterator()
    var upcoming = rest.next()
    var (drawn, delivered, busy) = (0, 0, [false: 0, true: 0])
    var kept: [Int: (item: Items.Element, outcome: Outcome)] = [:]
    try await withThrowingTaskGroup(of: (Int, Bool, Items.Element, Outcome).self) { group in
      while true {
        while let item = upcoming, drawn - delivered < window {
          let remote = isRemote(item)
          guard busy[remote, default: 0] < max(1, remote ? links : files) else { break }
          busy[remote, default: 0] += 1
          group.addTask { [drawn] in (drawn, remote, item, await work(item)) }
          drawn += 1
          upcoming = rest.next()
        }
        guard let (index, remote, item, outcome) = try await group.next() else { break }
        try Task.checkCancellation()
        busy[remote, default: 1] -= 1
        kept[index] = (item, outcome)
        var ready: [(item: Items.Element, outcome: Outcome)] = []
        while let next = kept.removeValue(forKey: delivered) {
          ready.append(next)
          delivered += 1
        }
        if ready.isEmpty { continue }
        await onBlockingThread { [ready] in for each in ready { deliver(each.item, each.outcome) } }
      }
    }
  }
}
