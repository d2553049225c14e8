internal import Platform

/// How a process ended.
package enum ProcessEnding: Error, Equatable, Sendable {
  case signal(Int32)
  case exit(Int32)

  /// By what `waitpid` says: WIFSIGNALED, WTERMSIG and WEXITSTATUS are macros.
  package init(status: Int32) {
    self = status & 0x7f != 0 ? .signal(status & 0x7f) : .exit(status >> 8 & 0xff)
  }

  /// As the end of a sentence.
  package var words: String {
    switch self {
    case .signal(let number): "signal \(number)" + (Self.names[number].map { " (\($0))" } ?? "")
    case .exit(let code): "exit code \(code)"
    }
  }

  private static let names: [Int32: String] = [
    4: "illegal instruction", 5: "trap", 6: "abort", 7: "bus error", 8: "arithmetic error", 9: "killed",
    11: "segmentation fault", 24: "its time of the processors was over", 31: "a forbidden system call",
  ]
}
