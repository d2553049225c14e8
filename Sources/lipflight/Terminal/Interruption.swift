internal import Dispatch
internal import FoundationEssentials
internal import LipSync
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// SIGINT and SIGTERM as the cancellation of a task; a second one, or one that is not heeded, ends the process.
enum Interruption {
  private struct State {
    var happened = false
    var leftovers: Set<String> = []
  }

  private static let state = Mutex(State())

  /// Whether a signal has asked the command to stop.
  static var happened: Bool { state.withLock { $0.happened } }

  /// Seconds that work may take to stop after the first signal.
  private static let grace = 5

  /// Notes a directory that is to go even where the work does not stop by itself.
  static func adopt(temporary directory: String) { state.withLock { _ = $0.leftovers.insert(directory) } }

  /// Removes a temporary directory now.
  static func remove(temporary directory: String) {
    try? FileManager.default.removeItem(atPath: directory)
    state.withLock { _ = $0.leftovers.remove(directory) }
  }

  /// Runs `work` in a task of its own, which the first signal cancels.
  static func watch<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) async -> Result<
    T, any Error
  > {
    // A reader that has gone away is seen at the write, not as a death.
    signal(SIGPIPE, SIG_IGN)
    let task = Task { try await work() }
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        let isFirst = state.withLock { state in
          defer { state.happened = true }
          return !state.happened
        }
        guard isFirst else { leave() }
        task.cancel()
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(grace)) { leave() }
      }
      source.resume()
      return source
    }
    defer { for source in sources { source.cancel() } }
    return await task.result
  }

  private static func leave() -> Never {
    for directory in state.withLock({ $0.leftovers }) {
      try? FileManager.default.removeItem(atPath: directory)
    }
    _exit(ExitStatus.interrupted.rawValue)
  }
}
