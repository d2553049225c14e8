internal import LipSync
internal import LipSyncTransfer
internal import LoopbackServer

/// Who may speak to a sandbox, and which pages of a browser may read its answers.
struct SandboxAccess: Sendable {
  /// The address that it listens on, in IPv4.
  let host: IPAddress?
  /// Names that requests may be made to, beside those of this machine.
  let names: Set<String>
  /// Origins whose pages may read answers; `*` stands for all.
  let origins: [String]

  /// Only this machine, and no other page.
  static let local = SandboxAccess(host: loopback, names: [], origins: [])
  static let loopback = IPAddress("127.0.0.1")

  /// Whether others than this machine can reach it.
  var isOpen: Bool { host.map { $0.bytes.first != 127 } ?? false }

  /// What is said to a request that is not meant for it.
  var refusal: String {
    isOpen
      ? "this sandbox answers to this machine's names, to addresses and to the names that --host-name gives"
      : "this sandbox answers to 127.0.0.1, localhost and [::1] alone"
  }

  /// Whether a request is meant for it. A page whose name leads here (DNS rebinding) still says that name; an address says
  /// nothing that could have been made to lead here.
  func isOurs(_ request: LoopbackRequest) -> Bool {
    guard let host = request.header("Host"), !LoopbackHost.isOurs(host) else { return true }
    guard isOpen else { return false }
    let name = LoopbackHost.name(of: host)
    return names.contains(name) || IPAddress(name) != nil
  }

  /// What lets a page of another origin read the answer (CORS); none if the request is of no page that may.
  func headers(for request: LoopbackRequest) -> Reply.Headers {
    guard !origins.isEmpty else { return [] }
    let vary = (name: "Vary", value: "Origin")
    guard let origin = request.header("Origin"), origins.contains("*") || origins.contains(origin) else {
      return [vary]
    }
    return [
      vary, ("Access-Control-Allow-Origin", origin),
      (
        "Access-Control-Expose-Headers",
        "Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Content-Range, ETag"
      ),
    ]
  }

  /// The answer to a browser that asks before it sends a request; nil if this is no such question, or no page that may.
  func preflight(_ request: LoopbackRequest) -> Reply.Headers? {
    let allowed = headers(for: request)
    guard request.method == "OPTIONS", allowed.count > 1,
      request.header("Access-Control-Request-Method") != nil
    else { return nil }
    return allowed + [
      ("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE"),
      (
        "Access-Control-Allow-Headers",
        request.header("Access-Control-Request-Headers") ?? "Content-Type, X-Api-Key"
      ), ("Access-Control-Allow-Private-Network", "true"), ("Access-Control-Max-Age", "600"),
    ]
  }
}
