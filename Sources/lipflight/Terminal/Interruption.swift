internal import Dispatch
internal import LipSync
internal import Platform
internal import Synchronization

/// The signals that ask a process to end, as the cancellation of a task; a second one, or one that is not obeyed, ends the process.
enum Interruption {
  private struct State {
    var happened = false
    var grace = Interruption.grace
    var isLeaving = false
    var leftovers: Set<String> = []
  }

  private static let state = Mutex(State())

  /// Ctrl-C, Ctrl-\, a supervisor's stop, and a terminal or connection that has closed.
  static let signals = [SIGINT, SIGQUIT, SIGTERM, SIGHUP]

  /// Whether a signal has asked the command to stop.
  static var happened: Bool { state.withLock { $0.happened } }

  /// How long work may take to stop after the first signal, unless it asked for more.
  static let grace = Duration.seconds(5)

  /// Gives the work under way this long to stop: a task that is being created is paid for, and its id must arrive.
  static func wait(for duration: Duration) { state.withLock { $0.grace = duration } }

  /// Registers a directory to be removed even if the work does not stop by itself.
  static func adopt(temporary directory: String) { state.withLock { _ = $0.leftovers.insert(directory) } }

  /// Removes a temporary directory now.
  static func remove(temporary directory: String) {
    try? FileManager.default.removeItem(atPath: directory)
    state.withLock { _ = $0.leftovers.remove(directory) }
  }

  /// Runs `work` in a task of its own, which the first signal cancels.
  ///
  /// - Parameter lastWords: printed if the process ends before the work has stopped.
  static func watch<T: Sendable>(
    lastWords: @escaping @Sendable () -> Void, work: @escaping @Sendable () async throws -> T
  ) async -> Result<T, any Error> {
    // A reader that has gone away shows as a failed write, not as a fatal signal.
    signal(SIGPIPE, SIG_IGN)
    // Signals are caught before there is anything to interrupt.
    let cancel = Mutex<(@Sendable () -> Void)?>(nil)
    let arrivals = SignalPipe.caught(signals) {
      let (isFirst, grace) = state.withLock { state in
        defer { state.happened = true }
        return (!state.happened, state.grace)
      }
      guard isFirst else { leave(lastWords) }
      cancel.withLock { $0 }?()
      DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(Int(grace.components.seconds))) {
        leave(lastWords)
      }
    }
    defer { arrivals?.cancel() }
    let task = Task { try await work() }
    cancel.withLock { $0 = { task.cancel() } }
    if happened { task.cancel() }
    return await task.result
  }

  private static func leave(_ lastWords: () -> Void) -> Never {
    let (isFirst, leftovers) = state.withLock { state in
      defer { state.isLeaving = true }
      return (!state.isLeaving, state.leftovers)
    }
    // A third signal does not wait for the final message to be read.
    if isFirst {
      for directory in leftovers { try? FileManager.default.removeItem(atPath: directory) }
      ScratchDirectory.removeAll()
      lastWords()
    }
    _exit(ExitStatus.interrupted.rawValue)
  }
}
