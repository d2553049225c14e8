internal import Dispatch
public import Logging
internal import Platform
internal import Synchronization

/// Speaks HTTP through libcurl on one thread of its own. One client, one connection pool.
public final class HTTPClient: Sendable {
  /// Which hosts may be contacted.
  public let policy: AddressPolicy
  /// Receives each request and each decision at level `debug`; secrets are removed from URLs, headers and bodies are not logged.
  public let logger: Logger

  private let settings: Exchange.Settings
  private let loop: Result<EventLoop, TransferError>

  /// Starts a client. Proxies in the environment are not used, those that are named are.
  ///
  /// Behind a proxy the policy holds for what URLs say, addresses and inner names, and for redirects; which address a name has,
  /// the proxy alone knows.
  ///
  /// - Parameters:
  ///   - policy: which hosts may be contacted.
  ///   - userAgent: what the client calls itself.
  ///   - proxies: which requests go through which proxy.
  ///   - certificates: a file of certificates to trust instead of the system's; nil for that which `CURL_CA_BUNDLE` or
  ///     `SSL_CERT_FILE` in the environment names, if one does.
  ///   - logger: gets each request and each decision.
  public convenience init(
    policy: AddressPolicy, userAgent: String = "lipflight", proxies: ProxyRules = .none,
    certificates: String? = nil, logger: Logger = HTTPClient.silent
  ) {
    self.init(
      policy: policy, userAgent: userAgent, proxies: proxies,
      certificates: certificates ?? Self.certificatesFromEnvironment, judgesNames: true, logger: logger)
  }

  init(
    policy: AddressPolicy, userAgent: String = "lipflight", proxies: ProxyRules = .none,
    certificates: String? = nil, judgesNames: Bool,
    logger: Logger = HTTPClient.silent
  ) {
    self.policy = policy
    self.logger = logger
    settings = Exchange.Settings(
      policy: policy, userAgent: userAgent, proxies: proxies, certificates: certificates, logger: logger,
      judgesNames: judgesNames)
    do throws(TransferError) {
      loop = .success(try EventLoop())
    } catch {
      loop = .failure(error)
    }
  }

  /// A silent logger.
  public static let silent = Logger(label: "lipflight") { _ in SwiftLogNoOpLogHandler() }

  private static var certificatesFromEnvironment: String? {
    for name in ["CURL_CA_BUNDLE", "SSL_CERT_FILE"] {
      if let value = getenv(name), value.pointee != 0 { return String(cString: value) }
    }
    return nil
  }

  /// Sends a request and waits for the whole answer. Any HTTP status is an answer, not an error.
  ///
  /// Cancelling the task aborts the transfer. `progress` is called on the client's own thread, at most every 50 ms and
  /// once at the end, `onHead` once, with the head of the answer at the end of the redirects: they must return quickly.
  package func send(
    _ request: Request, progress: (@Sendable (_ sent: Int64, _ received: Int64) -> Void)? = nil,
    onHead: (@Sendable (_ head: Response) -> Void)? = nil
  ) async throws(TransferError) -> Response {
    try await perform(
      request, into: MemorySink(request, onHead: onHead), progress: progress)
  }

  /// `send` for threads that may block; never call it on Swift's cooperative pool.
  /// `isCancelled` is asked about ten times a second.
  package func sendBlocking(_ request: Request, isCancelled: (@Sendable () -> Bool)? = nil)
    throws(TransferError) -> Response
  {
    let answer = Answer()
    let exchange = try begin(request, into: MemorySink(request)) { answer.deliver($0) }
    while true {
      if let result = answer.wait(within: .milliseconds(100)) { return try result.get() }
      if isCancelled?() == true { cancel(exchange) }
    }
  }

  func perform(
    _ request: Request, into sink: any BodySink, progress: Exchange.Progress? = nil
  ) async throws(TransferError) -> Response {
    let loop = try loop.get()
    let completion = Completion()
    let exchange = try Exchange(request, settings: settings, sink: sink, progress: progress) {
      completion.deliver($0)
    }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        completion.set(continuation)
        loop.start(exchange)
      }
    } onCancel: {
      loop.cancel(exchange)
    }
    return try result.get()
  }

  /// Begins a transfer and returns at once; `completion` is called on the client's thread.
  func begin(
    _ request: Request, into sink: any BodySink, completion: @escaping Exchange.Completion
  ) throws(TransferError) -> Exchange {
    let exchange = try Exchange(
      request, settings: settings, sink: sink, progress: nil, completion: completion)
    try loop.get().start(exchange)
    return exchange
  }

  func cancel(_ exchange: Exchange) {
    if case .success(let loop) = loop { loop.cancel(exchange) }
  }

  func resume(_ exchange: Exchange) {
    if case .success(let loop) = loop { loop.resume(exchange) }
  }
}

/// Holds the continuation that an exchange, made before it, will resume.
private final class Completion: Sendable {
  private let continuation = Mutex<CheckedContinuation<Result<Response, TransferError>, Never>?>(nil)

  func set(_ continuation: CheckedContinuation<Result<Response, TransferError>, Never>) {
    self.continuation.withLock { $0 = continuation }
  }

  func deliver(_ result: Result<Response, TransferError>) {
    let waiting = continuation.withLock { held in
      defer { held = nil }
      return held
    }
    waiting?.resume(returning: result)
  }
}

/// One answer for one blocked thread.
private final class Answer: Sendable {
  private let result = Mutex<Result<Response, TransferError>?>(nil)
  private let arrived = DispatchSemaphore(value: 0)

  func deliver(_ result: Result<Response, TransferError>) {
    self.result.withLock { $0 = result }
    arrived.signal()
  }

  func wait(within patience: DispatchTimeInterval) -> Result<Response, TransferError>? {
    guard arrived.wait(timeout: .now() + patience) == .success else { return nil }
    return result.withLock { $0 }
  }
}
