/// What stands at the end of a pasted link, and is most probably no part of it.
extension PastedLink {
  static let ends: [@Sendable (String) -> PastedLink?] = [encodedEnd, cutEnd, sentenceEnd]

  /// Signs that nobody puts at the end of a name, percent-encoded by whatever the link went through.
  private static let encodedSigns: [(escape: String, name: String)] = [
    ("%0d%0a", "a line break"), ("%0a", "a line break"), ("%0d", "a line break"), ("%09", "a tab"),
    ("%20", "a space"),
    ("%c2%a0", "a space"), ("%e3%80%80", "a space"), ("%e2%80%8b", "an invisible sign"),
    ("%e2%80%8e", "an invisible sign"),
    ("%e2%80%ac", "an invisible sign"), ("%ef%bb%bf", "an invisible sign"), ("%22", "a quote"),
    ("%3e", "a bracket"), ("%e2%80%9d", "a quote"),
  ]

  /// Signs that may well end a name, but not behind the ending of one.
  private static let encodedStops: [(escape: String, name: String)] = [
    ("%27", "a quote"), ("%e2%80%99", "a quote"), ("%2c", "a comma"), ("%3b", "a semicolon"),
    ("%e3%80%82", "a full stop"), ("%ef%bc%8c", "a comma"), ("%e3%80%81", "a comma"),
    ("%e3%80%8d", "a quote"),
    ("%e3%80%91", "a bracket"), ("%ef%bc%89", "a bracket"), ("%29", "a bracket"), ("%5d", "a bracket"),
    ("%7d", "a bracket"),
  ]

  private static func encodedEnd(_ text: String) -> PastedLink? {
    guard isLink(text), let parts = URLParts(text), parts.fragment == nil else { return nil }
    let lower = text.lowercased()
    let sign =
      encodedSigns.first { lower.hasSuffix($0.escape) }
      ?? encodedStops.first { lower.hasSuffix($0.escape) && MediaName.isOne(lower.dropLast($0.escape.count)) }
    guard let sign else { return nil }
    return PastedLink(
      fault:
        "The link ends in \(sign.name) (\(text.suffix(sign.escape.count))), which is most probably no part of it",
      corrected: String(text.dropLast(sign.escape.count)), mayWork: true)
  }

  /// An escape without its last digits.
  private static func cutEnd(_ text: String) -> PastedLink? {
    guard isLink(text), let mark = text.lastIndex(of: "%") else { return nil }
    let rest = text[text.index(after: mark)...]
    guard rest.count < 2, rest.allSatisfy(\.isHexDigit) else { return nil }
    return PastedLink(
      fault: "The link ends in the middle of an escape (%\(rest)), so its end was cut off",
      remedy: "Copy all of the link again.", mayWork: true)
  }

  private static let closers: [Character: Character] = [")": "(", "]": "[", "}": "{"]

  /// A sentence's own sign, or a bracket that was opened before the link.
  private static func sentenceEnd(_ text: String) -> PastedLink? {
    guard isLink(text), let last = text.last, text.utf8.count > 12 else { return nil }
    if last == "'" {
      guard text.count(where: { $0 == "'" }) == 1 else { return nil }
    } else if let open = closers[last] {
      guard text.count(where: { $0 == last }) > text.count(where: { $0 == open }) else { return nil }
    } else {
      guard ",;.!|\u{3002}\u{FF0C}\u{3001}\u{FF09}".contains(last), !text.hasSuffix("..") else { return nil }
    }
    return PastedLink(
      fault: "The link ends in \u{201C}\(last)\u{201D}, which is most probably no part of it",
      corrected: String(text.dropLast()), mayWork: true)
  }
}
