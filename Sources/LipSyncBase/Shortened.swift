/// A URL fit for messages, logs and reports: signatures, keys and long queries cut out of it.
///
/// A query stays only if it is short and no parameter looks like a secret; else it becomes `?…`. User and password, a
/// fragment, the bytes of a `data:` URI, and path segments that look like tokens become `…`. A pure function of the text
/// that never fails.
package func shortened(_ url: String) -> String {
  if let text = shortenedData(url) { return text }
  var head = Substring(withoutUser(url))
  var fragment = ""
  if let hash = head.firstIndex(of: "#") {
    fragment = head.index(after: hash) == head.endIndex ? "" : "#…"
    head = head[..<hash]
  }
  var query = ""
  if let mark = head.firstIndex(of: "?") {
    let text = head[head.index(after: mark)...]
    query = text.isEmpty ? "" : mayShow(query: text) ? "?\(text)" : "?…"
    head = head[..<mark]
  }
  var parts = head.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
  let isAbsolute = parts.count > 2 && parts[0].last == ":" && parts[1].isEmpty
  if isAbsolute, let at = parts[2].lastIndex(of: "@") { parts[2] = "…" + parts[2][at...] }
  let first = isAbsolute ? 3 : 0
  for index in parts.indices.dropFirst(first) {
    if SecretSegment.isOne(parts[index], after: index > first ? parts[index - 1] : "") {
      parts[index] = "…"
    } else if isAbsolute, let at = parts[index].lastIndex(of: "@"), parts[index][..<at].contains(":") {
      // The user and password of a second URL in the first one's path.
      parts[index] = "…" + parts[index][at...]
    }
  }
  var text = parts.joined(separator: "/")
  if text.count > 160 { text = "\(text.prefix(100))…\(text.suffix(50))" }
  return text + query + fragment
}

/// `data:video/mp4;base64,…`: such a URI is the file itself; nil for all others.
private func shortenedData(_ url: String) -> String? {
  guard url.prefix(5).lowercased() == "data:", let comma = url.firstIndex(of: ",") else { return nil }
  return url[..<comma].prefix(60) + ",…"
}

/// The URL with user and password cut, even if it is written oddly: with one slash, none, or backslashes after the
/// scheme, or with `/`, `?` or `#` in the password.
private func withoutUser(_ url: String) -> String {
  guard let colon = url.firstIndex(of: ":") else { return url }
  let behind = url[url.index(after: colon)...]
  let isWeb = ["http", "https"].contains(url[..<colon].lowercased())
  guard isWeb || behind.hasPrefix("//") else { return url }
  let rest = behind.drop { "/\\".contains($0) }
  let authority = rest.prefix { !"/\\?#".contains($0) }
  let port = authority.lastIndex(of: ":").map { authority[authority.index(after: $0)...] } ?? ""
  let isHost = authority.hasPrefix("[") || port.allSatisfy(\.isNumber)
  guard let at = authority.lastIndex(of: "@") ?? (isHost ? nil : rest.lastIndex(of: "@")) else { return url }
  return url[..<rest.startIndex] + "…" + url[at...]
}

private func mayShow(query: Substring) -> Bool {
  guard query.utf8.count <= 48 else { return false }
  return query.split(separator: "&").allSatisfy { pair in
    let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = halves[0].lowercased()
    // A name that is encoded may be any name.
    guard !name.contains("%") else { return false }
    guard halves.count == 2 else { return name.utf8.count <= 12 }
    let isSecret = secretNames.contains(name) || secretWords.contains { name.contains($0) }
    return !isSecret && halves[1].utf8.count <= 16 && !halves[1].contains("=")
  }
}

/// Parts of parameter names whose values are credentials.
private let secretWords = [
  "sig", "token", "key", "auth", "pass", "pwd", "secret", "cred", "policy", "code", "jwt", "hmac", "hash",
  "session",
  "ticket", "verify", "hm", "access",
]

/// Whole names of such parameters, too short to be looked for in others.
private let secretNames: Set = ["p", "k", "pw", "pin", "sid", "st"]

/// Path segments that grant access to a file.
private enum SecretSegment {
  static func isOne(_ segment: String, after previous: String) -> Bool {
    rows.contains { $0(segment, previous) }
  }

  private static let rows: [@Sendable (String, String) -> Bool] = [
    // JSON web tokens.
    { segment, _ in segment.hasPrefix("eyJ") && segment.utf8.count > 20 },
    // Telegram's bots: `bot123456:ABC…`.
    { segment, _ in segment.hasPrefix("bot") && segment.contains(":") && segment.utf8.count > 20 },
    // Oracle's pre-authenticated requests `/p/TOKEN/`, and MinIO's share links.
    { segment, previous in previous == "p" && segment.utf8.count >= 40 },
    { segment, previous in previous == "download-shared-object" && !segment.isEmpty },
    // OneDrive's download links.
    { segment, _ in segment.hasPrefix("y4m") && segment.utf8.count > 20 },
    // Tokens of any host, such as those of Airtable and of Box.
    { segment, _ in looksRandom(segment) },
    // Signed parameters in a path (`bcdn_token=…`).
    { segment, _ in segment.contains("=") && !mayShow(query: Substring(segment)) },
  ]

  /// Whether it is long and mixes small letters, capitals and digits as no words do; hexadecimal hashes
  /// name a file and grant nothing.
  private static func looksRandom(_ segment: String) -> Bool {
    let count = segment.utf8.count
    guard count >= 40 else { return false }
    let kinds = segment.utf8.map(kind)
    guard !kinds.contains(.other), Set(kinds).isSuperset(of: [.small, .large, .digit]) else { return false }
    let changes = zip(kinds, kinds.dropFirst()).filter { $0 != $1 && $0 != .sign && $1 != .sign }.count
    return changes * 3 >= count
  }

  private enum Kind { case small, large, digit, sign, other }

  private static func kind(_ byte: UInt8) -> Kind {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): .small
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): .large
    case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
    default: "-_~+%=!".utf8.contains(byte) ? .sign : .other
    }
  }
}
