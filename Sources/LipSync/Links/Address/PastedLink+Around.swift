/// What stands around a pasted link.
extension PastedLink {
  static let around: [@Sendable (String) -> PastedLink?] = [
    markdown, wrapped, closed, inProgram, inField, labelled, followed,
  ]

  private static func markdown(_ text: String) -> PastedLink? {
    guard text.hasPrefix("[") || text.hasPrefix("!["), let bridge = text.firstRange(of: "](") else {
      return nil
    }
    let target = text[bridge.upperBound...].prefix { $0 != " " && $0 != "\"" }
    let link = target.hasSuffix(")") ? target.dropLast() : target
    return isLink(link)
      ? PastedLink(fault: "The link is written as in Markdown", corrected: String(link)) : nil
  }

  /// The longer of two that begin alike comes first.
  private static let pairs: [(open: String, close: String, name: String)] = [
    ("<URL:", ">", "angle brackets"), ("&lt;", "&gt;", "angle brackets"), ("<", ">", "angle brackets"),
    ("\\\"", "\\\"", "quotes"), ("&quot;", "&quot;", "quotes"), ("\"", "\"", "quotes"), ("'", "'", "quotes"),
    ("\u{201C}", "\u{201D}", "quotes"), ("\u{2018}", "\u{2019}", "quotes"),
    ("\u{201E}", "\u{201C}", "quotes"), ("\u{201E}", "\u{201D}", "quotes"),
    ("\u{201D}", "\u{201D}", "quotes"), ("\u{AB}", "\u{BB}", "quotes"), ("\u{BB}", "\u{AB}", "quotes"),
    ("\u{2039}", "\u{203A}", "quotes"), ("\u{300C}", "\u{300D}", "quotes"),
    ("\u{300E}", "\u{300F}", "quotes"),
    ("\u{300A}", "\u{300B}", "brackets"), ("\u{3010}", "\u{3011}", "brackets"),
    ("\u{FF08}", "\u{FF09}", "brackets"), ("\u{3008}", "\u{3009}", "brackets"),
    ("`", "`", "backquotes"), ("(", ")", "brackets"), ("[[", "]]", "brackets"), ("[", "]", "brackets"),
    ("{", "}", "brackets"), ("\u{FF1C}", "\u{FF1E}", "brackets"), ("**", "**", "asterisks"),
    ("*", "*", "asterisks"), ("~~", "~~", "tildes"), ("__", "__", "underscores"), ("_", "_", "underscores"),
  ]

  private static func wrapped(_ text: String) -> PastedLink? {
    for pair in pairs where text.hasPrefix(pair.open) {
      var inner = text.dropFirst(pair.open.count)
      // A list's comma comes along.
      while let last = inner.last, ",;".contains(last), !inner.hasSuffix(pair.close) { inner.removeLast() }
      if inner.hasSuffix(pair.close) { inner = inner.dropLast(pair.close.count) }
      if "<[".contains(pair.open.prefix(1)), isLink(inner) { inner = withoutLabel(inner) }
      // Chats put a link into brackets that was in quotes already.
      let link = isLink(inner) ? String(inner) : wrapped(String(inner))?.corrected
      guard let link else { continue }
      return PastedLink(fault: "The link stands in \(pair.name)", corrected: link)
    }
    return nil
  }

  /// The link of `<link|words>` (Slack), `[link words]` and `[[link][words]]` (wikis, Org).
  private static func withoutLabel(_ inner: Substring) -> Substring {
    let ends = ["][", "|", " "].compactMap { inner.firstRange(of: $0)?.lowerBound }
    return ends.min().map { inner[..<$0] } ?? inner
  }

  private static let closing = [
    "&quot;", "&gt;", "&lt;", "&#39;", "&apos;", "&nbsp;", "&#10;", "&#13;", "&#xA;", "\\r\\n", "\\n", "\\r",
    "\\t", "\\\"", "<", ">", "\"", "`", "\u{201C}", "\u{201D}", "\u{2019}", "\u{BB}", "\u{203A}", "\u{300D}",
    "\u{300B}", "\u{3011}",
  ]

  /// The same where the first half was lost; a round bracket or an apostrophe may be the link's own.
  private static func closed(_ text: String) -> PastedLink? {
    guard isLink(text) else { return nil }
    var bare = text[...]
    while let last = bare.last, ",;".contains(last), !closing.contains(where: bare.hasSuffix) {
      bare.removeLast()
    }
    let signs = bare.endIndex == text.endIndex ? closing : closing + ["'"]
    // `<name>` in a link is a gap that nobody filled in.
    guard let sign = signs.first(where: bare.hasSuffix), sign != ">" || !bare.contains("<") else {
      return nil
    }
    return PastedLink(
      fault: "The link ends in a quote or a bracket (\(sign)) that is no part of it",
      corrected: String(bare.dropLast(sign.count)))
  }

  /// What stands in front of the address in links that open a program, and the program's own fields for one.
  private static let programs: [(start: String, right: String)] = [
    ("googlechromes://", "https://"), ("googlechrome://", "http://"), ("nplayer-https://", "https://"),
    ("nplayer-http://", "http://"), ("microsoft-edge-https://", "https://"), ("firefox-https://", "https://"),
    ("opera-https://", "https://"), ("touch-https://", "https://"),
  ]

  private static func inProgram(_ text: String) -> PastedLink? {
    guard !isLink(text), let colon = text.firstIndex(of: ":"),
      text[..<colon].allSatisfy({ $0.isLetter || "+-.".contains($0) })
    else { return nil }
    let fault = "The link is one that opens a program (\(text[..<colon].prefix(24)):)"
    if let row = programs.first(where: { text.lowercased().hasPrefix($0.start) }) {
      return PastedLink(fault: fault, corrected: row.right + text.dropFirst(row.start.count))
    }
    // `intent://host/path#Intent;scheme=https;…;end` (Android).
    if text.hasPrefix("intent://"), let mark = text.firstRange(of: "#Intent;"),
      let scheme = ["https", "http"].first(where: { text[mark.upperBound...].contains("scheme=\($0);") })
    {
      return PastedLink(fault: fault, corrected: scheme + text[..<mark.lowerBound].dropFirst(6))
    }
    return encoded(in: text).map { PastedLink(fault: fault, corrected: $0) }
  }

  /// `url=https%3A%2F%2F…`
  private static func inField(_ text: String) -> PastedLink? {
    guard !isLink(text), let equals = text.firstIndex(of: "="),
      text[..<equals].allSatisfy({ $0.isLetter || "_-&?".contains($0) })
    else { return nil }
    return encoded(in: text).map { PastedLink(fault: "Other text stands around the link", corrected: $0) }
  }

  /// The percent-encoded link in a field.
  private static func encoded(in text: String) -> String? {
    guard let start = text.firstRange(of: "=http") else { return nil }
    let link = URLParts.decoded(String(text[start.upperBound...].prefix { $0 != "&" }))
    return ["://", "s://"].contains(where: link.lowercased().hasPrefix) ? "http" + link : nil
  }

  /// Other text around a link: a command, an element of a page, a program's own scheme, or words.
  private static func labelled(_ text: String) -> PastedLink? {
    guard !isLink(text), let start = LinkStart.all(in: text).first else { return nil }
    let before = start == text.startIndex ? nil : text[text.index(before: start)]
    var link = text[start...].prefix { !ends($0, behind: before) }
    guard LinkStart.all(in: String(text[link.endIndex...])).isEmpty else {
      return PastedLink(
        fault: "More than one link stands in one place, with other text", remedy: "Name one link alone.")
    }
    for mark in ["[/", "\\\"", "]("] {
      if let range = link.firstRange(of: mark) { link = link[..<range.lowerBound] }
    }
    return PastedLink(fault: "Other text stands around the link", corrected: String(link))
  }

  private static let closers: [Character: String] = [
    "(": ")", "[": "]|", "{": "}", "|": "|]", "=": "]", ",": ",", "`": "`", "\u{3010}": "\u{3011}",
    "\u{FF08}": "\u{FF09}",
  ]

  /// Whether a sign ends a link that stands behind another one.
  private static func ends(_ sign: Character, behind before: Character?) -> Bool {
    if let before, "\"'".contains(before) { return sign == before }
    return sign.isWhitespace || "<>\"'\u{201C}\u{201D}\u{3002}\u{FF0C}".contains(sign)
      || before.flatMap { closers[$0] }?.contains(sign) == true
  }

  /// Whether a link is known to end where it does.
  private static func isPlace(_ link: Substring) -> Bool {
    MediaName.isOne(link.prefix { $0 != "?" }) || ShareTable.read(String(link))?.isCertain == true
  }

  /// What comes behind a link: its size, its name, a note.
  private static func followed(_ text: String) -> PastedLink? {
    guard isLink(text) else { return nil }
    let link = text.prefix { !$0.isWhitespace && $0 != "[" }
    let rest = text[link.endIndex...]
    guard let first = rest.first, isPlace(link), !MediaName.isIn(rest),
      !rest.contains("&"), !rest.contains("="), first != "[" || rest.hasSuffix("]")
    else { return nil }
    return PastedLink(
      fault: "Other text stands behind the link", corrected: String(link),
      mayWork: true)
  }
}

/// Where links begin in a text.
enum LinkStart {
  static func all(in text: String) -> [String.Index] {
    var (found, rest) = ([String.Index](), text[...])
    while let mark = rest.firstRange(of: "://") {
      let word = text[..<mark.lowerBound].suffix(5).lowercased()
      let length = word == "https" ? 5 : word.hasSuffix("http") ? 4 : 0
      if length > 0 { found.append(text.index(mark.lowerBound, offsetBy: -length)) }
      rest = rest[mark.upperBound...]
    }
    return found
  }
}
