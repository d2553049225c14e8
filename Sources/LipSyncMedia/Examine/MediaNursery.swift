internal import Platform

/// The process that workers are forked from: it has FFmpeg loaded, one thread, and nothing of anybody's, and never reads a
/// foreign byte itself. So a worker is there within a millisecond, and each source can have one of its own.
///
/// It ends with the process that it is for, and its workers with it.
public enum MediaNursery {
  /// What it is asked for: a number, and the process that it is about; and with the first a socket.
  enum Request: Int32 {
    /// A worker at the other end of a socket. Answered by its number.
    case fork = 1
    /// The same for the trade that the nursery's program has.
    case trade
    /// How a worker ended, which is waited for. Answered by what `waitpid` says.
    case wait
    /// A worker is needed no more. Not answered.
    case dismiss
  }

  /// The environment's entry by which tests have workers fail, in debug builds alone.
  static let faultVariable = "LIPFLIGHT_TEST_FAULT"

  /// Serves whoever is at the other end of standard input, which is a socket, until that end closes: the whole of the program
  /// that `MediaExaminer.worker(program:)` names. To be called before there is a second thread.
  public static func run() -> Never { run(STDIN_FILENO) }

  /// The same over another socket, and with a trade of its own.
  package static func run(_ control: CInt = STDIN_FILENO, trade: MediaTrade.Work?) -> Never {
    run(control, trade)
  }

  private static func run(_ control: CInt, _ trade: MediaTrade.Work? = nil) -> Never {
    let fault = getenv(faultVariable).map { String(cString: $0) }
    let own: CInt = 3
    if control != own { dup2(control, own) }
    let nowhere = open("/dev/null", O_RDWR)
    for standard in [STDIN_FILENO, STDOUT_FILENO] { dup2(nowhere, standard) }
    #if !DEBUG
      dup2(nowhere, STDERR_FILENO)
    #endif
    Confinement.closeDescriptors(from: own + 1)
    Confinement.forgetSurroundings()
    Confinement.writeNoCore()
    // Ctrl-C is for others to heed, and a crash is to be one: no backtrace, which takes seconds.
    for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE] { signal(number, SIG_IGN) }
    for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] { signal(number, SIG_DFL) }
    MemoryCeiling.shareOneHeap()
    Confinement.limitStacks(to: MemoryCeiling.stack)
    _ = (Log.isInstalled, MemoryCeiling.isSet)
    #if os(Linux)
      serve(own, bornWith: Confinement.dataSize, fault: fault, trade)
    #else
      // Where forks are not safe, this program is started once for each worker.
      Confinement.seclude()
      MediaWorker.serve(own, bornWith: Confinement.dataSize, fault: fault)
    #endif
    _exit(0)
  }

  #if os(Linux)
    private static func serve(_ control: CInt, bornWith: Int64, fault: String?, _ trade: MediaTrade.Work?) {
      var dismissed: [pid_t] = []
      while let (request, process, socket) = next(control) {
        dismissed.removeAll { waitpid($0, nil, WNOHANG) != 0 }
        switch request {
        case .fork, .trade:
          guard let socket else { return }
          let id = System.fork()
          if id == 0 {
            dup2(socket, control)
            Confinement.closeDescriptors(from: control + 1)
            Confinement.endWithParent()
            if request == .trade {
              if let trade { MediaTrade.serve(control, bornWith: bornWith, work: trade) }
            } else {
              Confinement.seclude()
              MediaWorker.serve(control, bornWith: bornWith, fault: fault)
            }
            _exit(0)
          }
          let code = errno
          close(socket)
          answer(id < 0 ? -code : id, control)
        case .wait:
          _ = System.kill(process, SIGKILL)
          var status: Int32 = 0
          while waitpid(process, &status, 0) < 0, errno == EINTR {}
          answer(status, control)
        case .dismiss:
          _ = System.kill(process, SIGKILL)
          dismissed.append(process)
        }
      }
    }

    private static func next(_ control: CInt) -> (Request, pid_t, CInt?)? {
      let (bytes, socket) = WorkerSocket.receive(atMost: 8, from: control)
      guard bytes.count == 8, let request = Request(rawValue: Int32(littleEndianBytes: bytes[..<4])) else {
        return nil
      }
      return (request, Int32(littleEndianBytes: bytes[4...]), socket)
    }

    private static func answer(_ number: Int32, _ control: CInt) {
      _ = WorkerSocket.send(number.littleEndianBytes, over: control)
    }

    /// Forks the nursery from this process, at the very start of `main`, while there is one thread and nothing has been
    /// read: all libraries are loaded already then, which a program would have to begin with.
    ///
    /// - Returns: the socket of the nursery; nil where it cannot be had in this way.
    package static func forkNow(trade: MediaTrade.Work? = nil) -> CInt? {
      guard (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count) == 1,
        let (own, other) = WorkerSocket.pair()
      else { return nil }
      let id = System.fork()
      if id == 0 { run(other, trade) }
      close(other)
      guard id > 0 else {
        close(own)
        return nil
      }
      return own
    }
  #endif
}
