internal import Synchronization

/// What holds the local origin back until a test has seen what it waits for.
public final class OriginGate: Sendable, Equatable {
  private let state = Mutex(false)

  /// A closed gate.
  public init() {}

  /// Lets all through, from now on.
  public func open() { state.withLock { $0 = true } }

  /// Whether it was opened.
  public var isOpen: Bool { state.withLock { $0 } }

  /// Whether it is the same gate.
  public static func == (a: OriginGate, b: OriginGate) -> Bool { a === b }
}
