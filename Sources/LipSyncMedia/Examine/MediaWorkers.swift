internal import Platform
internal import Synchronization

/// Worker processes as the process sees them that they work for: one for each order, forked by a nursery.
package final class MediaWorkers: MediaPerformer {
  /// What the installed program is called with, to serve.
  package static let arguments = ["serve"]
  /// Those of the program that `WorkerProgram.find` finds.
  package static let installed = MediaWorkers(
    arguments: arguments, networks: { FaceNetworks.installed }
  ) { () throws(MediaError) in
    guard let program = WorkerProgram.find() else { throw WorkerProgram.missing }
    return program
  }

  /// The networks that faces are found by.
  let networks: @Sendable () -> FaceNetworks?
  /// The nursery, for one request at a time; nil if none is there yet, or none any more.
  private let nursery: Mutex<Nursery?>

  /// A nursery as it is spoken to.
  private struct Nursery {
    /// The program that it is.
    let program: String
    /// Its socket.
    let socket: CInt
    /// What it was started as.
    let process: pid_t
    /// What it said of itself; nil as long as nobody has listened.
    var hello: WorkerHello?

    /// Ends it, and leaves no zombie behind: it ends by itself once its socket is closed.
    ///
    /// - Returns: how it ended.
    @discardableResult
    func end() -> ProcessEnding {
      close(socket)
      var status: Int32 = 0
      for _ in 0..<200 {
        let done = waitpid(process, &status, WNOHANG)
        if done != 0 { return ProcessEnding(status: status) }
        usleep(5_000)
      }
      kill(process, SIGKILL)
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
      return ProcessEnding(status: status)
    }
  }
  /// What a nursery is started as where there is none.
  private let locate: @Sendable () throws(MediaError) -> String
  private let arguments: [String]

  /// The workers of a nursery, which is started as a program once it is needed, and again where it has ended.
  ///
  /// - Parameters:
  ///   - arguments: what the program is called with.
  ///   - networks: those that faces are found by; nil for none.
  ///   - locate: tells the path of the program.
  package init(
    arguments: [String], networks: @escaping @Sendable () -> FaceNetworks? = { nil },
    locate: @escaping @Sendable () throws(MediaError) -> String
  ) {
    nursery = Mutex(nil)
    (self.arguments, self.networks, self.locate) = (arguments, networks, locate)
  }

  deinit { _ = nursery.withLock(\.self)?.end() }

  /// Starts the nursery if there is none, and waits for nothing: its libraries are loaded while others do something else.
  package func startSoon() throws(MediaError) {
    try nursery.withLock { nursery throws(MediaError) in
      if nursery == nil { nursery = try start() }
    }
  }

  /// What the program says of itself; starts it if it does not run. Blocks.
  ///
  /// - Throws: `.fault` where it is missing, does not start, or is of another version.
  package func greet() throws(MediaError) -> WorkerHello {
    try nursery.withLock { nursery throws(MediaError) -> WorkerHello in try greeted(&nursery) }
  }

  private func greeted(_ nursery: inout Nursery?) throws(MediaError) -> WorkerHello {
    var known = nursery == nil ? try start() : nursery
    nursery = nil
    guard let current = known else { throw WorkerProgram.missing }
    if let hello = current.hello {
      nursery = known
      return hello
    }
    guard let hello = WorkerHello.receive(from: current.socket) else {
      throw MediaError(
        .fault, operation: "spawn", subject: current.program,
        message:
          "it could not be started: it ended with \(current.end().words) before it said what it is; run it by hand to "
          + "see why")
    }
    if let trouble = hello.trouble(of: current.program) {
      current.end()
      throw trouble
    }
    known?.hello = hello
    nursery = known
    return hello
  }

  /// Starts a nursery as a program.
  private func start() throws(MediaError) -> Nursery {
    let program = try locate()
    guard let (own, other) = WorkerSocket.pair() else { throw Self.failure(errno) }
    defer { close(other) }
    do throws(POSIXError) {
      let process = try Self.birth(program, arguments, input: other).spawn()
      return Nursery(program: program, socket: own, process: process)
    } catch {
      close(own)
      throw Self.failure(error.code.rawValue, program)
    }
  }

  /// A worker, and the line to it.
  func begin(_ request: NurseryRequest = .fork) throws(MediaError) -> (
    id: pid_t, channel: WorkerChannel
  ) {
    guard let (own, other) = WorkerSocket.pair() else { throw Self.failure(errno) }
    defer { close(other) }
    let channel = WorkerChannel(own)
    let id = try nursery.withLock { nursery throws(MediaError) -> Int32 in
      // One that has ended since is started anew, once.
      for _ in 0..<2 {
        _ = try greeted(&nursery)
        if let known = nursery, let id = Self.fork(request, other, known.socket) { return id }
        nursery.take()?.end()
      }
      return -EPIPE
    }
    guard id > 0 else { throw Self.failure(-id) }
    WorkerSocket.limitSends(over: own, to: Self.grace)
    return (id, channel)
  }

  private static func fork(_ request: NurseryRequest, _ socket: CInt, _ control: CInt) -> Int32? {
    ask(request, 0, lending: socket, over: control) ? answer(control) : nil
  }

  /// Ends a worker, and tells how it had ended by itself where it had.
  func bury(_ id: pid_t) -> ProcessEnding {
    nursery.withLock { nursery in
      guard let nursery, Self.ask(.wait, id, over: nursery.socket), let status = Self.answer(nursery.socket)
      else { return .signal(SIGKILL) }
      return ProcessEnding(status: status)
    }
  }

  /// Ends a worker that has done its work; waits for nothing.
  func dismiss(_ id: pid_t) {
    nursery.withLock { if let nursery = $0 { _ = Self.ask(.dismiss, id, over: nursery.socket) } }
  }

  /// How long a worker may go on after its time limit before it is ended.
  static let grace = Duration.seconds(2)

  private static func ask(
    _ request: NurseryRequest, _ process: pid_t, lending socket: CInt? = nil, over control: CInt
  ) -> Bool {
    WorkerSocket.send(
      request.rawValue.littleEndianBytes + process.littleEndianBytes, lending: socket, over: control)
  }

  private static func answer(_ control: CInt) -> Int32? {
    let bytes = WorkerSocket.receive(atMost: 4, from: control).bytes
    return bytes.count == 4 ? Int32(littleEndianBytes: bytes) : nil
  }

  private static func failure(_ code: CInt, _ program: String = "worker") -> MediaError {
    MediaError(
      .fault, operation: "fork", subject: program,
      message:
        "a worker process could not be started: \(String(cString: strerror(code))); free memory, file descriptors or "
        + "processes, or do less at once")
  }

  /// A program without environment, with a socket as its standard input.
  private static func birth(_ program: String, _ arguments: [String], input: CInt) -> ProgramStart {
    var settings = ["SWIFT_BACKTRACE=enable=no"]
    #if DEBUG
      if let fault = getenv(NurseryRequest.faultVariable) {
        settings.append("\(NurseryRequest.faultVariable)=\(String(cString: fault))")
      }
    #endif
    var start = ProgramStart(program, arguments: [program] + arguments, environment: settings)
    start.input = .descriptor(input)
    return start
  }
}
