internal import Platform

/// The process that workers are forked from: it has FFmpeg loaded, one thread, and nothing of anybody's, and never reads a
/// foreign byte itself. So a worker is there within a millisecond, and each source can have one of its own.
///
/// It ends with the process that it is for, and its workers with it.
public enum MediaNursery {
  /// Serves whoever is at the other end of standard input, which is a socket, until that end closes: the whole of the program
  /// that `MediaExaminer.worker(program:)` names. To be called before there is a second thread.
  public static func run() -> Never { run(STDIN_FILENO) }

  /// The same with a trade of its own, and what it finds faces with.
  package static func run(trade: @escaping MediaTrade.Work, faces engine: FaceFinder.Engine?) -> Never {
    run(STDIN_FILENO, trade, engine)
  }

  private static func run(
    _ control: CInt, _ trade: MediaTrade.Work? = nil, _ engine: FaceFinder.Engine? = nil
  ) -> Never {
    let fault = getenv(NurseryRequest.faultVariable).map { String(cString: $0) }
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
    let hello = WorkerHello(ffmpeg: .loaded, licence: FFmpegVersion.licence, findsFaces: engine != nil)
    guard WorkerSocket.send(hello.bytes, over: own) else { _exit(0) }
    // Once for all workers, which have no files to read of the processor from.
    _ = engine?.prepare()
    #if os(Linux)
      serve(own, bornWith: Confinement.dataSize, fault: fault, trade, engine)
    #else
      // Where forks are not safe, this program is started once for each worker.
      Confinement.seclude()
      MediaWorker.serve(own, bornWith: Confinement.dataSize, fault: fault, engine: engine)
    #endif
    _exit(0)
  }

  #if os(Linux)
    private static func serve(
      _ control: CInt, bornWith: Int64, fault: String?, _ trade: MediaTrade.Work?,
      _ engine: FaceFinder.Engine?
    ) {
      var dismissed: [pid_t] = []
      var (warmth, hasWork, bornWith) = (Warmth(), false, bornWith)
      while true {
        // The first worker is not kept waiting, and a program that needs no second one is none the slower.
        while hasWork, warmth.isLeft, !isReadable(control) {
          warmth.step()
          bornWith = Confinement.dataSize
        }
        guard let (request, process, socket) = next(control) else { return }
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
              MediaWorker.serve(control, bornWith: bornWith, fault: fault, engine: engine)
            }
            _exit(0)
          }
          let code = errno
          close(socket)
          answer(id < 0 ? -code : id, control)
          hasWork = true
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

    private static func isReadable(_ control: CInt) -> Bool {
      var watched = pollfd(fd: control, events: Int16(POLLIN), revents: 0)
      return poll(&watched, 1, 0) != 0
    }

    private static func next(_ control: CInt) -> (NurseryRequest, pid_t, CInt?)? {
      let (bytes, socket) = WorkerSocket.receive(atMost: 8, from: control)
      guard bytes.count == 8, let request = NurseryRequest(rawValue: Int32(littleEndianBytes: bytes[..<4]))
      else {
        return nil
      }
      return (request, Int32(littleEndianBytes: bytes[4...]), socket)
    }

    private static func answer(_ number: Int32, _ control: CInt) {
      _ = WorkerSocket.send(number.littleEndianBytes, over: control)
    }
  #endif
}
