/// What a link begins with, as people write it: `https;//`, `htps://`, `hxxps[:]//`, `https://https://`.
enum LinkHead {
  /// What is wrong with it; nil where it is as it should be, and where it is another scheme's.
  static func read(_ text: String) -> PastedLink? {
    let folded = Wide.folded(text)
    guard let head = head(folded), isHost(head.rest),
      head.written.contains(where: { "/\\".contains($0) }) || Self.head(head.rest) != nil
    else { return nil }
    var (scheme, rest) = (head.scheme, head.rest)
    // A field that already holds https:// is pasted over by one that does, too.
    while let next = Self.head(rest), isHost(next.rest) { (scheme, rest) = (next.scheme, next.rest) }
    let isTwice = rest != head.rest
    // Windows' own slashes.
    if head.written.hasSuffix("\\") { rest = rest.replacing("\\", with: "/") }
    let plain = scheme + "://" + dotted(rest)
    guard plain.lowercased() != text.lowercased() else { return nil }
    // Two slashes more or less are put right by many programs.
    let isLoose = ["https:///", "http:///", "https:/", "http:/"].contains {
      text == $0 + rest && rest == dotted(rest)
    }
    guard !isLoose else { return nil }
    return PastedLink(fault: "The link " + says(text, folded, head, isTwice), corrected: plain)
  }

  private static func says(_ text: String, _ folded: String, _ head: Head, _ isTwice: Bool) -> String {
    if isTwice { return "begins twice (\(text.prefix(head.written.count + 8)))" }
    let host = head.rest.prefix { !"/?#".contains($0) }
    if host.contains(" ") { return "is broken by a space in its host" }
    if host.contains("\\") { return "is written with backslashes" }
    if head.word.contains("x") || head.word.contains("*") || dotted(head.rest) != head.rest {
      return "is written so that nobody can click on it (\(head.word))"
    }
    if folded != text { return "is written with wide signs (\u{FF1A} for a colon)" }
    if ["ttp", "ttps"].contains(head.word) { return "has lost its first letter" }
    return ["http", "https"].contains(head.word) && !head.written.contains(":")
      && head.written.hasSuffix("//")
      && !head.written.contains(where: { ";.,".contains($0) })
      ? "lacks its colon (\(head.written))" : "is misspelled (\(head.written.prefix(16)))"
  }

  private struct Head {
    /// As it should be.
    let scheme: String
    /// The letters, as written.
    let word: String
    /// All in front of the host, as written.
    let written: String
    let rest: String
  }

  /// Letters, and signs that stand for `://`.
  private static func head(_ text: String) -> Head? {
    let letters = text.prefix(9).prefix { $0.isLetter || $0 == "*" || $0 == " " }
    let word = letters.filter { $0 != " " }.lowercased()
    guard let scheme = scheme(meantBy: word), word.first == letters.lowercased().first else { return nil }
    var signs = text[letters.endIndex...].prefix { ":;.,[]/\\ ".contains($0) }
    // What stands behind the last slash is the host's.
    while let last = signs.last, ".,[];".contains(last) { signs.removeLast() }
    let slashes = signs.count { "/\\".contains($0) }
    let isWord = ["http", "https"].contains(word)
    // `https/a.mp4` is a folder; `https:a.b` is none.
    guard slashes >= 2 || signs.contains(":") && (slashes == 1 || isWord) else { return nil }
    return Head(
      scheme: scheme, word: word, written: String(text[..<signs.endIndex]),
      rest: String(text[signs.endIndex...]))
  }

  /// `http` or `https`, where a word is one, or one letter away from it; nil for words that are another scheme.
  private static func scheme(meantBy word: String) -> String? {
    let plain = word.replacing("xx", with: "tt").replacing("**", with: "tt")
    for scheme in ["https", "http"] where plain == scheme { return scheme }
    guard plain.count >= 3, plain != "shttp" else { return nil }
    return ["https", "http"].first { isNear(plain, $0) && $0.last == (plain.last == "s" ? "s" : "p") }
      ?? ["https", "http"].first { isNear(plain, $0) }
  }

  /// Whether a letter is too much, missing, wrong, or changed places with the next one.
  private static func isNear(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a), Array(b))
    let front = zip(a, b).prefix { $0 == $1 }.count
    let back = zip(a.dropFirst(front).reversed(), b.dropFirst(front).reversed()).prefix { $0 == $1 }.count
    let (left, right) = (a.dropFirst(front).dropLast(back), b.dropFirst(front).dropLast(back))
    return left.count <= 1 && right.count <= 1 || left.count == 2 && left.reversed() == Array(right)
  }

  private static func isHost(_ rest: String) -> Bool {
    let host = dotted(rest).prefix { !"/?#".contains($0) }
    return head(rest) != nil || host.contains(".") && !host.contains(" ")
  }

  /// The host with its dots as they should be, and without spaces and Windows' slashes.
  private static func dotted(_ rest: String) -> String {
    let host = rest.prefix { !"/?#\\".contains($0) }
    var plain = ["[.]", "(.)", "[dot]", "(dot)", "{.}"].reduce(String(host)) { $0.replacing($1, with: ".") }
    var path = rest[host.endIndex...]
    if path.hasPrefix("\\") { path = Substring(path.replacing("\\", with: "/")) }
    // A space in the host alone: the link was broken where a line ends.
    let bare = plain.filter { $0 != " " }
    if bare.allSatisfy({ $0.isLetter || $0.isNumber || ".-:".contains($0) }), !path.contains(" "),
      path.hasPrefix("/")
    {
      plain = bare
    }
    return plain + path
  }
}

/// Signs of Chinese and Japanese keyboards, and others that look like a link's own.
enum Wide {
  /// A text in which the signs of a link that begins so are plain.
  static func folded(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.prefix(10).contains(where: { plain($0) != $0 }) else { return text }
    return String(String.UnicodeScalarView(scalars.map(plain)))
  }

  private static func plain(_ scalar: UnicodeScalar) -> UnicodeScalar {
    switch scalar.value {
    // The wide forms of ASCII, in its order.
    case 0xFF01...0xFF5E: UnicodeScalar(scalar.value - 0xFEE0) ?? scalar
    case 0x3002: "."
    case 0x2044, 0x2215, 0x29F8: "/"
    case 0xA789, 0x2236: ":"
    default: scalar
    }
  }
}
