/// What stands around a pasted link.
extension PastedLink {
  static let around: [@Sendable (String) -> PastedLink?] = [markdown, wrapped, closed, labelled]

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
    ("\u{300A}", "\u{300B}", "brackets"), ("\u{3010}", "\u{3011}", "brackets"),
    ("\u{FF08}", "\u{FF09}", "brackets"),
    ("`", "`", "backquotes"), ("(", ")", "brackets"), ("[", "]", "brackets"), ("{", "}", "brackets"),
    ("\u{FF1C}", "\u{FF1E}", "brackets"), ("**", "**", "asterisks"), ("*", "*", "asterisks"),
  ]

  private static func wrapped(_ text: String) -> PastedLink? {
    for pair in pairs where text.hasPrefix(pair.open) {
      var inner = text.dropFirst(pair.open.count)
      // A list's comma comes along.
      while let last = inner.last, ",;".contains(last) { inner.removeLast() }
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
    guard isLink(text), let last = text.last, "<>\"`\u{201C}\u{201D}\u{2019}\u{BB}\u{300B}".contains(last)
    else {
      return nil
    }
    return PastedLink(
      fault: "The link ends in a quote or a bracket (\(last)) that is no part of it",
      corrected: String(text.dropLast()))
  }

  /// A command, an element of a page or words in front of a link.
  private static func labelled(_ text: String) -> PastedLink? {
    guard let mark = text.firstRange(of: "://") else { return nil }
    let head = text[..<mark.lowerBound]
    let word = head.lowercased().hasSuffix("https") ? 5 : head.lowercased().hasSuffix("http") ? 4 : 0
    guard word > 0, head.utf8.count > word else { return nil }
    let start = text.index(mark.lowerBound, offsetBy: -word)
    let before = text[text.index(before: start)]
    guard before.isWhitespace || "\"'=(<>:[|*\u{201C}\u{FF1A}".contains(before) else { return nil }
    let isQuoted = "\"'".contains(before)
    let link = text[start...].prefix {
      isQuoted ? $0 != before : !$0.isWhitespace && !"<>\"'".contains($0)
    }
    let rest = text[link.endIndex...]
    guard !rest.contains("https://"), !rest.contains("http://") else {
      return PastedLink(
        fault: "More than one link stands in one place, with other text", remedy: "Name one link alone.")
    }
    return PastedLink(fault: "Other text stands around the link", corrected: String(link))
  }
}
