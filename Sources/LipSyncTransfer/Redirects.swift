/// Why a redirect was not followed: the cause of a `redirect` error.
#if hasAttribute(nonexhaustive)
  @nonexhaustive
#endif
package enum RedirectFault: Error, Sendable, Equatable {
  /// The target cannot be requested: another scheme, a password, not a URL.
  case unusable
  /// From https to http.
  case downgrade
  /// The target was visited before.
  case circle
  /// There were too many redirects.
  case tooMany
}

/// A request's position in a chain of redirects: a value that decides each step without any I/O.
struct RedirectWalk: Sendable {
  /// The next URL.
  private(set) var address: WebAddress
  /// The verb of the next hop.
  private(set) var method: Request.Method
  /// The header lines of the next hop.
  private(set) var headers: [(name: String, value: String)]
  /// Whether the next hop sends the request's body.
  private(set) var sendsBody: Bool
  /// The redirects taken so far.
  private(set) var redirects: [Response.Redirect] = []

  private let limit: Int
  private var visited: Set<String>
  /// Whether visiting a place again is a loop; with a cookie it may answer differently.
  private let refusesCircles: Bool

  init(_ request: Request) throws(TransferError) {
    address = try WebAddress(request.url)
    method = request.method
    headers = request.headers
    if case .none = request.body { sendsBody = false } else { sendsBody = true }
    limit = request.redirectLimit
    refusesCircles = !request.keepsCookies
    visited = ["\(request.method.rawValue) \(address.text)"]
  }

  /// Whether an answer is a redirect: by its status, with a Location.
  static func leadsOn(status: Int, location: String?) -> Bool {
    [301, 302, 303, 307, 308].contains(status) && location?.isEmpty == false
  }

  /// Follows an answer's redirect.
  ///
  /// - Throws: `redirect` if it must not be followed.
  mutating func follow(status: Int, location: String) throws(TransferError) {
    func refusal(_ fault: RedirectFault, _ message: String) -> TransferError {
      TransferError(
        .redirect, subject: shortened(address.text), message: message, status: status, cause: fault)
    }

    let next: WebAddress
    do throws(TransferError) {
      next = try address.resolving(location)
    } catch {
      throw refusal(
        .unusable,
        "status \(status) leads to \(shortened(location)), which cannot be followed: \(error.message)")
    }
    if address.scheme == "https", next.scheme == "http" {
      throw refusal(
        .downgrade,
        "status \(status) leads from https to http (\(next)); nothing is sent without TLS after TLS")
    }
    guard redirects.count < limit else {
      throw refusal(
        .tooMany,
        limit == 0
          ? "status \(status) leads to \(next), and a redirect is not followed here"
          : "more than \(limit) redirects; the last leads to \(next)")
    }

    if status == 303 && method != .get || (status == 301 || status == 302) && method == .post {
      method = .get
      sendsBody = false
      headers.removeAll { $0.name.lowercased().hasPrefix("content-") }
    }
    headers = Self.headers(headers, from: address, to: next)
    redirects.append(Response.Redirect(status: status, location: next.text))
    address = next
    guard visited.insert("\(method.rawValue) \(next.text)").inserted || !refusesCircles else {
      throw refusal(
        .circle, "the redirects form a loop: \(next) was visited again after \(redirects.count)")
    }
  }

  /// What may be sent to another origin.
  static func headers(
    _ headers: [(name: String, value: String)], from: WebAddress, to next: WebAddress
  ) -> [(name: String, value: String)] {
    if from.origin == next.origin { return headers }
    let harmless: Set<String> = ["accept", "accept-encoding", "range", "if-range", "user-agent"]
    return headers.filter { harmless.contains($0.name.lowercased()) }
  }
}
