internal import Synchronization

/// A flag that another task raises to stop blocking work early.
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)

  /// A flag that is not yet raised.
  public init() {}

  /// Asks every call that holds this flag to stop; never undone.
  public func cancel() { flag.store(true, ordering: .relaxed) }

  /// Whether `cancel()` was called.
  public var isCancelled: Bool { flag.load(ordering: .relaxed) }
}

/// When blocking work has to end, and a flag that ends it sooner.
///
/// FFmpeg asks it between reads through its interrupt callback; byte sources ask it before each wait.
public struct Deadline: Sendable {
  /// The moment after which work stops; nil for never.
  public let instant: ContinuousClock.Instant?
  /// The flag that stops work sooner.
  public let cancellation: Cancellation?

  /// No limit of time and no flag.
  public static let none = Deadline(instant: nil, cancellation: nil)

  /// A limit at a moment.
  public init(instant: ContinuousClock.Instant?, cancellation: Cancellation? = nil) {
    self.instant = instant
    self.cancellation = cancellation
  }

  /// A limit from now on.
  public static func after(_ duration: Duration, cancellation: Cancellation? = nil) -> Deadline {
    Deadline(instant: .now + duration, cancellation: cancellation)
  }

  /// Whether the time is over.
  public var hasPassed: Bool { instant.map { .now >= $0 } ?? false }

  /// Whether work should stop, for either reason.
  public var mustStop: Bool { cancellation?.isCancelled == true || hasPassed }

  /// Time left, never negative; nil if there is no limit.
  public var remaining: Duration? { instant.map { max(.zero, $0 - .now) } }
}
