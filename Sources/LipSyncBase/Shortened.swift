/// A URL fit for messages, logs and reports: signatures, keys and long queries cut out of it.
///
/// A query stays only where it is short and no parameter looks like a secret; else it becomes `?…`. User and password, a
/// fragment, and path segments that look like tokens become `…`. A pure function of the text that never fails.
package func shortened(_ url: String) -> String {
  var head = Substring(url)
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
  for index in parts.indices.dropFirst(isAbsolute ? 3 : 0) where looksSecret(segment: parts[index]) {
    parts[index] = "…"
  }
  var text = parts.joined(separator: "/")
  if text.count > 160 { text = "\(text.prefix(100))…\(text.suffix(50))" }
  return text + query + fragment
}

private func mayShow(query: Substring) -> Bool {
  guard query.utf8.count <= 48 else { return false }
  return query.split(separator: "&").allSatisfy { pair in
    let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = halves[0].lowercased()
    guard halves.count == 2 else { return name.utf8.count <= 12 }
    return !secretWords.contains { name.contains($0) } && halves[1].utf8.count <= 16
  }
}

/// Parts of parameter names whose values open doors.
private let secretWords = [
  "sig", "token", "key", "auth", "pass", "pwd", "secret", "cred", "policy", "code", "jwt", "hmac", "hash",
  "session",
  "ticket", "verify", "hm",
]

private func looksSecret(segment: String) -> Bool {
  // JSON web tokens, bot tokens (`bot123456:ABC…`), and path forms of signed parameters (`bcdn_token=…`).
  if segment.hasPrefix("eyJ"), segment.utf8.count > 20 { return true }
  if segment.hasPrefix("bot"), segment.contains(":"), segment.utf8.count > 20 { return true }
  return segment.contains("=") && !mayShow(query: Substring(segment))
}
