/// What people paste in a link's place: a link with something around it, or spelled for another language; by table.
struct PastedLink: Equatable {
  /// What is wrong, as a sentence without its end.
  let fault: String
  /// The link that is meant, where that is certain.
  var corrected: String?
  /// What to do where no link can be made of it.
  var remedy: String?
  /// Whether a host may still understand it as it is.
  var mayWork = false

  /// What is wrong with a pasted text; nil for links as they should be, and for paths.
  static func read(_ text: String) -> PastedLink? {
    guard var found = rows.lazy.compactMap({ $0(text) }).first else { return nil }
    // One thing may stand around another, such as quotes behind an invisible sign.
    if let link = found.corrected, link.utf8.count < text.utf8.count, let inner = read(link) {
      found.corrected = inner.corrected
      found.remedy = found.remedy ?? inner.remedy
    }
    return found
  }

  /// The rule that fires.
  func finding(_ text: String, about subject: Subject) -> Finding {
    let shown = corrected.map(shortened)
    let isWhole = shown == corrected
    return Finding(
      .linkBadURL, about: subject, "\(fault).",
      remedy: remedy
        ?? (isWhole
          ? "Use \(shown ?? "the link alone")." : "Use the link alone, without that: \(shown ?? "")."),
      severity: mayWork ? .warning : .error,
      evidence: [
        ("url", .string(shortened(Invisible.named(text)))), ("corrected_url", .optional(shown)),
      ])
  }

  private static let rows: [@Sendable (String) -> PastedLink?] = [
    scheme, invisible, markdown, wrapped, closed, json, html, encodedWhole, encodedTwice, two,
  ]

  private static func isLink(_ text: some StringProtocol) -> Bool {
    ["http:", "https:", "http%3a", "https%3a"].contains { text.lowercased().hasPrefix($0) }
  }

  // MARK: what is no link

  private static let byPath = "Download the file, and name it by its path: it will be uploaded."

  private static let schemes: [(start: String, holds: String, fault: String)] = [
    ("data:", ",", "It is the file's own bytes (data:), not a link to them"),
    ("blob:", ":", "It is an address inside a browser's tab (blob:), which nobody else can reach"),
    ("magnet:", "?", "It is a magnet link, which names a file and not where it lies"),
  ]

  private static func scheme(_ text: String) -> PastedLink? {
    let head = text.prefix(8).lowercased()
    return schemes.first { head.hasPrefix($0.start) && text.dropFirst($0.start.count).contains($0.holds) }
      .map { PastedLink(fault: $0.fault, remedy: byPath) }
  }

  // MARK: what stands around a link

  private static func invisible(_ text: String) -> PastedLink? {
    let trimmed = Invisible.trimmed(text)
    guard trimmed != text, isLink(trimmed) || read(trimmed) != nil else { return nil }
    let isInFront = text.unicodeScalars.first.map(Invisible.isOne) == true
    let sign = isInFront ? text.unicodeScalars.first : text.unicodeScalars.last
    return PastedLink(
      fault:
        "An invisible sign (\(sign.map(Invisible.name) ?? "")) stands \(isInFront ? "before" : "behind") the link",
      corrected: trimmed)
  }

  private static func markdown(_ text: String) -> PastedLink? {
    guard text.hasPrefix("[") || text.hasPrefix("!["), let bridge = text.firstRange(of: "](") else {
      return nil
    }
    let target = text[bridge.upperBound...].prefix { $0 != " " && $0 != "\"" }
    let link = target.hasSuffix(")") ? target.dropLast() : target
    return isLink(link)
      ? PastedLink(fault: "The link is written as in Markdown", corrected: String(link)) : nil
  }

  private static let pairs: [(open: String, close: String, name: String)] = [
    ("<", ">", "angle brackets"), ("\"", "\"", "quotes"), ("'", "'", "quotes"),
    ("\u{201C}", "\u{201D}", "quotes"), ("\u{2018}", "\u{2019}", "quotes"),
    ("\u{201E}", "\u{201C}", "quotes"),
    ("\u{201D}", "\u{201D}", "quotes"), ("\u{AB}", "\u{BB}", "quotes"), ("\u{300C}", "\u{300D}", "quotes"),
    ("`", "`", "backquotes"), ("(", ")", "brackets"), ("[", "]", "brackets"),
    ("\u{FF1C}", "\u{FF1E}", "brackets"),
  ]

  private static func wrapped(_ text: String) -> PastedLink? {
    for pair in pairs where text.hasPrefix(pair.open) {
      var inner = text.dropFirst(pair.open.count)
      if inner.hasSuffix(pair.close) { inner = inner.dropLast(pair.close.count) }
      // Chats put a link into brackets that was in quotes already.
      let link = isLink(inner) ? String(inner) : wrapped(String(inner))?.corrected
      guard let link else { continue }
      return PastedLink(fault: "The link stands in \(pair.name)", corrected: link)
    }
    return nil
  }

  /// The same where the first half was lost; a round bracket or an apostrophe may be the link's own.
  private static func closed(_ text: String) -> PastedLink? {
    guard isLink(text), let last = text.last, "<>\"`\u{201C}\u{201D}\u{2019}\u{BB}".contains(last) else {
      return nil
    }
    return PastedLink(
      fault: "The link ends in a quote or a bracket (\(last)) that is no part of it",
      corrected: String(text.dropLast()))
  }

  // MARK: how a link is spelled

  private static func json(_ text: String) -> PastedLink? {
    guard isLink(text), text.contains("\\u0026") || text.contains(":\\/\\/") else { return nil }
    let plain = text.replacing("\\/", with: "/").replacing("\\u0026", with: "&").replacing(
      "\\u003d", with: "=")
    return PastedLink(
      fault: "The link is copied out of JSON, with its escapes (\\u0026, \\/)", corrected: plain)
  }

  private static func html(_ text: String) -> PastedLink? {
    guard isLink(text), text.contains("&amp;") || text.contains("&#38;") else { return nil }
    let plain = text.replacing("&amp;", with: "&").replacing("&#38;", with: "&")
    return PastedLink(
      fault: "The link is copied out of HTML, where & is written &amp;", corrected: plain,
      mayWork: SignedURL.read(plain) == nil)
  }

  private static func encodedWhole(_ text: String) -> PastedLink? {
    guard isLink(text), ["http%3a%2f%2f", "https%3a%2f%2f"].contains(where: text.lowercased().hasPrefix)
    else {
      return nil
    }
    return PastedLink(fault: "The link is percent-encoded as a whole", corrected: URLParts.decoded(text))
  }

  /// Fields of signatures, whose values are never encoded twice; that of a file name may well be.
  private static let plainFields: Set<String> = [
    "x-amz-credential", "x-amz-signature", "x-amz-security-token", "x-goog-credential", "x-goog-signature",
    "x-oss-credential", "sig", "signature", "se", "st",
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
    let rest = text.split(whereSeparator: \.isWhitespace).dropFirst()
    guard rest.contains(where: { ["http://", "https://"].contains(where: $0.lowercased().hasPrefix) }) else {
      return nil
    }
    return PastedLink(fault: "Two links stand in one place", remedy: "Name one link alone.")
  }
}
