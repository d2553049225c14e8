internal import LipSyncTransfer

/// What an answer of the service says: the envelope's `code` first, the HTTP status only where there is none.
enum ServiceReply {
  /// The envelope's `data` (`null` where it is missing), or why there is none.
  static func read(_ response: Response, to call: ServiceCall, key: Redacted?) -> Result<JSON, ServiceError> {
    let document = response.bodyWasCut ? nil : JSON(parsing: response.body)
    let status = response.status
    let wait = retryAfter(response, document)
    let wish =
      wait.flatMap { $0 > .zero ? $0 : nil }.map {
        "; it asks for a pause of \(($0 + .milliseconds(999)).components.seconds) s"
      } ?? ""
    func error(
      _ code: ServiceError.Code, _ message: String, _ remedy: String, _ settings: [Setting] = [],
      serviceCode: Int? = nil
    ) -> Result<JSON, ServiceError> {
      .failure(
        ServiceError(
          code, operation: call.operation, subject: call.subject, message: message + wish + ".",
          remedy: remedy, serviceCode: serviceCode, status: status, retryAfter: wait, settings: settings))
    }
    if let code = document?["code"]?.numberText.flatMap({ Double($0) }).flatMap({ Int(exactly: $0) }) {
      if code == 0 { return .success(document?["data"] ?? .null) }
      let words = words(of: document, key: key)
      let saw = "(code \(code), HTTP \(status)\(words.map { ": \"\($0)\"" } ?? ""))"
      if let row = ServiceCode.of(code: code) ?? ServiceCode.of(status: status) {
        return error(row.kind, "\(row.sentence) \(saw)", row.remedy, row.settings, serviceCode: code)
      }
      return error(
        .refused, "the service refused with a code that is not in its documentation \(saw)",
        "Ask the service's support what the code means.", serviceCode: code)
    }
    let body = describe(response, document)
    if (300..<400).contains(status) {
      return error(
        .refused, "the service sends the request to another address (HTTP \(status))",
        "Set the base URL to where the service is now.", [.baseURL])
    }
    if Self.gateStatuses.contains(status), document == nil, isPage(response) {
      return error(
        .badAnswer,
        "the answer is not the service's, but a web page of somebody before it (HTTP \(status), \(body))",
        "Check whether a proxy, a firewall or a login page stands before the service; try again later.",
        [.baseURL])
    }
    if status == 404, !Self.asksForARecord(call.operation) {
      return error(
        .notFound, "the service has no such endpoint (HTTP 404, \(body))",
        "Check the base URL and the prefix.", [.baseURL, .prefix])
    }
    if let row = ServiceCode.of(status: status) {
      let words = words(of: document, key: key).map { ": \"\($0)\"" } ?? ", \(body)"
      return error(row.kind, "\(row.sentence) (HTTP \(status)\(words))", row.remedy, row.settings)
    }
    if (200..<300).contains(status), case .object(let data)? = document?["data"] {
      return .success(.object(data))
    }
    return error(
      .badAnswer, "the answer is not the service's (HTTP \(status), \(body))",
      "Check the base URL and the prefix, and that no proxy or login page stands before the service.",
      [.baseURL, .prefix])
  }

  /// Statuses by which a gate keeps people out; the service says the same in an envelope.
  private static let gateStatuses: Set<Int> = [401, 402, 403]

  /// Whether it is about a record that the service may not have: a bare 404 is that record's then.
  private static func asksForARecord(_ operation: ServiceError.Operation) -> Bool {
    switch operation.known {
    case .status, .wait, .takeUp, .task: true
    case .configure, .upload, .create, .lookUp, .quota, .account, .notify: false
    }
  }

  /// The longest of what the service asks for: `Retry-After`, `data.retryAfter`, or `X-RateLimit-Reset` where the
  /// remainder is 0. Nil where it asks for nothing. A date counts by the service's own clock, where it shows it.
  static func retryAfter(_ response: Response, _ document: JSON?, now: UnixTime = .now) -> Duration? {
    let names = ["retryAfter", "retry_after"]
    let stated = names.compactMap { document?["data"]?[$0]?.numberText ?? document?[$0]?.numberText }.first
    let header = response.header("Retry-After")
    var seconds = [header, stated].compactMap { $0.flatMap { Double($0) } }
    if seconds.isEmpty, let header {
      let clock = response.serverDate ?? now.seconds
      // However far ahead, it is a wait.
      seconds += RetryPolicy.httpDate(header).map { [min(Double(max(0, $0 - clock)), 1e9 - 1)] } ?? []
    }
    if let reset = response.header("X-RateLimit-Reset").flatMap({ Int64($0) }),
      response.header("X-RateLimit-Remaining").map({ Int64($0) == 0 }) ?? (response.status == 429)
    {
      // Small values are seconds to go, large ones the moment itself: both are in use.
      seconds.append(Double(reset > 1_000_000_000 ? reset - now.seconds : reset))
    }
    return seconds.filter { $0.isFinite && $0 < 1e9 }.max().map { .milliseconds(Int64(max(0, $0) * 1000)) }
  }

  /// The service's own words, on one line, cut to a length, without the key in them.
  static func shown(_ text: String, key: Redacted?) -> String {
    var line = String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    line.unicodeScalars.removeAll { $0.properties.generalCategory == .control }
    // The key goes first: a cut through it would leave half of it.
    return String((key?.reveal { hidden($0, in: line) } ?? line).prefix(300))
  }

  /// A key that is as short as a syllable is hidden only where it stands as a word.
  private static func hidden(_ key: String, in line: String) -> String {
    guard !key.isEmpty else { return line }
    func isPartOfWord(_ character: Character?) -> Bool {
      character.map { $0.isLetter || $0.isNumber } ?? false
    }
    var out = ""
    var rest = line[...]
    while let found = rest.firstRange(of: key) {
      let isInWord =
        key.utf8.count < 6
        && (isPartOfWord(line[..<found.lowerBound].last) || isPartOfWord(line[found.upperBound...].first))
      out += rest[..<found.lowerBound] + (isInWord ? key : "<redacted>")
      rest = rest[found.upperBound...]
    }
    return out + rest
  }

  private static func words(of document: JSON?, key: Redacted?) -> String? {
    let texts = ["msg", "message", "error"].lazy.compactMap { name in
      document?[name]?.stringValue ?? document?[name]?["message"]?.stringValue
    }
    return texts.first { !$0.isEmpty }.map { shown($0, key: key) }
  }

  private static func isPage(_ response: Response) -> Bool {
    let head = String(decoding: response.body.prefix(1024), as: UTF8.self).lowercased()
    return head.contains("<html") || head.contains("<!doctype html")
  }

  private static func describe(_ response: Response, _ document: JSON?) -> String {
    if response.bodyWasCut { return "more than \(response.body.count) bytes" }
    if response.body.isEmpty { return "an empty body" }
    if let coding = response.contentCoding {
      return "\(response.body.count) bytes of the coding \(coding), which nobody asked for"
    }
    if document != nil { return "JSON without a code, \(response.body.count) bytes" }
    return "\(isPage(response) ? "a web page" : "no JSON"), \(response.body.count) bytes"
  }
}
