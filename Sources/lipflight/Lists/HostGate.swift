internal import LipSync
internal import LipSyncTransfer

/// Lets each host be asked for a few pairs at once, and for half as many each time it answers 429 or 503.
actor HostGate {
  private let usual: Int
  private var limits: [String: Int] = [:]
  private var inside: [String: Int] = [:]
  private var waiting: [(hosts: Set<String>, resume: CheckedContinuation<Void, Never>)] = []

  /// - Parameter limit: pairs at once of one host.
  init(limit: Int) { usual = max(1, limit) }

  /// The host of a source; nil for a file.
  static func host(of source: String) -> String? {
    guard case .url(let url) = Source(source) else { return nil }
    return (try? WebAddress(url))?.host ?? ""
  }

  /// Whether a host answered 429 or 503, at once or during a read.
  static func isBusy(_ inspection: SourceInspection) -> Bool {
    let refused = inspection.findings.filter { $0.rule == .linkHTTPStatus }
      .flatMap { $0.evidence.filter { $0.0 == "status" }.compactMap(\.1.intValue) }
    return ([Int64(inspection.link?.status ?? 0)] + refused).contains { [429, 503].contains($0) }
  }

  /// Waits until all of the hosts have room.
  func enter(_ hosts: Set<String>) async {
    if hasRoom(hosts) { return occupy(hosts) }
    await withCheckedContinuation { waiting.append((hosts, $0)) }
  }

  /// - Parameter busy: those of the hosts that answered 429 or 503.
  func leave(_ hosts: Set<String>, busy: Set<String>) {
    for host in busy { limits[host] = max(1, limit(of: host) / 2) }
    for host in hosts {
      let left = (inside[host] ?? 1) - 1
      inside[host] = left > 0 ? left : nil
    }
    var rest: [(hosts: Set<String>, resume: CheckedContinuation<Void, Never>)] = []
    for one in waiting {
      guard hasRoom(one.hosts) else {
        rest.append(one)
        continue
      }
      occupy(one.hosts)
      one.resume.resume()
    }
    waiting = rest
  }

  /// Pairs of a host at once, now.
  func limit(of host: String) -> Int { limits[host] ?? usual }

  private func hasRoom(_ hosts: Set<String>) -> Bool {
    hosts.allSatisfy { inside[$0, default: 0] < limit(of: $0) }
  }

  private func occupy(_ hosts: Set<String>) {
    for host in hosts { inside[host, default: 0] += 1 }
  }
}
