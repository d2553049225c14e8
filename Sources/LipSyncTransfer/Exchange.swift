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
  private(set) var handle: EasyHandle?

  private let request: Request
  private let settings: Settings
  private let sink: any BodySink
  private let progress: Progress?
  private let completion: Completion

  private var walk: RedirectWalk
  private var upload: Upload?
  private var head = HeaderBlock()
  private var state = HopState()
  private var stashed: TransferError?
  private var hasEnough = false
  private var onlyHTTP1 = false

  private let number = Exchange.count.add(1, ordering: .relaxed).newValue
  private static let count = Atomic<Int>(0)
  private var requests = 0
  private var sent: Int64 = 0
  private var received: Int64 = 0
  private var remoteAddress: String?
  /// Whether a hop was answered by a host of the public network.
  private var wasPublic = false
  private let started: ContinuousClock.Instant
  private var lastActivity: ContinuousClock.Instant
  private var lastReport: ContinuousClock.Instant

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
  private var name: String { "request \(number)" }

  private var rangeText: String {
    request.range.map { ", bytes \($0.lowerBound)-\($0.upperBound)" } ?? ""
  }

  /// Sets up the handle for the next hop.
  func prepareHop() throws(TransferError) -> EasyHandle {
    let proxy = settings.proxies.proxy(for: walk.address)
    if let objection = objection(toNameBehind: proxy) {
      throw failure(.forbiddenAddress, "\(objection), which is not to be talked to")
    }
    head = HeaderBlock()
    state = HopState(proxy: proxy?.description, isLater: requests > 0)
    hasEnough = false
    lastActivity = .now
    requests += 1
    settings.logger.debug("\(name) \(walk.method.rawValue) \(shortened(walk.address.text))\(rangeText)")
    let easy: EasyHandle
    if let handle { easy = handle } else { easy = try EasyHandle.open() }
    handle = easy
    try easy.reset()
    try setTransport(easy)
    try setProxy(proxy, easy)
    try setRequest(easy)
    try setCallbacks(easy)
    return easy
  }

  private func setTransport(_ easy: EasyHandle) throws(TransferError) {
    try easy.set(CURLOPT_URL, walk.address.text)
    try easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
    try easy.set(CURLOPT_NOSIGNAL, 1)
    try easy.check(ccurl_leave_lookups_behind(easy.raw), "CURLOPT_QUICK_EXIT")
    try easy.set(CURLOPT_FOLLOWLOCATION, 0)
    // An empty name switches the cookie engine on and reads no file.
    if request.keepsCookies { try easy.set(CURLOPT_COOKIEFILE, "") }
    // On a reused connection that is closed without an answer libcurl sends a request again by itself. A POST may have been
    // carried out, and paid for, by then: it gets a connection of its own.
    if walk.method == .post { try easy.set(CURLOPT_FRESH_CONNECT, 1) }
    try easy.set(CURLOPT_SSL_VERIFYPEER, 1)
    try easy.set(CURLOPT_SSL_VERIFYHOST, 2)
    try easy.set(CURLOPT_CERTINFO, 1)
    if let certificates = settings.certificates { try easy.set(CURLOPT_CAINFO, certificates) }
    try easy.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(request.connectTimeout / .milliseconds(1))))
    if onlyHTTP1 { try easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)) }
  }

  /// Without a proxy none is used, whatever the environment says.
  private func setProxy(_ proxy: Proxy?, _ easy: EasyHandle) throws(TransferError) {
    try easy.set(CURLOPT_PROXY, proxy?.description ?? "")
    // Which hosts are excepted was decided here; libcurl would ask the environment.
    try easy.set(CURLOPT_NOPROXY, "")
    guard let proxy else { return }
    // Its answer to CONNECT is not the server's.
    try easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    if let certificates = settings.certificates { try easy.set(CURLOPT_PROXY_CAINFO, certificates) }
    for (option, secret) in [(CURLOPT_PROXYUSERNAME, proxy.user), (CURLOPT_PROXYPASSWORD, proxy.password)] {
      if let text = secret?.reveal({ $0 }) { try easy.set(option, text) }
    }
  }

  /// Why the place of this hop is out of bounds, as far as its URL shows. Behind a proxy no socket tells more: what a public host
  /// redirects to must not be written as a private address either.
  private func objection(toNameBehind proxy: Proxy?) -> String? {
    guard settings.judgesNames else { return nil }
    if let objection = settings.policy.objection(to: walk.address) { return objection }
    guard proxy != nil else { return nil }
    if let literal = IPAddress(walk.address.host), let objection = objection(to: literal) { return objection }
    guard wasPublic else { return nil }
    return AddressPolicy.publicOnly.objection(toHost: walk.address.host).map {
      "\($0), and a public host redirects to it"
    }
  }

  private func setRequest(_ easy: EasyHandle) throws(TransferError) {
    if walk.sendsBody, let length = upload?.length {
      upload?.rewind(to: 0)
      try easy.set(CURLOPT_UPLOAD, 1)
      try easy.set(CURLOPT_INFILESIZE_LARGE, offset: length)
    } else {
      try easy.set(CURLOPT_HTTPGET, 1)
    }
    try easy.set(CURLOPT_CUSTOMREQUEST, walk.method.rawValue)
    var headers = walk.headers
    func add(_ name: String, _ value: String) {
      if !headers.contains(where: { $0.name.lowercased() == name.lowercased() }) {
        headers.append((name, value))
      }
    }
    add("User-Agent", settings.userAgent)
    add("Accept-Encoding", "identity")
    if let range = request.range { add("Range", "bytes=\(range.lowerBound)-\(range.upperBound)") }
    // A semicolon is libcurl's way to send an empty value; no Expect, which costs a second if nobody answers it.
    try easy.setHeaderLines(
      headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" } + ["Expect:"])
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

  private func response(with kept: (body: [UInt8], wasCut: Bool)) -> Response {
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

  // MARK: callbacks; none throws, what goes wrong is stashed

  private var leadsOn: Bool { RedirectWalk.leadsOn(status: head.status, location: head.value("Location")) }

  func receive(header line: UnsafeRawBufferPointer) -> Bool {
    lastActivity = .now
    let wasComplete = head.isComplete
    head.append(line)
    if head.bytes > TransferDefaults.headerLimit {
      stashed = failure(
        .tooLarge, "the response headers are larger than \(TransferDefaults.headerLimit) bytes")
      return false
    }
    guard head.isComplete, !wasComplete else { return true }
    state.hasHead = true
    state.answered = lastActivity
    state.length = head.value("Content-Length").flatMap { Int64($0) }
    if leadsOn {
      // A body that nobody reads is not awaited.
      hasEnough = state.length.map { $0 > TransferDefaults.redirectBody.read } ?? false
      return !hasEnough
    }
    do throws(TransferError) {
      if let contradiction = head.contradiction { throw failure(.badAnswer, contradiction) }
      try sink.begin(response(with: ([], false)))
      hasEnough = sink.leaves
      return !hasEnough
    } catch {
      stashed = error
      return false
    }
  }

  func receive(body bytes: UnsafeRawBufferPointer) -> Int {
    lastActivity = .now
    if leadsOn {
      state.received += Int64(bytes.count)
      received += Int64(bytes.count)
      let (limit, together) = TransferDefaults.redirectBody
      hasEnough = state.received > limit
      if hasEnough, received > together || head.value("Content-Length") == nil {
        stashed = failure(
          .tooLarge, "a redirect has a body of more than \(limit) bytes, which is not read")
      }
      return hasEnough ? ccurl_write_error : bytes.count
    }
    do throws(TransferError) {
      let flow = try sink.receive(bytes)
      if case .pause = flow {
        state.isPaused = true
        return ccurl_write_pause
      }
      state.received += Int64(bytes.count)
      received += Int64(bytes.count)
      report()
      if case .enough = flow {
        hasEnough = true
        return ccurl_write_error
      }
      return bytes.count
    } catch {
      stashed = error
      return ccurl_write_error
    }
  }

  func give(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    lastActivity = .now
    do throws(TransferError) {
      let count = try upload?.read(into: buffer) ?? 0
      sent += Int64(count)
      report()
      return count
    } catch {
      stashed = error
      return ccurl_read_abort
    }
  }

  func seek(to offset: Int64) {
    sent = offset
    upload?.rewind(to: offset)
  }

  private func report() {
    guard let progress, lastActivity >= lastReport + .milliseconds(50) else { return }
    lastReport = lastActivity
    progress(sent, received)
  }

  func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    guard let wire = IPAddress(ccurl_address(address), length: Int(address.pointee.addrlen)) else {
      state.veto = "an address of family \(address.pointee.family) is neither IPv4 nor IPv6"
      return ccurl_socket_bad
    }
    // The proxy's own address is the operator's affair.
    if state.proxy == nil, let objection = objection(to: wire) {
      state.veto = objection
      return ccurl_socket_bad
    }
    // A name with private and public addresses is not trusted for the public ones either.
    if state.veto != nil, !settings.policy.allowsPrivate { return ccurl_socket_bad }
    #if canImport(Glibc)
      let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    #else
      let kind = address.pointee.socktype
    #endif
    let made = socket(address.pointee.family, kind, address.pointee.protocol)
    // Hints only: if one cannot be set, the connection still works.
    if request.lead != .usual { hint(made, Int32(IPPROTO_TCP), TCP_MAXSEG, 1460) }
    if request.lead == .shortest { hint(made, SOL_SOCKET, SO_RCVBUF, Int32(TransferDefaults.shortWindow)) }
    return made
  }

  private func objection(to wire: IPAddress) -> String? {
    settings.policy.objection(to: wire, of: walk.address, isAfterPublic: wasPublic)
  }

  private func hint(_ socket: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
    var value = value
    setsockopt(socket, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  func allowsRequest(to address: String) -> Bool {
    lastActivity = .now
    guard state.proxy == nil else { return allowsProxied() }
    guard let wire = IPAddress(address) else {
      state.veto = "the address \(address) cannot be read"
      return false
    }
    if let objection = objection(to: wire) {
      state.veto = objection
      return false
    }
    if AddressClass(of: wire).kind == .global { wasPublic = true }
    remoteAddress = address
    state.isConnected = true
    state.asked = lastActivity
    return true
  }

  /// The tunnel stands, or the proxy takes the request: whose address it went to is not known.
  private func allowsProxied() -> Bool {
    if AddressPolicy.publicOnly.objection(toHost: walk.address.host) == nil { wasPublic = true }
    state.isConnected = true
    state.asked = lastActivity
    return true
  }
}
