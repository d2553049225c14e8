/// How a pasted link is spelled: in another language's escapes, or with signs that only look like its own.
extension PastedLink {
  static let spelling: [@Sendable (String) -> PastedLink?] = [
    json, shell, html, wronglyDecoded, quotedPrintable, encodedWhole, encodedQuery, encodedTwice, two,
    LinkHead.read,
    within, shown, spaced, hash,
  ]

  private static let escapes = [
    ("\\\\u0026", "&"), ("\\/", "/"), ("\\u0026", "&"), ("\\u003d", "="), ("\\u003D", "="), ("\\u002F", "/"),
    ("\\u002f", "/"), ("\\u003f", "?"), ("\\u003F", "?"), ("\\x26", "&"), ("\\x3d", "="),
  ]

  private static func json(_ text: String) -> PastedLink? {
    guard isLink(text), ["\\u0026", ":\\/\\/", "\\x26", ":\\u002F", "\\u003d"].contains(where: text.contains)
    else {
      return nil
    }
    return PastedLink(
      fault: "The link is copied out of JSON, with its escapes (\\u0026, \\/)",
      corrected: escapes.reduce(text) { $0.replacing($1.0, with: $1.1) })
  }

  /// What shells write in front of their own signs (`^` in Windows' one), and what a line that goes on ends in.
  private static func shell(_ text: String) -> PastedLink? {
    guard isLink(text), text.contains("\\") || text.contains("^&") else { return nil }
    let signs = ["?", "&", "=", "%", "#", "~", "!", "(", ")", " "]
    var plain = signs.reduce(text) { $0.replacing("\\" + $1, with: $1) }.replacing("^&", with: "&")
    if plain.hasSuffix("\\") { plain.removeLast() }
    return plain == text
      ? nil : PastedLink(fault: "The link has a shell's escapes in it (\\?, \\&)", corrected: plain)
  }

  private static let entities = [
    ("&amp;", "&"), ("&#38;", "&"), ("&#038;", "&"), ("&#x26;", "&"), ("&#61;", "="), ("&#x3D;", "="),
    ("&#x3d;", "="), ("&equals;", "="), ("&#63;", "?"), ("&#x3F;", "?"), ("&quest;", "?"), ("&#47;", "/"),
    ("&#x2F;", "/"), ("&sol;", "/"), ("&#37;", "%"), ("&#x25;", "%"), ("&percnt;", "%"), ("&#43;", "+"),
    ("&#x2B;", "+"), ("&plus;", "+"), ("&#95;", "_"), ("&lowbar;", "_"),
  ]

  private static func html(_ text: String) -> PastedLink? {
    guard isLink(text), entities.contains(where: { text.contains($0.0) }) else { return nil }
    var (plain, before) = (text, "")
    // What went through two pages is written so twice: `&amp;amp;`.
    while plain != before {
      before = plain
      plain = entities.reduce(plain) { $0.replacing($1.0, with: $1.1) }
    }
    return PastedLink(
      fault: "The link is copied out of HTML, where & is written &amp;", corrected: plain,
      mayWork: SignedURL.read(plain) == nil)
  }

  /// Signs that a page made of the first letters of a field: `&region=` became `®ion=` (HTML's references without a semicolon).
  private static let references = [
    ("\u{AE}", "&reg"), ("\u{D7}", "&times"), ("\u{A7}", "&sect"), ("\u{B6}", "&para"), ("\u{A9}", "&copy"),
    ("\u{A4}", "&curren"), ("\u{AC}", "&not"), ("\u{B0}", "&deg"), ("\u{B5}", "&micro"),
    ("\u{F7}", "&divide"),
    ("\u{A3}", "&pound"), ("\u{A2}", "&cent"), ("\u{A5}", "&yen"),
  ]

  private static func wronglyDecoded(_ text: String) -> PastedLink? {
    guard isLink(text), let mark = text.firstIndex(of: "?") else { return nil }
    let query = String(text[mark...])
    guard let row = references.first(where: { isField(behind: $0.0, in: query) }) else { return nil }
    let plain = references.reduce(query) { $0.replacing($1.0, with: $1.1) }
    return PastedLink(
      fault: "A page has made \(row.0) of \(row.1) in the link",
      corrected: text[..<mark] + plain, mayWork: true)
  }

  /// Whether the rest of a field's name stands behind a sign: letters, and `=`.
  private static func isField(behind sign: String, in query: String) -> Bool {
    guard let place = query.firstRange(of: sign) else { return false }
    return query[place.upperBound...].drop { $0.isLetter || $0 == "_" || $0 == "-" }.hasPrefix("=")
  }

  /// Mail's own escapes: each `=` is written `=3D` (RFC 2045, section 6.7).
  private static func quotedPrintable(_ text: String) -> PastedLink? {
    guard isLink(text), let query = URLParts(text)?.query, query.contains("=3D") else { return nil }
    let signs = query.split(separator: "=", omittingEmptySubsequences: false).dropFirst()
    guard signs.count > 1, signs.allSatisfy({ $0.hasPrefix("3D") }) else { return nil }
    return PastedLink(
      fault: "The link is copied out of a mail's source, where = is written =3D",
      corrected: text.replacing("=3D", with: "="))
  }

  private static func encodedWhole(_ text: String) -> PastedLink? {
    let starts = ["http%3a%2f%2f", "https%3a%2f%2f", "http%253a%252f%252f", "https%253a%252f%252f"]
    guard starts.contains(where: text.lowercased().hasPrefix) else { return nil }
    let once = URLParts.decoded(text)
    return PastedLink(
      fault: "The link is percent-encoded as a whole",
      corrected: isLink(once) && once.contains("://") ? once : URLParts.decoded(once))
  }

  /// The signs between a signed link's fields, encoded as if they were part of a value.
  private static func encodedQuery(_ text: String) -> PastedLink? {
    guard isLink(text), !text.contains("="), text.lowercased().contains("%3d"), SignedURL.read(text) == nil
    else {
      return nil
    }
    let signs =
      [("%26", "&"), ("%3D", "="), ("%3d", "=")] + (text.contains("?") ? [] : [("%3F", "?"), ("%3f", "?")])
    let plain = signs.reduce(text) { $0.replacing($1.0, with: $1.1) }
    return SignedURL.read(plain) == nil
      ? nil
      : PastedLink(
        fault: "The signs between the link's fields are percent-encoded (%26, %3D)", corrected: plain)
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
    let starts = ["http://", "https://"]
    let isApart = rest.contains { part in starts.contains(where: part.lowercased().hasPrefix) }
    // One behind the other, with nothing between: the first ends in a file's name.
    let isJoined = LinkStart.all(in: text).dropFirst().contains { MediaName.isOne(text[..<$0]) }
    return isApart || isJoined
      ? PastedLink(fault: "Two links stand in one place", remedy: "Name one link alone.") : nil
  }

  /// Signs that nobody sees, inside the link. In names of files those that join letters may be meant.
  private static func within(_ text: String) -> PastedLink? {
    guard isLink(text),
      let first = text.unicodeScalars.first(where: { Invisible.isOne($0) && !Invisible.joins($0) })
    else { return nil }
    let plain = String(
      String.UnicodeScalarView(text.unicodeScalars.filter { !Invisible.isOne($0) || Invisible.joins($0) }))
    return PastedLink(
      fault: "An invisible sign (\(Invisible.name(first))) stands in the link", corrected: plain,
      mayWork: URLParts(plain)?.host == URLParts(text)?.host)
  }

  /// What programs cut for display, this one among them.
  private static func shown(_ text: String) -> PastedLink? {
    guard isLink(text), text.contains("\u{2026}") || text.hasSuffix("...") || text.contains("/.../") else {
      return nil
    }
    let path = text.prefix { $0 != "?" }
    let isPlain = !text.hasSuffix("...") && !text.contains("\u{2026}")
    return PastedLink(
      fault: "The link was shortened for display (\u{2026}), so part of it is missing",
      remedy: "Copy the link itself: right click on it, Copy link address.",
      // It may be part of a name.
      mayWork: isPlain
        || !text.hasSuffix("\u{2026}") && path.contains("\u{2026}")
          && URLParts(text)?.host.contains("\u{2026}") == false
    )
  }

  /// Spaces beside the signs between fields, where nobody means them.
  private static func spaced(_ text: String) -> PastedLink? {
    guard isLink(text), let mark = text.firstIndex(of: "?") else { return nil }
    let query = String(text[mark...])
    let plain = ["&", "="].reduce(query) { $0.replacing(" \($1)", with: $1).replacing("\($1) ", with: $1) }
    return plain == query
      ? nil
      : PastedLink(
        fault: "Spaces stand between the link's fields", corrected: text[..<mark] + plain, mayWork: true)
  }

  private static func hash(_ text: String) -> PastedLink? {
    guard isLink(text), let fragment = URLParts(text)?.fragment?.lowercased(), !fragment.contains("="),
      MediaName.endings.contains(where: { fragment.hasSuffix($0) || fragment.contains($0 + "?") })
    else { return nil }
    let plain = text.replacing("#", with: "%23").replacing(" ", with: "%20")
    return PastedLink(
      fault:
        "The URL holds a # in the file's name, and what follows a # is never sent; fetchers differ in what they make of that",
      corrected: plain, remedy: "Write it as \(shortened(plain)).", mayWork: true)
  }
}
