internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A small HTTP/1.1 server on 127.0.0.1 that serves bytes, misbehaves by name and writes down what was asked.
///
/// A thread a connection, no dependency: for tests and for benchmarks. It starts at once; it lives until `stop()`, which
/// leaves nothing behind.
public final class Origin: Sendable {
  /// What answers for a path.
  enum Resource: Sendable {
    case bytes([UInt8], type: String, faults: [OriginFault])
    case moody([UInt8], @Sendable (OriginRequest) -> [OriginFault])
    case handler(@Sendable (OriginRequest) -> OriginReply)
    case raw(@Sendable (OriginRequest, OriginWire) -> Void)
  }

  private struct State {
    var resources: [String: Resource] = [:]
    var requests: [OriginRequest] = []
    var answersByPath: [String: Int] = [:]
    var bytesSent: Int64 = 0
    var wireBytes: Int64 = 0
    var connections = 0
    var open: Set<Int32> = []
    var isStopped = false
    var waiters: [(requests: Int, bell: DispatchSemaphore)] = []
  }

  /// The failure of a system call.
  public struct Failure: Error, CustomStringConvertible {
    /// Which call, and why.
    public let description: String
  }

  /// The port it listens on.
  public let port: Int

  private let listener: Int32
  /// Readable once the origin stops: it ends every wait.
  private let bell: (read: Int32, write: Int32)
  private let state = Mutex(State())
  private let threads = DispatchGroup()

  /// Starts on a free port, or on the one named.
  public init(port: Int = 0) throws {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let listener = socket(AF_INET, kind, 0)
    guard listener >= 0 else { throw Failure(description: "socket: \(errno)") }
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 512) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    var ends: [Int32] = [-1, -1]
    guard bound, pipe(&ends) == 0 else {
      close(listener)
      throw Failure(description: "bind or listen: \(errno)")
    }
    self.listener = listener
    bell = (ends[0], ends[1])
    self.port = Int(UInt16(bigEndian: address.sin_port))
    threads.enter()
    onThread { [self] in
      accept()
      threads.leave()
    }
  }

  /// `http://127.0.0.1:PORT`.
  public var baseURL: String { "http://127.0.0.1:\(port)" }

  /// The URL of a path that starts with a slash.
  public func url(_ path: String) -> String { baseURL + path }

  /// Serves bytes under a path, with faults.
  public func serve(
    _ path: String, _ bytes: [UInt8], type: String = "application/octet-stream", faults: [OriginFault] = []
  ) {
    state.withLock { $0.resources[path] = .bytes(bytes, type: type, faults: faults) }
  }

  /// Serves bytes under a path, with other faults for each request.
  public func serve(
    _ path: String, _ bytes: [UInt8], moods: @escaping @Sendable (OriginRequest) -> [OriginFault]
  ) {
    state.withLock { $0.resources[path] = .moody(bytes, moods) }
  }

  /// Answers for a path by code.
  public func serve(_ path: String, handler: @escaping @Sendable (OriginRequest) -> OriginReply) {
    state.withLock { $0.resources[path] = .handler(handler) }
  }

  /// Answers for a path byte by byte; the connection is closed when the code returns.
  public func serve(_ path: String, raw: @escaping @Sendable (OriginRequest, OriginWire) -> Void) {
    state.withLock { $0.resources[path] = .raw(raw) }
  }

  /// Every request so far, in order of arrival.
  public var requests: [OriginRequest] { state.withLock { $0.requests } }

  /// The requests for one path.
  public func requests(to path: String) -> [OriginRequest] { requests.filter { $0.path == path } }

  /// Waits until so many requests have arrived: who was called back has sent one that may not be read yet. Blocks.
  ///
  /// - Returns: whether they have within ten seconds.
  public func hasRead(requests count: Int) -> Bool {
    let bell = DispatchSemaphore(value: 0)
    let isThere = state.withLock { state in
      if state.requests.count < count { state.waiters.append((count, bell)) }
      return state.requests.count >= count
    }
    return isThere || bell.wait(timeout: .now() + .seconds(10)) == .success
  }

  /// Body bytes handed to the network so far.
  public var bytesSent: Int64 { state.withLock { $0.bytesSent } }

  /// All bytes handed to the network so far, heads and what nobody came to read included.
  public var wireBytes: Int64 { state.withLock { $0.wireBytes } }

  /// Connections accepted so far.
  public var connections: Int { state.withLock { $0.connections } }

  /// Forgets requests and counts, and what faults counted.
  public func forget() {
    state.withLock {
      $0.requests = []
      $0.bytesSent = 0
      $0.answersByPath = [:]
    }
  }

  /// Closes everything and waits until every thread has ended. Once is enough; more do no harm.
  public func stop() {
    let isFirst = state.withLock { state in
      defer { state.isStopped = true }
      for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
      return !state.isStopped
    }
    guard isFirst else { return }
    _ = write(bell.write, "x", 1)
    threads.wait()
    close(listener)
    close(bell.read)
    close(bell.write)
  }

  // MARK: for connections

  /// Waits until a descriptor is readable, the time is over or the origin stops; true for readable. With no descriptor it
  /// only waits.
  func wait(for descriptor: Int32?, milliseconds: Int) -> Bool {
    var watched = [
      pollfd(fd: bell.read, events: Int16(POLLIN), revents: 0),
      pollfd(fd: descriptor ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&watched, 2, Int32(clamping: milliseconds))
    return count > 0 && watched[0].revents == 0 && watched[1].revents != 0
  }

  var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Writes a request down and says what answers it, and how many answers its path had before.
  func note(_ request: OriginRequest) -> (resource: Resource?, earlier: Int) {
    state.withLock { state in
      state.requests.append(request)
      for waiter in state.waiters where waiter.requests == state.requests.count { waiter.bell.signal() }
      let earlier = state.answersByPath[request.path, default: 0]
      state.answersByPath[request.path] = earlier + 1
      let path = request.path.hasPrefix("/inside/") ? String(request.path.dropFirst(7)) : request.path
      return (state.resources[request.path] ?? state.resources[path], earlier)
    }
  }

  func note(sent count: Int) { state.withLock { $0.bytesSent += Int64(count) } }

  func note(wire count: Int) { state.withLock { $0.wireBytes += Int64(count) } }

  private func accept() {
    while wait(for: listener, milliseconds: -1) {
      #if canImport(Glibc)
        let descriptor = Glibc.accept(listener, nil, nil)
      #else
        let descriptor = Darwin.accept(listener, nil, nil)
      #endif
      guard descriptor >= 0 else { continue }
      let number = state.withLock { state in
        if state.isStopped { return 0 }
        state.open.insert(descriptor)
        state.connections += 1
        return state.connections
      }
      guard number > 0 else {
        close(descriptor)
        return
      }
      threads.enter()
      onThread { [self] in
        OriginConnection(origin: self, descriptor: descriptor, number: number).run()
        _ = state.withLock { $0.open.remove(descriptor) }
        close(descriptor)
        threads.leave()
      }
    }
  }
}
