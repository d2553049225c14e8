internal import LipSyncMedia
internal import Platform
internal import Synchronization

/// Workers that are forked at the very start, before this process has a second thread.
///
/// A worker that is started as a program loads FFmpeg's hundred libraries once more, which takes as long as probing a
/// dozen files. A fork has them loaded; but only a process with one thread can safely do more than a few calls after a fork.
/// So the command line alone decides, before anything of Swift's or Dispatch's has started; workers that are
/// wanted later, mostly to replace those that died, are started as programs.
enum EarlyWorkers {
  /// A worker, waiting for its settings.
  struct Ends {
    let id: pid_t
    /// Jobs are written here.
    let input: Int32
    /// Answers are read here.
    let output: Int32
  }

  private static let waiting = Mutex<[Ends]>([])

  /// A waiting one, now owned by the caller; nil if none is left.
  static func dequeue() -> Ends? { waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() } }

  /// How many workers a command will want.
  static func count(for arguments: [String], cores: Int) -> Int {
    let words = arguments.dropFirst().filter { !$0.hasPrefix("-") }
    switch arguments.first {
    // An option's value may be mistaken for a source: then a worker is started for nothing.
    case "probe" where words.count > 1: return min(cores, words.count)
    case "check" where arguments.contains { $0 == "--from" || $0.hasPrefix("--from=") }: return cores
    case "batch" where words.first == "plan": return cores
    default: return 0
    }
  }

  /// Forks this many; fewer if the system refuses.
  ///
  /// - Returns: whether this is one of them: its settings and jobs come on standard input.
  static func fork(_ count: Int) -> Bool {
    #if os(Linux)
      guard count > 0, isSingleThreaded else { return false }
      for _ in 0..<count {
        guard let jobs = WorkerProcess.pipe() else { return false }
        guard let answers = WorkerProcess.pipe() else {
          close(jobs.read)
          close(jobs.write)
          return false
        }
        let id = System.fork()
        if id == 0 {
          become(jobs, answers)
          return true
        }
        close(jobs.read)
        close(answers.write)
        guard id > 0 else {
          close(jobs.write)
          close(answers.read)
          return false
        }
        waiting.withLock { $0.append(Ends(id: id, input: jobs.write, output: answers.read)) }
      }
    #endif
    return false
  }

  #if os(Linux)
    /// Whether there is no second thread: a library that is loaded may have started one.
    private static var isSingleThreaded: Bool {
      (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count) == 1
    }

    /// Makes a fork equal to a program started by `WorkerProcess`.
    private static func become(_ jobs: WorkerProcess.Pipe, _ answers: WorkerProcess.Pipe) {
      dup2(jobs.read, STDIN_FILENO)
      dup2(answers.write, STDOUT_FILENO)
      let nowhere = open("/dev/null", O_WRONLY)
      if !VerboseLog.isAsked { dup2(nowhere, STDERR_FILENO) }
      // The supervisor's end of a pipe, if held open here, would keep this worker and earlier ones from seeing it close.
      let ends = waiting.withLock { waiting in
        defer { waiting = [] }
        return waiting.flatMap { [$0.input, $0.output] }
      }
      for descriptor in ends + [jobs.read, jobs.write, answers.read, answers.write, nowhere]
      where descriptor > STDERR_FILENO { close(descriptor) }
      // Ctrl-C is the supervisor's to handle, and a crash ends the process at once: no backtrace, which takes seconds.
      for number in Interruption.signals { signal(number, SIG_IGN) }
      for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] { signal(number, SIG_DFL) }
      // As MALLOC_ARENA_MAX does for those that are started as programs.
      MemoryCeiling.shareOneHeap()
    }
  #endif
}
