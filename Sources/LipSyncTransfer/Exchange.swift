internal import CCurl
internal import Logging
internal import Platform
internal import Synchronization

/// One request on its way, redirects included: what libcurl's callbacks write to.
final class Exchange: @unchecked Sendable {
  // sound because after `EventLoop.start` the loop's thread alone touches it, but for `isCancelled`, which is atomic
  typealias Progress = @Sendable (_ sent: Int64, _ received: Int64) -> Void
  typealias Completion = @Sendable (Result<Response, TransferError>) -> Void

  /// Raised from any thread.
  let isCancelled = Atomic<Bool>(false)
  /// The handle of the hop under way.
  var handle: EasyHandle?

  let request: Request
  let settings: Settings
  let sink: any BodySink
  let progress: Progress?
  private let completion: Completion

  var walk: RedirectWalk
  var upload: Upload?
  var head = HeaderBlock()
  var state = HopState()
  var stashed: TransferError?
  var hasEnough = false
  var onlyHTTP1 = false

  private let number = Exchange.count.add(1, ordering: .relaxed).newValue
  private static let count = Atomic<Int>(0)
  var requests = 0
  var sent: Int64 = 0
  var received: Int64 = 0
  var remoteAddress: String?
  /// Whether a hop was answered by a host of the public network.
  var wasPublic = false
  private let started: ContinuousClock.Instant
  var lastActivity: ContinuousClock.Instant
  var lastReport: ContinuousClock.Instant

  /// What a client gives all its exchanges.
  struct Settings: Sendable {
    var policy: AddressPolicy
    var userAgent: String
    var proxies = ProxyRules.none
    /// A file of certificates to trust instead of the system's.
    var certificates: String?
    /// Logs each hop.
    var logger = HTTPClient.silent
    /// Whether names and literal addresses are judged before the socket is; off if a test checks only the socket.
    var judgesNames = true
    /// When the certificates that were seen expire: a reused connection does not say.
    let certificateEnds = CertificateEnds()
  }

  init(
    _ request: Request, settings: Settings, sink: any BodySink, progress: Progress?,
    completion: @escaping Completion
  ) throws(TransferError) {
    for header in request.headers
    where (header.name + header.value).utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      throw TransferError(
        .fault, subject: shortened(request.url),
        message: "the header \(header.name.prefix(40)) contains a line break")
    }
    self.request = request
    self.settings = settings
    self.sink = sink
    self.progress = progress
    self.completion = completion
    walk = try RedirectWalk(request)
    upload = try Upload.open(request.body)
    started = .now
    lastActivity = started
    lastReport = started
  }

  /// Whether the hop under way has reached a server.
  var isConnected: Bool { state.isConnected }

  /// When it fails if nothing happens.
  var deadline: ContinuousClock.Instant? {
    // Until connected libcurl's own limit counts; while paused nothing can happen.
    let stall = state.isConnected && !state.isPaused ? lastActivity + request.stallTimeout : nil
    let total = request.totalTimeout.map { started + $0 }
    guard let stall, let total else { return stall ?? total }
    return min(stall, total)
  }

  /// The failure when `deadline` has passed.
  func deadlinePassed(at now: ContinuousClock.Instant) -> TransferError {
    if let total = request.totalTimeout, now >= started + total {
      return failure(.timeout, "not finished within \(total.inSeconds) s; \(received) bytes had arrived")
    }
    return failure(
      .timeout, "no progress for \(request.stallTimeout.inSeconds) s; \(received) bytes had arrived")
  }

  func failure(_ code: TransferError.Code, _ message: String) -> TransferError {
    TransferError(
      code, subject: shortened(walk.address.text), message: message,
      status: head.isComplete ? head.status : nil, neverSent: !state.isConnected && !state.isLater)
  }

  /// Ends the exchange; the loop has already released its handle.
  func finish(_ result: Result<Response, TransferError>) {
    handle = nil
    switch result {
    case .success: progress?(sent, received)
    case .failure(let error): settings.logger.debug("\(name) failed: \(error.code), \(error.message)")
    }
    completion(result.mapError(counted))
  }

  /// A failure with the requests and bytes until then; the hop under way counts once it has reached a server.
  private func counted(_ error: TransferError) -> TransferError {
    var error = error
    error.requests = max(0, state.isConnected ? requests : requests - 1)
    error.bytesReceived = received
    return error
  }

  // MARK: hops

  /// Its name in the log.
  var name: String { "request \(number)" }

  var rangeText: String {
    request.range.map { ", bytes \($0.lowerBound)-\($0.upperBound)" } ?? ""
  }

  /// What follows a hop.
  enum Next {
    case hop
    case end(Result<Response, TransferError>)
  }

  /// A hop is over, its handle out of the multi handle.
  func hopEnded(_ code: CURLcode) -> Next {
    if let end = handle?.certificateEnd { settings.certificateEnds.record(end, of: walk.address.origin) }
    if let stashed { return .end(.failure(stashed)) }
    guard code == CURLE_OK || hasEnough else {
      // A stream that ends without a head is reported as a cut body.
      let isHTTP2 =
        code == CURLE_HTTP2 || code == CURLE_HTTP2_STREAM || code == CURLE_PARTIAL_FILE && !state.hasHead
      if isHTTP2, !onlyHTTP1, state.received == 0, walk.method != .post {
        onlyHTTP1 = true
        return .hop
      }
      return .end(
        .failure(
          transferError(
            code, text: handle?.message ?? "", state: state, subject: shortened(walk.address.text),
            status: head.isComplete ? head.status : nil, connectTimeout: request.connectTimeout)))
    }
    guard head.isComplete else {
      return .end(.failure(failure(.badAnswer, "the answer has no complete head")))
    }
    settings.logger.debug(
      "\(name) HTTP \(head.status), \(state.received) bytes, \(Int((.now - started) / .milliseconds(1))) ms, from \(state.proxy.map { "behind " + $0 } ?? remoteAddress ?? "?")"
    )
    let location = head.value("Location")
    guard let location, RedirectWalk.leadsOn(status: head.status, location: location) else {
      return .end(.success(response(with: sink.kept)))
    }
    do throws(TransferError) {
      try walk.follow(status: head.status, location: location)
      return .hop
    } catch {
      return .end(.failure(error))
    }
  }

  func response(with kept: (body: [UInt8], wasCut: Bool)) -> Response {
    var response = Response(
      status: head.status, headers: head.lines, body: kept.body, bodyWasCut: kept.wasCut,
      url: walk.address.text,
      redirects: walk.redirects, requests: requests, bytesReceived: received, remoteAddress: remoteAddress)
    if let asked = state.asked, let answered = state.answered {
      response.waited = answered - asked
      response.bodyTook = lastActivity - answered
    }
    response.certificateEnd = settings.certificateEnds.end(of: walk.address.origin)
    return response
  }

  /// The pause is over; libcurl may call back at once.
  func resume() {
    guard state.isPaused, let handle else { return }
    state.isPaused = false
    lastActivity = .now
    _ = curl_easy_pause(handle.raw, CURLPAUSE_CONT)
  }
}
