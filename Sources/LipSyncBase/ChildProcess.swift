package import Platform
internal import Synchronization

/// A program that this process started, and waits for.
package final class ChildProcess: Sendable {
  /// The process's number, and its group's where it leads one.
  package let id: pid_t
  private let leadsGroup: Bool
  private let isOver = Mutex(false)

  /// Starts a program.
  ///
  /// - Throws: what `posix_spawn` says.
  package init(_ start: ProgramStart) throws(POSIXError) {
    id = try start.spawn()
    leadsGroup = start.leadsGroup
  }

  /// Sends a signal, to the whole group where it leads one; does nothing once it is over.
  package func send(_ signal: CInt) {
    isOver.withLock { if !$0 { _ = System.kill(leadsGroup ? -id : id, signal) } }
  }

  /// Waits for its end; what it left running in its group is ended then. Blocks; to be called once.
  package func wait() -> ProcessEnding {
    var facts = siginfo_t()
    // It stays a zombie until no signal can be on its way to it: its number may be another's afterwards.
    while waitid(P_PID, id_t(id), &facts, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    return isOver.withLock { isOver in
      if leadsGroup { _ = System.kill(-id, SIGKILL) }
      isOver = true
      var status: Int32 = 0
      while waitpid(id, &status, 0) < 0, errno == EINTR {}
      return ProcessEnding(status: status)
    }
  }
}
