internal import Dispatch
internal import Synchronization

/// Runs tasks one after the other on a thread that nothing else uses, timers included: what must not wait for the threads that
/// all tasks share.
final class DedicatedQueue: TaskExecutor {
  private let queue: DispatchQueue

  init(_ label: String) { queue = DispatchQueue(label: label, qos: .userInitiated) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Waits, or throws a cancellation at once.
  func sleep(for duration: Duration) async throws {
    let alarm = Alarm()
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        alarm.set(continuation)
        queue.asyncAfter(deadline: .now() + duration / .seconds(1)) { alarm.ring() }
      }
    } onCancel: {
      alarm.ring()
    }
    try Task.checkCancellation()
  }

  /// Wakes one who waits, once; rings before anybody waits count too.
  private final class Alarm: Sendable {
    private enum State {
      case silent
      case waited(CheckedContinuation<Void, Never>)
      case over
    }
    private let state = Mutex(State.silent)

    func set(_ continuation: CheckedContinuation<Void, Never>) {
      let isOver = state.withLock { state in
        if case .over = state { return true }
        state = .waited(continuation)
        return false
      }
      if isOver { continuation.resume() }
    }

    func ring() {
      let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
        defer { state = .over }
        if case .waited(let continuation) = state { return continuation }
        return nil
      }
      waiting?.resume()
    }
  }
}
