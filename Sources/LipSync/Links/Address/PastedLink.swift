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
      severity: mayWork ? .warning : .error, evidence: evidence(text),
      settings: corrected == nil ? [] : [.fixesLinks])
  }

  /// The same where the right link was taken in its place.
  func replaced(_ text: String, about subject: Subject) -> Finding {
    Finding(
      .linkBadURL, about: subject,
      "\(fault); it was replaced by \(corrected.map(shortened) ?? "the link alone").",
      remedy: "Nothing is left to be done; paste the link alone from now on.", severity: .info,
      evidence: evidence(text))
  }

  private func evidence(_ text: String) -> [JSON.Member] {
    let evidence: [JSON.Member] = [
      ("url", .string(shortened(Invisible.named(text)))),
      ("corrected_url", .optional(corrected.map(shortened))),
    ]
    return evidence
  }

  /// First match wins: what is no link at all, what stands around one, how one is spelled, what stands at its end.
  private static let rows: [@Sendable (String) -> PastedLink?] =
    [scheme, invisible, brokenOver] + gaps + around + spelling + ends

  static func isLink(_ text: some StringProtocol) -> Bool {
    ["http:", "https:", "http%3a", "https%3a"].contains { text.lowercased().hasPrefix($0) }
  }

  // MARK: signs that nobody sees

  private static func invisible(_ text: String) -> PastedLink? {
    let trimmed = Invisible.trimmed(text)
    guard trimmed != text, isLink(trimmed) || read(trimmed) != nil else { return nil }
    let isInFront = text.unicodeScalars.first.map(Invisible.isOne) == true
    let sign = isInFront ? text.unicodeScalars.first : text.unicodeScalars.last
    return PastedLink(
      fault:
        "An invisible sign (\(sign.map(Invisible.name) ?? "")) stands \(isInFront ? "before" : "after") the link",
      corrected: trimmed)
  }

  private static func brokenOver(_ text: String) -> PastedLink? {
    // Mail puts a > before each line of what it quotes.
    let lines = text.split(whereSeparator: \.isNewline).map {
      String($0[...].drop { "> ".contains($0) }.trimmed)
    }
    .filter { !$0.isEmpty }
    guard lines.count > 1, let first = lines.first, isLink(first), !first.contains(" ") else { return nil }
    guard !lines.dropFirst().contains(where: isLink) else {
      return PastedLink(fault: "\(lines.count) links stand in one place", remedy: "Name one link alone.")
    }
    let isOne = lines.allSatisfy { !$0.contains(" ") }
    return PastedLink(
      fault: "The link is broken over \(lines.count) lines", corrected: isOne ? lines.joined() : nil,
      remedy: isOne ? nil : "Copy the link itself: right click on it, Copy link address.")
  }
}
