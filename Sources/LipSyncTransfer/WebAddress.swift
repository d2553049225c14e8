internal import CCurl
internal import Platform

/// An http or https URL, taken apart and put together again in one spelling by libcurl's own parser: what is checked here
/// is what will be contacted.
package struct WebAddress: Sendable, Hashable, CustomStringConvertible {
  /// The whole URL as it is requested: scheme and host in lower case, the host as an A-label, odd IPv4 spellings made
  /// plain, default port and fragment left out, spaces and non-ASCII bytes of path and query percent-encoded.
  package let text: String
  /// `http` or `https`.
  package let scheme: String
  /// The host in lower case, without brackets.
  package let host: String
  /// The port, the scheme's own if none is written.
  package let port: Int
  /// The path, percent-encoded, never empty.
  package let path: String
  /// What follows `?`, percent-encoded; nil if there is no `?`.
  package let query: String?
  /// What follows `#`, which is never sent.
  package let fragment: String?

  /// Reads an absolute URL.
  ///
  /// - Throws: `badURL` for anything but http and https, for user and password, and for text that cannot be parsed.
  package init(_ text: String) throws(TransferError) {
    try self.init(parsing: text, against: nil)
  }

  /// Reads a reference as a redirect's `Location` means it: absolute, or relative to this URL.
  package func resolving(_ reference: String) throws(TransferError) -> WebAddress {
    try WebAddress(parsing: reference, against: self)
  }

  /// The host, if it is written as an address.
  package var literal: IPAddress? { IPAddress(host) }

  /// Host and port, as in `127.0.0.1:8787`.
  package var authority: String { "\(host):\(port)" }

  /// Scheme, host and port: what headers with secrets in them are bound to.
  package var origin: String { "\(scheme)://\(host):\(port)" }

  /// The URL with what may be secret cut; see `shortened(_:)`.
  package var description: String { shortened(text) }

  private init(parsing text: String, against base: WebAddress?) throws(TransferError) {
    func bad(_ message: String) -> TransferError {
      TransferError(.badURL, subject: shortened(text), message: message)
    }

    guard !text.isEmpty else { throw bad("the URL is empty") }
    guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw bad("the URL contains control characters")
    }
    let first = try URLHandle.open()
    if let base { _ = first.set(base.text) }
    let code = first.set(percentEncoded(text))
    guard code == CURLUE_OK else { throw bad(Self.sentence(for: code)) }
    guard let scheme = first.get(CURLUPART_SCHEME)?.lowercased(), scheme == "http" || scheme == "https" else {
      throw bad("the scheme \(first.get(CURLUPART_SCHEME) ?? "?") is not http or https")
    }
    guard first.get(CURLUPART_USER) == nil, first.get(CURLUPART_PASSWORD) == nil else {
      throw bad("the URL contains a user name or password; leave them out")
    }
    let fragment = first.get(CURLUPART_FRAGMENT)
    first.dropFragment()
    guard let ascii = withUnicodeLocale({ first.get(CURLUPART_URL, punycode: true) }) else {
      throw bad("the host name cannot be written in ASCII (IDNA)")
    }
    // Digits in other scripts become ASCII digits only now: what looked like a name may be an address.
    let second = try URLHandle.open()
    guard second.set(ascii) == CURLUE_OK, var host = second.get(CURLUPART_HOST)?.lowercased(), !host.isEmpty,
      second.setHost(host) == CURLUE_OK,
      let port = second.get(CURLUPART_PORT, defaultPort: true).flatMap({ Int($0) }),
      let whole = second.get(CURLUPART_URL, leavingOutDefaultPort: true)
    else { throw bad("the host or port cannot be used") }
    if host.first == "[", host.last == "]" { host = String(host.dropFirst().dropLast()) }
    if let fault = Self.fault(inHost: host) { throw bad(fault) }
    guard port > 0 else { throw bad("the port is 0, which cannot be connected to") }
    self.text = whole
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = second.get(CURLUPART_PATH) ?? "/"
    self.query = second.get(CURLUPART_QUERY)
    self.fragment = fragment
  }

  /// What is wrong with a host that libcurl treats as a name (RFC 1035, section 2.3.4, and WHATWG's "ends in a number"); nil
  /// if it may be one.
  private static func fault(inHost host: String) -> String? {
    guard IPAddress(host) == nil else { return nil }
    var labels = host.split(separator: ".", omittingEmptySubsequences: false)
    // The root's own empty label.
    if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
    guard let last = labels.last, !labels.contains(where: \.isEmpty) else {
      return "the host \(host.prefix(80)) has two dots in a row, or begins with one"
    }
    let isNumber =
      last.allSatisfy(\.isNumber) || last.hasPrefix("0x") && last.dropFirst(2).allSatisfy(\.isHexDigit)
    if isNumber, IPAddress(labels.joined(separator: ".")) == nil {
      return "the host \(host.prefix(80)) ends in a number like an IP address, but is not one"
    }
    guard host.utf8.count <= 254, labels.allSatisfy({ $0.utf8.count <= 63 }) else {
      return "the host \(host.prefix(80))… is longer than names may be (253 characters, 63 between dots)"
    }
    return nil
  }

  private static func sentence(for code: CURLUcode) -> String {
    switch code {
    case CURLUE_BAD_SCHEME: "the URL has no scheme; write https:// in front"
    case CURLUE_BAD_SLASHES: "the // after the scheme is missing; write https:// and the host"
    case CURLUE_BAD_PORT_NUMBER: "the port is not a number from 0 to 65535"
    default: "not a URL: \(String(cString: curl_url_strerror(code)).lowercased())"
    }
  }
}

/// Owns a `CURLU`.
private struct URLHandle: ~Copyable {
  private let raw: OpaquePointer

  init(adopting raw: OpaquePointer) { self.raw = raw }

  static func open() throws(TransferError) -> URLHandle {
    guard let raw = curl_url() else {
      throw TransferError(.fault, subject: "curl_url", message: "out of memory")
    }
    return URLHandle(adopting: raw)
  }

  deinit { curl_url_cleanup(raw) }

  borrowing func set(_ url: String) -> CURLUcode {
    curl_url_set(raw, CURLUPART_URL, url, UInt32(CURLU_NON_SUPPORT_SCHEME))
  }

  borrowing func setHost(_ host: String) -> CURLUcode { curl_url_set(raw, CURLUPART_HOST, host, 0) }

  borrowing func dropFragment() { _ = curl_url_set(raw, CURLUPART_FRAGMENT, nil, 0) }

  borrowing func get(
    _ part: CURLUPart, punycode: Bool = false, defaultPort: Bool = false, leavingOutDefaultPort: Bool = false
  ) -> String? {
    var flags: UInt32 = 0
    if punycode { flags |= UInt32(CURLU_PUNYCODE) }
    if defaultPort { flags |= UInt32(CURLU_DEFAULT_PORT) }
    if leavingOutDefaultPort { flags |= UInt32(CURLU_NO_DEFAULT_PORT) }
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(raw, part, &text, flags) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}

/// Encodes what must not stand in a URL's path and query as it is; the host is left alone.
private func percentEncoded(_ text: String) -> String {
  let bytes = Array(text.utf8)
  var start = 0
  if let length = schemeLength(bytes) {
    start = length + 3
    while start < bytes.count, !"/?#".utf8.contains(bytes[start]) { start += 1 }
  }
  var encoded = Array(bytes[..<start])
  for index in start..<bytes.count {
    let byte = bytes[index]
    let isEscape =
      byte == UInt8(ascii: "%") && index + 2 < bytes.count && isHex(bytes[index + 1])
      && isHex(bytes[index + 2])
    if byte <= 0x20 || byte >= 0x7F || "\"<>`{}|\\^".utf8.contains(byte)
      || byte == UInt8(ascii: "%") && !isEscape
    {
      encoded.append(UInt8(ascii: "%"))
      encoded.append(contentsOf: hexDigits(of: byte))
    } else {
      encoded.append(byte)
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}

/// The length of the scheme before `://` (RFC 3986, section 3.1); nil for a relative reference, whose query may well hold
/// a whole URL.
private func schemeLength(_ bytes: [UInt8]) -> Int? {
  guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8),
    let first = bytes.first, isLetter(first)
  else { return nil }
  let isScheme = bytes[..<colon].allSatisfy {
    isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || "+-.".utf8.contains($0)
  }
  return isScheme ? colon : nil
}

private func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

private func isHex(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
    UInt8(ascii: "A")...UInt8(ascii: "F"):
    true
  default: false
  }
}

private func hexDigits(of byte: UInt8) -> [UInt8] {
  let digits = Array("0123456789ABCDEF".utf8)
  return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
}

/// Runs with this thread's text taken as UTF-8, which libidn2 asks the locale for; no other thread sees a change.
private func withUnicodeLocale<R>(_ body: () -> R) -> R {
  guard let locale = UnicodeLocale.shared.raw else { return body() }
  let before = uselocale(locale)
  defer { uselocale(before) }
  return body()
}

/// A locale object that lives as long as the process.
private struct UnicodeLocale: @unchecked Sendable {
  // sound because a locale object is never changed after newlocale
  let raw: locale_t?

  static let shared = UnicodeLocale(
    raw: newlocale(LC_CTYPE_MASK, "C.UTF-8", nil) ?? newlocale(LC_CTYPE_MASK, "en_US.UTF-8", nil))
}
