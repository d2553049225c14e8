internal import Dispatch
internal import LoopbackServer
internal import Synchronization

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

  fileprivate struct State {
    var resources: [String: Resource] = [:]
    var requests: [OriginRequest] = []
    var answersByPath: [String: Int] = [:]
    var bytesSent: Int64 = 0
    var bytesSentByRange: Int64 = 0
    var wireBytes: Int64 = 0
    var waiters: [(requests: Int, bell: DispatchSemaphore)] = []
  }

  /// What is served and what was asked, shared with the connections.
  final class Book: Sendable {
    fileprivate let state = Mutex(State())

    /// Writes a request down and says what answers it, and how many answers its path had before.
    func record(_ request: OriginRequest) -> (resource: Resource?, earlier: Int) {
      state.withLock { state in
        state.requests.append(request)
        for waiter in state.waiters where waiter.requests == state.requests.count { waiter.bell.signal() }
        let earlier = state.answersByPath[request.path, default: 0]
        state.answersByPath[request.path] = earlier + 1
        let path = request.path.hasPrefix("/inside/") ? String(request.path.dropFirst(7)) : request.path
        return (state.resources[request.path] ?? state.resources[path], earlier)
      }
    }

    func count(sent count: Int, for request: OriginRequest) {
      let hasRange = request.header("Range") != nil
      state.withLock {
        $0.bytesSent += Int64(count)
        if hasRange { $0.bytesSentByRange += Int64(count) }
      }
    }

    func count(wire count: Int) { state.withLock { $0.wireBytes += Int64(count) } }
  }

  private let book: Book
  private let server: LoopbackServer

  /// Starts on a free port, or on the one named.
  public init(port: Int = 0) throws {
    let book = Book()
    self.book = book
    server = try LoopbackServer(port: port, limits: .none) { request, connection in
      OriginConnection(book, connection).answer(request)
    }
  }

  /// The port it listens on.
  public var port: Int { server.port }

  /// `http://127.0.0.1:PORT`.
  public var baseURL: String { "http://127.0.0.1:\(port)" }

  /// The URL of a path that starts with a slash.
  public func url(_ path: String) -> String { baseURL + path }

  /// Serves bytes under a path, with faults.
  public func serve(
    _ path: String, _ bytes: [UInt8], type: String = "application/octet-stream", faults: [OriginFault] = []
  ) {
    book.state.withLock { $0.resources[path] = .bytes(bytes, type: type, faults: faults) }
  }

  /// Serves bytes under a path, with other faults for each request.
  public func serve(
    _ path: String, _ bytes: [UInt8], moods: @escaping @Sendable (OriginRequest) -> [OriginFault]
  ) {
    book.state.withLock { $0.resources[path] = .moody(bytes, moods) }
  }

  /// Answers for a path by code.
  public func serve(_ path: String, handler: @escaping @Sendable (OriginRequest) -> OriginReply) {
    book.state.withLock { $0.resources[path] = .handler(handler) }
  }

  /// Answers for a path byte by byte; the connection is closed when the code returns.
  public func serve(_ path: String, raw: @escaping @Sendable (OriginRequest, OriginWire) -> Void) {
    book.state.withLock { $0.resources[path] = .raw(raw) }
  }

  /// Every request so far, in order of arrival.
  public var requests: [OriginRequest] { book.state.withLock { $0.requests } }

  /// The requests for one path.
  public func requests(to path: String) -> [OriginRequest] { requests.filter { $0.path == path } }

  /// Waits until so many requests have arrived: who was called back has sent one that may not be read yet. Blocks.
  ///
  /// - Returns: whether they have within ten seconds.
  public func hasRead(requests count: Int) -> Bool {
    let bell = DispatchSemaphore(value: 0)
    let isThere = book.state.withLock { state in
      if state.requests.count < count { state.waiters.append((count, bell)) }
      return state.requests.count >= count
    }
    return isThere || bell.wait(timeout: .now() + .seconds(10)) == .success
  }

  /// Body bytes handed to the network so far.
  public var bytesSent: Int64 { book.state.withLock { $0.bytesSent } }

  /// Those of them that were asked for by a range: who asks without one may leave with the head of the answer.
  public var bytesSentByRange: Int64 { book.state.withLock { $0.bytesSentByRange } }

  /// All bytes handed to the network so far, heads and what nobody came to read included.
  public var wireBytes: Int64 { book.state.withLock { $0.wireBytes } }

  /// Connections accepted so far.
  public var connections: Int { server.connections }

  /// Forgets requests and counts, and what faults counted.
  public func forget() {
    book.state.withLock {
      $0.requests = []
      $0.bytesSent = 0
      $0.bytesSentByRange = 0
      $0.answersByPath = [:]
    }
  }

  /// Closes everything and waits until every thread has ended. Once is enough; more do no harm.
  public func stop() { server.stop() }
}
