// MemberImportVisibility may take CFFmpeg for the module that defines the pthread types.
internal import CFFmpeg

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Runs blocking work on a thread of its own, never on Swift's cooperative pool.
///
/// - Throws: what `work` throws, or a `MediaError` with code `.fault` where no thread can be started.
public func onBlockingThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
  try await withCheckedThrowingContinuation { continuation in
    let box = Box { continuation.resume(with: Result(catching: work)) }
    let opaque = Unmanaged.passRetained(box).toOpaque()
    // The initialiser of pthread_attr_t belongs to whichever C module includes its header first.
    let code = withUnsafeTemporaryAllocation(of: pthread_attr_t.self, capacity: 1) { buffer in
      guard let attributes = buffer.baseAddress else { return ENOMEM }
      pthread_attr_init(attributes)
      defer { pthread_attr_destroy(attributes) }
      pthread_attr_setdetachstate(attributes, CInt(PTHREAD_CREATE_DETACHED))
      // Some decoders keep large tables on the stack; the default of a slim C library is too small for them.
      pthread_attr_setstacksize(attributes, 8 << 20)
      var thread: pthread_t = 0
      return pthread_create(
        &thread, attributes,
        { opaque in
          guard let opaque else { return nil }
          Unmanaged<Box>.fromOpaque(opaque).takeRetainedValue().run()
          return nil
        }, opaque)
    }
    if code != 0 {
      Unmanaged<Box>.fromOpaque(opaque).release()
      continuation.resume(
        throwing: MediaError(
          .fault, operation: "pthread_create", subject: "a worker thread",
          message: "could not be started: \(String(cString: strerror(code)))"))
    }
  }
}

/// Runs blocking work that stops when the Swift task that waits for it is cancelled, or when `instant` has passed.
///
/// - Throws: what `work` throws; `CancellationError` where the task was cancelled.
public func onBlockingThread<T: Sendable>(
  until instant: ContinuousClock.Instant?, _ work: @escaping @Sendable (Deadline) throws -> T
) async throws -> T {
  let cancellation = Cancellation()
  let deadline = Deadline(instant: instant, cancellation: cancellation)
  do {
    return try await withTaskCancellationHandler {
      try await onBlockingThread { try work(deadline) }
    } onCancel: {
      cancellation.cancel()
    }
  } catch {
    throw Task.isCancelled ? CancellationError() : error
  }
}

private final class Box: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
