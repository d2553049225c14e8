internal import Dispatch

/// Runs blocking work on a thread of its own, never on Swift's cooperative pool. If no thread can be started, the work
/// waits for one of Dispatch's.
///
/// - Throws: what `work` throws.
package func onBlockingThread<T: Sendable, Failure: Error>(
  _ work: @escaping @Sendable () throws(Failure) -> T
) async throws(Failure) -> T {
  let result: Result<T, Failure> = await withCheckedContinuation { continuation in
    let run: @Sendable () -> Void = {
      do throws(Failure) {
        continuation.resume(returning: .success(try work()))
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
    if startThread(run) != 0 { DispatchQueue.global().async(execute: run) }
  }
  return try result.get()
}

/// Runs blocking work that stops when the Swift task that waits for it is cancelled, or when `instant` has passed.
///
/// - Throws: what `work` throws; `CancellationError` if the task was cancelled.
package func onBlockingThread<T: Sendable>(
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
