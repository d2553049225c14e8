/// What a command ended with, for scripts.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// Passed, warnings allowed.
  case passed = 0
  /// The inputs or the result failed a check.
  case failedCheck = 1
  /// The service failed the task.
  case taskFailed = 2
  /// The service refused or could not be reached.
  case service = 3
  /// Gave up waiting; the task may still finish.
  case gaveUp = 4
  /// Wrong usage.
  case usage = 64
  /// A fault of ours.
  case fault = 70
  /// A database or ledger that is down or busy, or a full disk: worth another try (EX_TEMPFAIL).
  case tryAgain = 75
  /// Interrupted; what was downloaded is kept.
  case interrupted = 130
}
