internal import LipSyncTransfer

/// One request to the service.
struct ServiceCall: Sendable {
  /// What is asked.
  var operation: ServiceError.Operation
  /// What it is about, for messages.
  var subject: String
  var method: Request.Method = .get
  /// Segments after the prefix; each is percent-encoded.
  var path: [String]
  var query: [(name: String, value: String)] = []
  var body: JSON?
  /// How long it may take in all.
  var timeout = Defaults.serviceTimeout

  /// - Parameter prefix: the path before the endpoint; nil for the one that is set.
  func request(_ configuration: ServiceConfiguration, under prefix: String? = nil) -> Request {
    var url = configuration.baseURL + (prefix ?? configuration.prefix)
    url += path.map { "/" + Self.encoded($0) }.joined()
    if !query.isEmpty {
      url += "?" + query.map { $0.name + "=" + Self.encoded($0.value) }.joined(separator: "&")
    }
    var headers = [(name: "Accept", value: "application/json")]
    configuration.apiKey?.reveal { headers.append((name: "X-Api-Key", value: $0)) }
    if body != nil { headers.append((name: "Content-Type", value: "application/json")) }
    return Request(
      method, url: url, headers: headers, body: body.map { .bytes(Array($0.text.utf8)) } ?? .none,
      // A redirect is not followed: elsewhere the key would be missing, and another one's word would count.
      redirectLimit: 0, totalTimeout: timeout)
  }

  /// A segment of a path; one of dots would climb it.
  static func encoded(_ text: String) -> String {
    guard text.allSatisfy({ $0 == "." }) else { return percentEncodedSegment(text) }
    return String(repeating: "%2E", count: text.utf8.count)
  }
}
