/// How a pasted link is spelled.
extension PastedLink {
  static let spelling: [@Sendable (String) -> PastedLink?] = [
    json, shell, html, encodedWhole, encodedTwice, two, scheme(misspelled:), wide, shown, hash,
  ]

  private static let escapes = [
    ("\\/", "/"), ("\\u0026", "&"), ("\\u003d", "="), ("\\u003D", "="), ("\\u002F", "/"), ("\\u002f", "/"),
    ("\\x26", "&"), ("\\x3d", "="),
  ]

  private static func json(_ text: String) -> PastedLink? {
    guard isLink(text), ["\\u0026", ":\\/\\/", "\\x26", ":\\u002F"].contains(where: text.contains) else {
      return nil
    }
    return PastedLink(
      fault: "The link is copied out of JSON, with its escapes (\\u0026, \\/)",
      corrected: escapes.reduce(text) { $0.replacing($1.0, with: $1.1) })
  }

  /// What shells write in front of their own signs, and what a line that goes on ends in.
  private static func shell(_ text: String) -> PastedLink? {
    guard isLink(text), text.contains("\\") else { return nil }
    let signs = ["?", "&", "=", "%", "#", "~", "!", "(", ")", " "]
    var plain = signs.reduce(text) { $0.replacing("\\" + $1, with: $1) }
    if plain.hasSuffix("\\") { plain.removeLast() }
    return plain == text
      ? nil : PastedLink(fault: "The link has a shell's escapes in it (\\?, \\&)", corrected: plain)
  }

  private static let entities = ["&amp;", "&#38;", "&#038;", "&#x26;"]

  private static func html(_ text: String) -> PastedLink? {
    guard isLink(text), entities.contains(where: text.contains) else { return nil }
    let plain = entities.reduce(text) { $0.replacing($1, with: "&") }
    return PastedLink(
      fault: "The link is copied out of HTML, where & is written &amp;", corrected: plain,
      mayWork: SignedURL.read(plain) == nil)
  }

  private static func encodedWhole(_ text: String) -> PastedLink? {
    guard ["http%3a%2f%2f", "https%3a%2f%2f"].contains(where: text.lowercased().hasPrefix) else { return nil }
    return PastedLink(fault: "The link is percent-encoded as a whole", corrected: URLParts.decoded(text))
  }

  /// Fields of signatures, whose values are never encoded twice; that of a file name may well be.
  private static let plainFields: Set<String> = [
    "x-amz-credential", "x-amz-signature", "x-amz-security-token", "x-goog-credential", "x-goog-signature",
    "x-oss-credential", "x-tos-credential", "q-sign-time", "q-key-time", "sig", "signature", "se", "st",
  ]

  private static func encodedTwice(_ text: String) -> PastedLink? {
    guard let parts = URLParts(text), let query = parts.query,
      parts.fields.contains(where: { plainFields.contains($0.name.lowercased()) && Escape.isIn($0.value) })
    else { return nil }
    var once = parts
    once.query = Escape.undone(query)
    return PastedLink(
      fault: "The link's signature is percent-encoded twice (%25…)", corrected: once.text, mayWork: true)
  }

  private static func two(_ text: String) -> PastedLink? {
    guard isLink(text) else { return nil }
    let rest = text.split { $0.isWhitespace || $0 == "," || $0 == ";" || $0 == "|" }.dropFirst()
    guard rest.contains(where: { ["http://", "https://"].contains(where: $0.lowercased().hasPrefix) }) else {
      return nil
    }
    return PastedLink(fault: "Two links stand in one place", remedy: "Name one link alone.")
  }

  /// Beginnings that are meant to be another one.
  private static let beginnings: [(wrong: String, right: String, says: String)] = [
    ("https://https://", "https://", "begins twice (https://https://)"),
    ("http://https://", "https://", "begins twice (http://https://)"),
    ("https://http://", "http://", "begins twice (https://http://)"),
    ("http://http://", "http://", "begins twice (http://http://)"),
    ("hxxps://", "https://", "is written so that nobody can click on it (hxxps)"),
    ("hxxp://", "http://", "is written so that nobody can click on it (hxxp)"),
    ("ttps://", "https://", "has lost its first letter"), ("ttp://", "http://", "has lost its first letter"),
    ("htps://", "https://", "is misspelled (htps)"), ("htpps://", "https://", "is misspelled (htpps)"),
    ("htttps://", "https://", "is misspelled (htttps)"), ("hhttps://", "https://", "is misspelled (hhttps)"),
    ("httpss://", "https://", "is misspelled (httpss)"), ("https;//", "https://", "is misspelled (https;//)"),
    ("http;//", "http://", "is misspelled (http;//)"), ("https//", "https://", "lacks its colon (https//)"),
    ("http//", "http://", "lacks its colon (http//)"),
  ]

  private static func scheme(misspelled text: String) -> PastedLink? {
    let head = text.prefix(16).lowercased()
    guard let row = beginnings.first(where: { head.hasPrefix($0.wrong) }) else { return nil }
    let rest = text.dropFirst(row.wrong.count)
    // `https//` may be a folder; a host has a dot.
    guard rest.prefix(while: { $0 != "/" }).contains(".") else { return nil }
    let link = (row.right + rest).replacing("[.]", with: ".").replacing("(.)", with: ".")
    return PastedLink(fault: "The link \(row.says)", corrected: link)
  }

  private static let wideSigns = [
    ("\u{FF1A}", ":"), ("\u{FF0F}", "/"), ("\u{FF0E}", "."), ("\u{FF1F}", "?"), ("\u{FF1D}", "="),
    ("\u{FF06}", "&"),
    ("\u{3002}", "."),
  ]

  /// Signs of Chinese and Japanese keyboards in place of the link's own.
  private static func wide(_ text: String) -> PastedLink? {
    guard ["http\u{FF1A}", "https\u{FF1A}"].contains(where: text.lowercased().hasPrefix) else { return nil }
    return PastedLink(
      fault: "The link is written with wide signs (\u{FF1A} for a colon)",
      corrected: wideSigns.reduce(text) { $0.replacing($1.0, with: $1.1) })
  }

  /// What programs cut for display, this one among them.
  private static func shown(_ text: String) -> PastedLink? {
    guard isLink(text), text.contains("\u{2026}") || text.hasSuffix("...") else { return nil }
    let path = text.prefix { $0 != "?" }
    return PastedLink(
      fault: "The link was shortened for display (\u{2026}), so part of it is missing",
      remedy: "Copy the link itself: right click on it, Copy link address.",
      // It may be part of a name.
      mayWork: !text.hasSuffix("\u{2026}") && path.contains("\u{2026}")
        && URLParts(text)?.host.contains("\u{2026}") == false)
  }

  private static let endings = [
    ".mp4", ".mov", ".webm", ".mkv", ".m4v", ".wav", ".mp3", ".m4a", ".aac", ".flac", ".ogg", ".avi",
  ]

  private static func hash(_ text: String) -> PastedLink? {
    guard isLink(text), let fragment = URLParts(text)?.fragment?.lowercased(), !fragment.contains("="),
      endings.contains(where: { fragment.hasSuffix($0) || fragment.contains($0 + "?") })
    else { return nil }
    let plain = text.replacing("#", with: "%23").replacing(" ", with: "%20")
    return PastedLink(
      fault:
        "The URL holds a # in the file's name, and what follows a # is never sent; fetchers differ in what they make of that",
      corrected: plain, remedy: "Write it as \(shortened(plain)).", mayWork: true)
  }
}
