/// An http(s) URL taken apart, nothing decoded: enough to judge and to rewrite it.
///
/// What is reached is decided at the socket; this is for hints and for messages.
struct URLParts: Sendable, Equatable {
  /// `http` or `https`.
  var scheme: String
  /// What stands before the `@`.
  var user: String?
  /// The host in lower case, brackets of an IPv6 address kept.
  var host: String
  /// The port, where one is written.
  var port: Int?
  /// The path, with its leading slash; `/` where none is written.
  var path: String
  /// What stands behind the `?`.
  var query: String?
  /// What stands behind the `#`.
  var fragment: String?

  /// Why a text is no URL that a fetcher could use.
  enum Fault: Error, Equatable {
    case scheme
    case host
    case port(String)
    case user
    case character(String)
    case percent(String)
  }

  /// Takes a URL apart, or says why it is none.
  init(_ url: String) throws(Fault) {
    if let bad = url.unicodeScalars.first(where: { $0.value <= 0x20 || $0.value == 0x7f }) {
      throw .character(bad == " " ? "a space" : "a control character")
    }
    guard let mark = url.firstRange(of: "://"), ["http", "https"].contains(url[..<mark.lowerBound].lowercased())
    else { throw .scheme }
    scheme = url[..<mark.lowerBound].lowercased()
    let (beforeFragment, fragment) = ShownURL.split(String(url[mark.upperBound...]), at: "#")
    let (beforeQuery, query) = ShownURL.split(beforeFragment, at: "?")
    self.fragment = fragment
    self.query = query
    let authority = beforeQuery.prefix { $0 != "/" }
    path = String(beforeQuery[authority.endIndex...])
    if path.isEmpty { path = "/" }
    var hostAndPort = authority
    if let at = authority.lastIndex(of: "@") {
      user = String(authority[..<at])
      hostAndPort = authority[authority.index(after: at)...]
    } else {
      user = nil
    }
    let bracket = hostAndPort.lastIndex(of: "]") ?? hostAndPort.startIndex
    if let colon = hostAndPort[bracket...].lastIndex(of: ":") {
      let digits = hostAndPort[hostAndPort.index(after: colon)...]
      if !digits.isEmpty {
        guard let number = Int(digits), (1...65535).contains(number) else { throw .port(String(digits)) }
        port = number
      }
      hostAndPort = hostAndPort[..<colon]
    }
    host = hostAndPort.lowercased()
    guard !host.isEmpty, !host.contains(where: { "<>\"\\^`{|}".contains($0) }) else { throw .host }
    if user != nil { throw .user }
    if let bad = Self.badPercent(path + (query ?? "")) { throw .percent(bad) }
  }

  /// The URL put together again.
  var text: String {
    let port = port.map { ":\($0)" } ?? ""
    return scheme + "://" + host + port + path + (query.map { "?" + $0 } ?? "") + (fragment.map { "#" + $0 } ?? "")
  }

  /// The path's parts between slashes, empty ones left out.
  var segments: [String] { path.split(separator: "/").map(String.init) }

  /// The fields of the query in order, names and values percent-decoded.
  var fields: [(name: String, value: String)] {
    (query ?? "").split(separator: "&").map { field in
      let (name, value) = ShownURL.split(String(field), at: "=")
      return (Self.decoded(name), Self.decoded(value ?? ""))
    }
  }

  /// The first value of a field, by name in any case.
  func field(_ name: String) -> String? {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The URL with a field of the query replaced where it stands, or added at the end; the others stay as written.
  func setting(_ name: String, to value: String) -> URLParts {
    var parts = query?.split(separator: "&", omittingEmptySubsequences: true).map(String.init) ?? []
    let index = parts.firstIndex { ShownURL.split($0, at: "=").0.lowercased() == name.lowercased() }
    if let index { parts[index] = "\(name)=\(value)" } else { parts.append("\(name)=\(value)") }
    var copy = self
    copy.query = parts.joined(separator: "&")
    return copy
  }

  /// The URL with another host, path and query, and no fragment.
  func moved(host: String? = nil, path: String, query: String? = nil) -> URLParts {
    var copy = self
    copy.host = host ?? self.host
    copy.path = path
    copy.query = query
    copy.fragment = nil
    return copy
  }

  /// Percent-escapes read as UTF-8; malformed ones stay as they are.
  static func decoded(_ text: String) -> String {
    var out: [UInt8] = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let value = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
      {
        out.append(value)
        index += 3
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func badPercent(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "%") {
      let digits = bytes[(index + 1)...].prefix(2)
      let isEscape = digits.count == 2 && digits.allSatisfy { (Character(UnicodeScalar($0))).isHexDigit }
      if !isEscape { return String(decoding: bytes[index...].prefix(3), as: UTF8.self) }
    }
    return nil
  }
}
