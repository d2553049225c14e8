internal import Synchronization

/// Under which path the service's endpoints are: the one that is set, or the other of the two that are in use, where an endpoint
/// is not there at all. What was found out is kept as long as the client.
final class ServicePrefixes: Sendable {
  /// The vendor's pages use both.
  static let inUse = ["/open/v2", "/v2"]

  private struct State {
    /// The prefix under which an endpoint gave an envelope.
    var known: [ServiceError.Operation: String] = [:]
    /// The prefix of the last envelope.
    var proven: String?
    /// Endpoints that are under neither.
    var missing: Set<ServiceError.Operation> = []
  }

  private let state = Mutex(State())
  private let configured: String

  init(_ configured: String) { self.configured = configured }

  /// Where an endpoint is looked for first.
  func prefix(for operation: ServiceError.Operation) -> String {
    state.withLock { $0.known[operation] ?? $0.proven ?? configured }
  }

  /// The prefix in use: the one that was proved last, or the one that is set.
  var current: String { state.withLock { $0.proven ?? configured } }

  /// Whether any answer was the service's.
  var isProven: Bool { state.withLock { $0.proven != nil } }

  /// Where else an endpoint may be that is not there under a prefix; nil where it is known to be nowhere else.
  ///
  /// What costs money is tried elsewhere only while nothing of the service was found where it is looked for.
  func alternative(to prefix: String, for operation: ServiceError.Operation) -> String? {
    guard Self.inUse.contains(configured) else { return nil }
    return state.withLock { state in
      guard state.known[operation] == nil, !state.missing.contains(operation),
        !operation.pays || state.proven == nil
      else { return nil }
      return Self.inUse.first { $0 != prefix }
    }
  }

  /// An endpoint gave an envelope.
  func found(_ operation: ServiceError.Operation, under prefix: String) {
    state.withLock { ($0.known[operation], $0.proven) = (prefix, prefix) }
  }

  /// An endpoint is under neither prefix.
  func missed(_ operation: ServiceError.Operation) { state.withLock { _ = $0.missing.insert(operation) } }
}

extension Result<JSON, ServiceError> {
  /// Whether there is no such endpoint, as far as the answer tells: a 404 that is not the service's envelope.
  var isMissingEndpoint: Bool {
    guard case .failure(let error) = self else { return false }
    return error.code == .notFound && error.serviceCode == nil && error.status == 404
  }

  /// Whether the answer is the service's own.
  var isFromTheService: Bool {
    guard case .failure(let error) = self else { return true }
    return error.serviceCode != nil
  }
}
