/// What stands at the end of a pasted link, and is most probably no part of it.
extension PastedLink {
  static let ends: [@Sendable (String) -> PastedLink?] = [encodedEnd, sentenceEnd]

  /// Signs that nobody puts at the end of a name, percent-encoded by whatever the link went through.
  private static let encodedSigns: [(escape: String, name: String)] = [
    ("%0d%0a", "a line break"), ("%0a", "a line break"), ("%0d", "a line break"), ("%09", "a tab"),
    ("%20", "a space"),
    ("%c2%a0", "a space"), ("%e2%80%8b", "an invisible sign"), ("%e2%80%8e", "an invisible sign"),
    ("%e2%80%ac", "an invisible sign"), ("%ef%bb%bf", "an invisible sign"), ("%22", "a quote"),
    ("%3e", "a bracket"),
    ("%e2%80%9d", "a quote"),
  ]

  private static func encodedEnd(_ text: String) -> PastedLink? {
    guard isLink(text), let parts = URLParts(text), parts.fragment == nil else { return nil }
    let lower = text.lowercased()
    guard let sign = encodedSigns.first(where: { lower.hasSuffix($0.escape) }) else { return nil }
    return PastedLink(
      fault:
        "The link ends in \(sign.name) (\(text.suffix(sign.escape.count))), which is most probably no part of it",
      corrected: String(text.dropLast(sign.escape.count)), mayWork: true)
  }

  private static let closers: [Character: Character] = [")": "(", "]": "[", "}": "{"]

  /// A sentence's own sign, or a bracket that was opened before the link.
  private static func sentenceEnd(_ text: String) -> PastedLink? {
    guard isLink(text), let last = text.last, text.utf8.count > 12 else { return nil }
    if let open = closers[last] {
      guard text.count(where: { $0 == last }) > text.count(where: { $0 == open }) else { return nil }
    } else {
      guard ",;.!|\u{3002}\u{FF0C}\u{3001}\u{FF09}".contains(last), !text.hasSuffix("..") else { return nil }
    }
    return PastedLink(
      fault: "The link ends in \u{201C}\(last)\u{201D}, which is most probably no part of it",
      corrected: String(text.dropLast()), mayWork: true)
  }
}
