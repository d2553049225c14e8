internal import CFFmpeg
internal import Platform
internal import Synchronization

/// What went wrong during calls about one subject, and the one place where return codes become errors.
///
/// C callbacks cannot throw: they leave their error here, and `check` throws it before it looks at the code.
package final class FaultLog: Sendable {
  private struct State {
    var stash: MediaError?
    var line: String?
    var errorLines: [String] = []
  }

  /// What the work is done to, in the user's words.
  package let subject: String
  /// When the work has to be over.
  package let deadline: Deadline
  private let state = Mutex(State())

  package init(subject: String, deadline: Deadline) {
    self.subject = subject
    self.deadline = deadline
    _ = Log.isInstalled
    _ = MemoryCeiling.isSet
  }

  /// For a C context's `opaque`: valid as long as the caller keeps this object.
  package var opaque: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// Keeps a line of FFmpeg's log.
  func record(_ line: String, isError: Bool) {
    let trimmed = String(line.split(whereSeparator: \.isNewline).joined(separator: " "))
    guard !trimmed.isEmpty else { return }
    state.withLock {
      $0.line = trimmed
      if isError, $0.errorLines.count < 20 { $0.errorLines.append(trimmed) }
    }
  }

  /// FFmpeg's last words.
  var lastLine: String? { state.withLock { $0.line } }

  /// The first lines of error severity, at most 20.
  var errorLines: [String] { state.withLock { $0.errorLines } }

  /// Whether a callback failed.
  var hasStashed: Bool { state.withLock { $0.stash != nil } }

  /// Keeps a callback's error until `check` is asked; the first one wins.
  package func stash(_ error: any Error, operation: String) {
    let known =
      (error as? MediaError)
      ?? MediaError(
        .read, operation: operation, subject: subject, message: "the bytes could not be read: \(error)",
        cause: error)
    state.withLock { if $0.stash == nil { $0.stash = known } }
  }

  /// The error that the deadline calls for now, if any.
  func overdue(_ operation: String) -> MediaError? {
    guard deadline.mustStop else { return nil }
    if deadline.cancellation?.isCancelled == true {
      return MediaError(.cancelled, operation: operation, subject: subject, message: "cancelled")
    }
    return MediaError(
      .deadline, operation: operation, subject: subject,
      message: "not done when the time limit was reached; allow more time or use a smaller file")
  }

  /// Throws where the deadline has passed: for loops that FFmpeg's interrupt callback does not reach.
  package func checkDeadline(_ operation: String) throws(MediaError) {
    if let error = overdue(operation) { throw error }
  }

  /// Gives `code` back where it is not negative, else throws what it stands for.
  @discardableResult
  package func check(_ code: CInt, _ operation: String) throws(MediaError) -> CInt {
    if let stashed = state.withLock({ $0.stash }) { throw stashed }
    guard code < 0 else { return code }
    if code == cffmpeg_ERROR_EXIT, let error = overdue(operation) { throw error }
    throw failure(code, operation)
  }

  /// Throws where an allocation gave nothing.
  package func allocated<T>(_ pointer: T?, _ operation: String) throws(MediaError) -> T {
    guard let pointer else { throw outOfMemory(operation) }
    return pointer
  }

  /// The error of an allocation that failed.
  func outOfMemory(_ operation: String) -> MediaError { failure(cffmpeg_error(ENOMEM), operation) }

  private func failure(_ code: CInt, _ operation: String) -> MediaError {
    let line = lastLine
    let text = code == cffmpeg_error(ENOMEM) ? MemoryCeiling.words : ErrorCodes.text(code)
    let words = ErrorCodes.words(for: line) ?? line.map { "\(text) (\($0))" } ?? text
    return MediaError(
      ErrorCodes.meaning(of: code, line: line), operation: operation, subject: subject, message: words)
  }
}
