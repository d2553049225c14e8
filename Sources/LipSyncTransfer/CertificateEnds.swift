internal import Synchronization

/// When the certificates of the hosts that a client has met end, by origin.
final class CertificateEnds: Sendable {
  private let ends = Mutex<[String: Int64]>([:])
  /// Hosts that are kept at most.
  private static let limit = 10_000

  func record(_ end: Int64, of origin: String) {
    ends.withLock {
      if $0.count >= Self.limit { $0.removeAll() }
      $0[origin] = end
    }
  }

  func end(of origin: String) -> Int64? { ends.withLock { $0[origin] } }
}
