internal import Platform
internal import Synchronization

/// Worker processes as the process sees them that they work for: one for each order, forked by a nursery.
package final class MediaWorkers: Sendable {
  /// The nursery, for one request at a time; nil if none is there yet, or none any more.
  private let nursery: Mutex<Nursery?>

  /// A nursery as it is spoken to.
  private struct Nursery {
    /// Its socket.
    let socket: CInt
    /// What it was started as; nil for one that was forked, which is waited for by nobody as long as we live.
    var process: pid_t?

    /// Ends it, and leaves no zombie behind: it ends by itself once its socket is closed.
    func end() {
      close(socket)
      guard let process else { return }
      for _ in 0..<200 {
        if waitpid(process, nil, WNOHANG) != 0 { return }
        usleep(5_000)
      }
      kill(process, SIGKILL)
      while waitpid(process, nil, 0) < 0, errno == EINTR {}
    }
  }
  /// What a nursery is started as where there is none.
  private let program: String
  private let arguments: [String]

  /// How a process ended.
  package enum Ending: Sendable, Equatable {
    case signal(Int32)
    case exit(Int32)

    /// By what `waitpid` says: WIFSIGNALED, WTERMSIG and WEXITSTATUS are macros.
    init(status: Int32) { self = status & 0x7f != 0 ? .signal(status & 0x7f) : .exit(status >> 8 & 0xff) }

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

  /// The workers of a nursery, which is started as a program once it is needed, and again where it has ended.
  ///
  /// - Parameter control: the socket of one that is there already.
  package init(adopting control: CInt? = nil, program: String, arguments: [String]) {
    nursery = Mutex(control.map { Nursery(socket: $0) })
    (self.program, self.arguments) = (program, arguments)
  }

  deinit { nursery.withLock(\.self)?.end() }

  /// Starts a nursery as a program.
  private func start() throws(MediaError) -> Nursery {
    guard let (own, other) = WorkerSocket.pair() else { throw Self.failure(errno) }
    defer { close(other) }
    switch Self.spawn(program, arguments, input: other) {
    case .success(let process): return Nursery(socket: own, process: process)
    case .failure(let error):
      close(own)
      throw Self.failure(error.code.rawValue)
    }
  }

  /// A worker, and the line to it.
  func begin(_ request: MediaNursery.Request = .fork) throws(MediaError) -> (
    id: pid_t, channel: WorkerChannel
  ) {
    guard let (own, other) = WorkerSocket.pair() else { throw Self.failure(errno) }
    defer { close(other) }
    let channel = WorkerChannel(own)
    let id = try nursery.withLock { nursery throws(MediaError) -> Int32 in
      if let known = nursery, let id = Self.fork(request, other, known.socket) { return id }
      nursery.take()?.end()
      let fresh = try start()
      nursery = fresh
      return Self.fork(request, other, fresh.socket) ?? -EPIPE
    }
    guard id > 0 else { throw Self.failure(-id) }
    WorkerSocket.limitSends(over: own, to: Self.grace)
    return (id, channel)
  }

  private static func fork(_ request: MediaNursery.Request, _ socket: CInt, _ control: CInt) -> Int32? {
    ask(request, 0, lending: socket, over: control) ? answer(control) : nil
  }

  /// Ends a worker, and tells how it had ended by itself where it had.
  func bury(_ id: pid_t) -> Ending {
    nursery.withLock { nursery in
      guard let nursery, Self.ask(.wait, id, over: nursery.socket), let status = Self.answer(nursery.socket)
      else { return .signal(SIGKILL) }
      return Ending(status: status)
    }
  }

  /// Ends a worker that has done its work; waits for nothing.
  func dismiss(_ id: pid_t) {
    nursery.withLock { if let nursery = $0 { _ = Self.ask(.dismiss, id, over: nursery.socket) } }
  }

  /// How long a worker may go on after its time limit before it is ended.
  static let grace = Duration.seconds(2)

  private static func ask(
    _ request: MediaNursery.Request, _ process: pid_t, lending socket: CInt? = nil, over control: CInt
  ) -> Bool {
    WorkerSocket.send(
      request.rawValue.littleEndianBytes + process.littleEndianBytes, lending: socket, over: control)
  }

  private static func answer(_ control: CInt) -> Int32? {
    let bytes = WorkerSocket.receive(atMost: 4, from: control).bytes
    return bytes.count == 4 ? Int32(littleEndianBytes: bytes) : nil
  }

  private static func failure(_ code: CInt) -> MediaError {
    MediaError(
      .fault, operation: "fork", subject: "worker",
      message:
        "a worker process could not be started: \(String(cString: strerror(code))); free memory, file descriptors or "
        + "processes, or do less at once")
  }

  /// Starts a program without environment, with a socket as its standard input.
  private static func spawn(
    _ program: String, _ arguments: [String], input: CInt
  ) -> Result<pid_t, POSIXError> {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    for standard in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_WRONLY, 0)
    }
    var settings = ["SWIFT_BACKTRACE=enable=no"]
    #if DEBUG
      if let fault = getenv(MediaNursery.faultVariable) {
        settings.append("\(MediaNursery.faultVariable)=\(String(cString: fault))")
      }
    #endif
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var environment = settings.map { strdup($0) } + [nil]
    defer { for word in words + environment { free(word) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, program, &actions, nil, &words, &environment)
    return code == 0 ? .success(id) : .failure(POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO))
  }
}
