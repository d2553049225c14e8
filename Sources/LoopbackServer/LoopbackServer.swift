internal import Dispatch
internal import LipSyncBase
internal import Platform
internal import Synchronization

/// An HTTP/1.1 server on 127.0.0.1, a thread a connection, that hands each request to a function and lets it answer byte by
/// byte. It starts at once and lives until `stop`, which leaves nothing behind.
///
/// Written here, and not taken from a package, for what the sandbox and the origin of the tests have to do: ask for a body
/// (`100 Continue`) only once its head was found good, cut a connection without an answer, send answers that are wrong,
/// answer before a body that is not wanted was read, and give up a request that stays half-sent. Hummingbird could do some of
/// that and costs 26 packages. FlyingFox 0.27 has no dependencies, but its server reads bodies of up to 4 KiB before its
/// handler is asked, reads what the handler left of a body before it answers, gives a handler no connection to ask or to cut,
/// and waits forever for the rest of a request.
package final class LoopbackServer: Sendable {
  /// Limits on clients.
  package struct Limits: Sendable {
    /// How long the rest of a request may take to come: a head from its first byte on, a body from one byte to the next.
    package var request: Duration
    /// How long a connection may stay without a request.
    package var idle: Duration
    /// Connections at once; more wait until one of them ends.
    package var connections: Int

    /// No time limits: a test's misbehaviour takes as long as it takes.
    package static let none = Limits(request: .seconds(86_400), idle: .seconds(86_400), connections: 4096)

    /// Custom limits.
    package init(request: Duration, idle: Duration, connections: Int) {
      self.request = request
      self.idle = idle
      self.connections = connections
    }
  }

  /// The failure of a system call.
  package struct Failure: Error, CustomStringConvertible {
    /// Which call, and why.
    package let description: String

    init(_ call: String) { description = "\(call): \(String(cString: strerror(errno)))" }
  }

  private struct State {
    var open: Set<CInt> = []
    var accepted = 0
    var isStopped = false
  }

  /// The port it listens on.
  package let port: Int
  let limits: Limits
  private let listener: CInt
  /// Readable once the server stops: it ends every wait.
  private let bell: (read: CInt, write: CInt)
  private let state = Mutex(State())
  private let threads = DispatchGroup()
  private let room: DispatchSemaphore

  /// Listens on a port of 127.0.0.1, or on one that is free if it is 0.
  ///
  /// - Parameters:
  ///   - address: another address of this machine, in four bytes; 0.0.0.0 for all of them.
  ///   - answer: answers a request on the connection's own thread; false if the connection is to be closed.
  /// - Throws: a `Failure` if the port is taken or may not be used.
  package init(
    address host: [UInt8] = [127, 0, 0, 1], port: Int, limits: Limits,
    answer: @escaping @Sendable (LoopbackRequest, LoopbackConnection) -> Bool
  ) throws(Failure) {
    // A client that goes away while it is answered is an error of `send`, and no reason to end the program.
    signal(SIGPIPE, SIG_IGN)
    let listener = socket(AF_INET, Self.streamSocket, 0)
    guard listener >= 0 else { throw Failure("socket") }
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    var yes: CInt = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = host.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }.bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 512) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    var ends: [CInt] = [-1, -1]
    guard isBound, System.pipe(&ends) == 0 else {
      let failure = Failure("listen")
      close(listener)
      throw failure
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    self.listener = listener
    self.limits = limits
    bell = (ends[0], ends[1])
    room = DispatchSemaphore(value: limits.connections)
    self.port = Int(UInt16(bigEndian: address.sin_port))
    start { [self] in accept(answer) }
  }

  /// Connections accepted so far.
  package var connections: Int { state.withLock { $0.accepted } }

  /// Whether `stop` was called.
  package var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Takes no more connections, closes those without a request, lets answers in progress continue for a while, then closes the rest.
  /// Blocks until every thread has ended. May be called more than once.
  package func stop(patience: Duration = .zero) {
    let isFirst = state.withLock { state in
      defer { state.isStopped = true }
      return !state.isStopped
    }
    guard isFirst else { return }
    _ = System.write(bell.write, "x", 1)
    let seconds = patience / .seconds(1)
    if seconds <= 0 || threads.wait(timeout: .now() + seconds) == .timedOut {
      state.withLock { for descriptor in $0.open { shutdown(descriptor, CInt(SHUT_RDWR)) } }
      threads.wait()
    }
    close(listener)
    close(bell.read)
    close(bell.write)
  }

  /// How a wait ended.
  package enum Wait: Sendable { case readable, over, stopped }

  /// Waits until a descriptor is readable, the time is over or the server stops. With no descriptor it only waits.
  func wait(for descriptor: CInt?, _ duration: Duration?) -> Wait {
    let end = duration.map { ContinuousClock.now + $0 }
    while true {
      var watched = [
        pollfd(fd: bell.read, events: Int16(POLLIN), revents: 0),
        pollfd(fd: descriptor ?? -1, events: Int16(POLLIN), revents: 0),
      ]
      let left = end.map { max(.zero, $0 - .now) / .milliseconds(1) } ?? -1
      let count = poll(&watched, 2, CInt(clamping: Int(left.rounded(.up))))
      if count < 0, errno == EINTR { continue }
      if watched[0].revents != 0 { return .stopped }
      return count > 0 ? .readable : .over
    }
  }

  /// Starts a thread that `stop` waits for.
  private func start(_ work: @escaping @Sendable () -> Void) {
    threads.enter()
    let run: @Sendable () -> Void = { [threads] in
      work()
      threads.leave()
    }
    if startThread(run) != 0 { DispatchQueue.global().async(execute: run) }
  }

  private func accept(_ answer: @escaping @Sendable (LoopbackRequest, LoopbackConnection) -> Bool) {
    while wait(for: listener, nil) == .readable {
      while room.wait(timeout: .now() + .milliseconds(100)) == .timedOut { if isStopped { return } }
      let descriptor = System.accept(listener)
      let number = descriptor < 0 ? 0 : admit(descriptor)
      guard number > 0 else {
        if descriptor >= 0 { close(descriptor) }
        room.signal()
        // If descriptors have run out the listener stays readable: others have to end first.
        if descriptor < 0, wait(for: nil, .milliseconds(50)) == .stopped { return }
        continue
      }
      start { [self] in
        LoopbackConnection(server: self, descriptor: descriptor, number: number).run(answer)
        _ = state.withLock { $0.open.remove(descriptor) }
        close(descriptor)
        room.signal()
      }
    }
  }

  /// Counts a connection; 0 if the server has stopped.
  private func admit(_ descriptor: CInt) -> Int {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var yes: CInt = 1
    setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<CInt>.size))
    // A client that reads nothing is treated like one that sends nothing.
    var patience = timeval()
    patience.tv_sec = Int(limits.idle.components.seconds)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    return state.withLock { state in
      if state.isStopped { return 0 }
      state.open.insert(descriptor)
      state.accepted += 1
      return state.accepted
    }
  }

  #if canImport(Darwin)
    private static let streamSocket = SOCK_STREAM
  #else
    private static let streamSocket = CInt(SOCK_STREAM.rawValue)
  #endif
}
