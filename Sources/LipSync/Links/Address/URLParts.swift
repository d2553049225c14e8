internal import LipSyncTransfer

/// An http(s) URL taken apart, nothing decoded: enough to judge and to rewrite it.
///
/// Whether it can be used at all is for `WebAddress` to say, and who is reached is decided at the socket.
struct URLParts: Sendable, Equatable {
  /// `http` or `https`.
  var scheme: String
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

  /// Takes a URL apart; nil where scheme or host are missing.
  init?(_ url: String) {
    guard let mark = url.firstRange(of: "://"),
      ["http", "https"].contains(url[..<mark.lowerBound].lowercased())
    else { return nil }
    scheme = url[..<mark.lowerBound].lowercased()
    let (beforeFragment, fragment) = Self.split(String(url[mark.upperBound...]), at: "#")
    let (beforeQuery, query) = Self.split(beforeFragment, at: "?")
    self.fragment = fragment
    self.query = query
    let authority = beforeQuery.prefix { $0 != "/" }
    path = String(beforeQuery[authority.endIndex...])
    if path.isEmpty { path = "/" }
    var hostAndPort = authority
    if let at = authority.lastIndex(of: "@") { hostAndPort = authority[authority.index(after: at)...] }
    let bracket = hostAndPort.lastIndex(of: "]") ?? hostAndPort.startIndex
    if let colon = hostAndPort[bracket...].lastIndex(of: ":") {
      port = Int(hostAndPort[hostAndPort.index(after: colon)...])
      hostAndPort = hostAndPort[..<colon]
    }
    host = hostAndPort.lowercased()
    guard !host.isEmpty else { return nil }
  }

  /// The URL put together again.
  var text: String {
    let port = port.map { ":\($0)" } ?? ""
    return scheme + "://" + host + port + path + (query.map { "?" + $0 } ?? "")
      + (fragment.map { "#" + $0 } ?? "")
  }

  /// The path's parts between slashes, empty ones left out.
  var segments: [String] { path.split(separator: "/").map(String.init) }

  /// The fields of the query in order, names and values percent-decoded.
  var fields: [(name: String, value: String)] {
    (query ?? "").split(separator: "&").map { field in
      let (name, value) = Self.split(String(field), at: "=")
      return (Self.decoded(name), Self.decoded(value ?? ""))
    }
  }

  /// The first value of a field, by name in any case.
  func field(_ name: String) -> String? {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The same as it is written, percent-escapes kept.
  func rawField(_ name: String) -> String? {
    (query ?? "").split(separator: "&").map { Self.split(String($0), at: "=") }
      .first { Self.decoded($0.0).lowercased() == name.lowercased() }?.1
  }

  /// The URL with a field of the query replaced where it stands, or added at the end; the others stay as written.
  func setting(_ name: String, to value: String) -> URLParts {
    var parts = query?.split(separator: "&", omittingEmptySubsequences: true).map(String.init) ?? []
    let index = parts.firstIndex { Self.split($0, at: "=").0.lowercased() == name.lowercased() }
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
  static func decoded(_ text: String) -> String { percentDecoded(text) }

  /// A text before and behind the first separator.
  static func split(_ text: String, at separator: Character) -> (String, String?) {
    guard let index = text.firstIndex(of: separator) else { return (text, nil) }
    return (String(text[..<index]), String(text[text.index(after: index)...]))
  }
}
