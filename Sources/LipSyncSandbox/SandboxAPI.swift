internal import LipSync
internal import Synchronization

/// The service's API as a function of requests: authentication, routes, and error envelopes.
final class SandboxAPI: Sendable {
  let configuration: SandboxConfiguration
  let store: Store
  let faults: ActiveFaults
  let upload: SignedUpload
  /// Puts a task into the queue of the workers.
  let enqueue: @Sendable (String) async -> Void
  private let base = Mutex("")
  private let rate: Mutex<(any RateLimit)?>
  let allowance: Mutex<UploadAllowance>

  init(
    _ configuration: SandboxConfiguration, store: Store, faults: ActiveFaults,
    enqueue: @escaping @Sendable (String) async -> Void
  ) {
    self.configuration = configuration
    self.store = store
    self.faults = faults
    self.enqueue = enqueue
    upload = SignedUpload(secret: store.secret)
    let limit = faults.value(.rateLimit) ?? faults.value(.rateLimitOld) ?? faults.value(.rateLimitBare)
    allowance = Mutex(UploadAllowance(limit: faults.value(.uploadQuota).flatMap { Int64($0) }))
    rate = Mutex(limit.flatMap { rateLimit($0) })
  }

  /// `http://127.0.0.1:PORT`, known once the server listens.
  var baseURL: String {
    get { Self.asked.map { "http://\($0)" } ?? base.withLock { $0 } }
    set { base.withLock { $0 = newValue } }
  }

  /// Host and port that the request was made to, where others can reach the sandbox: their URLs have to lead there.
  @TaskLocal private static var asked: String?

  private struct Route: Sendable {
    var method: String
    /// `:` stands for any one segment, which the handler gets.
    var path: [String]
    var handler: @Sendable (SandboxAPI, APIRequest, [String]) async throws -> APIAnswer
  }

  /// Below `/v2` and `/open/v2`; a key is needed for each.
  private static let routes: [Route] = [
    Route(method: "POST", path: ["create_lip_sync_video"]) { try await $0.create($1, $2) },
    Route(method: "GET", path: ["lip_sync_video", ":"]) { try await $0.status($1, $2) },
    Route(method: "GET", path: ["lip_sync_video"]) { try await $0.latest($1, $2) },
    Route(method: "POST", path: ["upload", "asset"]) { try await $0.announce($1, $2) },
    Route(method: "GET", path: ["user", "remaining_quota"]) { try await $0.quota($1, $2) },
    Route(method: "GET", path: ["endpoints"]) { try await $0.endpoints($1, $2) },
    Route(method: "POST", path: ["endpoint"]) { try await $0.addEndpoint($1, $2) },
    Route(method: "PUT", path: ["endpoint", ":"]) { try await $0.changeEndpoint($1, $2) },
    Route(method: "DELETE", path: ["endpoint", ":"]) { try await $0.removeEndpoint($1, $2) },
    Route(method: "GET", path: ["events"]) { try await $0.webhookEvents($1, $2) },
    Route(method: "GET", path: ["user", "whoami"]) { try await $0.whoami($1, $2) },
  ]

  /// Outside of the API: storage, where a signature or the URL itself grants access.
  private static let storage: [Route] = [
    Route(method: "PUT", path: ["storage", ":"]) { try await $0.put($1, $2) },
    Route(method: "GET", path: ["files", "assets", ":", ":"]) { try await $0.asset($1, $2) },
    Route(method: "GET", path: ["files", "results", ":", ":"]) { try await $0.result($1, $2) },
  ]

  /// Answers a request. Never throws: what goes wrong is an answer.
  func answer(_ request: APIRequest) async -> APIAnswer {
    await Self.$asked.withValue(configuration.access.isOpen ? request.header("Host") : nil) {
      if let answer = await description(for: request) { return answer }
      return await routed(request)
    }
  }

  private func routed(_ request: APIRequest) async -> APIAnswer {
    let reading = request.method == "HEAD" ? "GET" : request.method
    if let (route, values) = Self.match(Self.storage, reading, request.path[...]) {
      do { return try await route.handler(self, request, values) } catch { return Self.storageError(error) }
    }
    guard let prefix = [["v2"], ["open", "v2"]].first(where: { request.path.starts(with: $0) }) else {
      return Self.unknown
    }
    if let delay = faults.value(.slowAnswer).flatMap({ Int64($0) }) {
      try? await Task.sleep(for: .milliseconds(delay))
    }
    var limits: APIAnswer.Headers = []
    do {
      try authorize(request)
      guard let (route, values) = Self.match(Self.routes, reading, request.path.dropFirst(prefix.count))
      else {
        return Self.unknown
      }
      // The newer rate limit counts requests that change something; the older one counts all.
      if request.method == "POST" || faults.has(.rateLimitOld) {
        let (refusal, headers) = limit(request)
        limits = headers
        if let refusal { return refusal.adding(limits) }
      }
      if faults.strikes(.serverError) { return Self.badGateway }
      if reading == "GET", faults.strikes(.junkBody) {
        return Self.interstitial
      }
      return try await route.handler(self, request, values).adding(limits)
    } catch {
      if let excess = error as? Excess { return excess.answer.adding(limits) }
      return dressed(error as? APIRefusal ?? .systemError).adding(limits)
    }
  }

  /// A success.
  func success(_ data: JSON) -> APIAnswer {
    envelope(code: 0, message: faults.has(.newEnvelope) ? "success" : "Success", data, status: 200)
  }

  private func envelope(
    code: Int, message: String, _ data: JSON, status: Int, headers: [(name: String, value: String)] = []
  ) -> APIAnswer {
    var members: [JSON.Member] = [("code", .int(code)), ("msg", .string(message)), ("data", data)]
    if faults.has(.newEnvelope) { members.append(("rid", .string(Store.randomHex(16)))) }
    return .json(.object(members), status: status, headers: headers)
  }

  private func dressed(
    _ refusal: APIRefusal, data: JSON = .null, headers: [(name: String, value: String)] = []
  ) -> APIAnswer {
    envelope(
      code: refusal.code, message: refusal.message, data,
      status: configuration.httpStatus == .mapped ? refusal.status : 200, headers: headers)
  }

  private func authorize(_ request: APIRequest) throws {
    guard let key = request.header("X-Api-Key"), !key.isEmpty,
      configuration.apiKey.map({ $0 == Redacted(key) }) ?? true
    else { throw APIRefusal.badKey }
    if faults.has(.noPermission) { throw APIRefusal.noPermission }
  }

  /// Counts a POST: a refusal if it exceeds the limit, and the headers that say what is left.
  private func limit(_ request: APIRequest) -> (refusal: APIAnswer?, headers: APIAnswer.Headers) {
    let now = UnixTime.now.seconds
    let key = request.header("X-Api-Key") ?? ""
    let (decision, limit) = rate.withLock { ($0?.request(key: key, at: now), $0?.limit ?? 0) }
    switch decision {
    case nil: return (nil, [])
    case .allowed(let remaining)?: return (nil, rateHeaders(limit, remaining: remaining, reset: now + 60))
    case .refused(let seconds)?:
      return (
        tooMany(limit, retryAfter: seconds), rateHeaders(limit, remaining: 0, reset: now + seconds)
      )
    }
  }

  private func rateHeaders(_ limit: Int, remaining: Int, reset: Int64) -> APIAnswer.Headers {
    if faults.has(.rateLimitBare) { return [] }
    let left = (name: "X-RateLimit-Remaining", value: String(remaining))
    guard faults.has(.rateLimitOld) else { return [left] }
    return [
      ("X-RateLimit-Limit", String(limit)), left, ("X-RateLimit-Reset", String(reset)),
      ("X-RateLimit-Type", "requests"),
    ]
  }

  private func tooMany(_ limit: Int, retryAfter seconds: Int64) -> APIAnswer {
    if faults.has(.rateLimitBare) {
      return .text(
        "Too Many Requests", type: "text/plain", status: 429, headers: [("Retry-After", String(seconds))])
    }
    guard faults.has(.rateLimitOld) else {
      return dressed(
        .rateLimited,
        headers: configuration.httpStatus == .mapped ? [("Retry-After", String(seconds))] : [])
    }
    return Excess(limit: Int64(limit), current: Int64(limit) + 1, retryAfter: seconds).answer
  }

  private static func match(_ routes: [Route], _ method: String, _ path: ArraySlice<String>) -> (
    Route, [String]
  )? {
    for route in routes where route.method == method && route.path.count == path.count {
      let pairs = zip(route.path, path)
      if pairs.allSatisfy({ $0 == ":" || $0 == $1 }) {
        return (route, pairs.filter { $0.0 == ":" }.map(\.1))
      }
    }
    return nil
  }

  static let badGateway = APIAnswer.text(
    "<!doctype html><title>502 Bad Gateway</title>", type: "text/html", status: 502)
  static let interstitial = APIAnswer.text(
    "<!doctype html><title>Just a moment...</title>", type: "text/html", status: 200)

  private static let unknown = APIAnswer.json(.object([("error", "not found")]), status: 404)

  private static func storageError(_ error: any Error) -> APIAnswer {
    let refusal = error as? APIRefusal ?? .systemError
    return .json(.object([("error", .string(refusal.message))]), status: refusal.status)
  }
}
