internal import Synchronization

/// Counts from 1.
final class Steps: Sendable {
  private let count = Atomic(0)
  func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
