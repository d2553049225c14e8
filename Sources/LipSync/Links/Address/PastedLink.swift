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
    [scheme, invisible, brokenOver] + around + spelling + ends

  static func isLink(_ text: some StringProtocol) -> Bool {
    ["http:", "https:", "http%3a", "https%3a"].contains { text.lowercased().hasPrefix($0) }
  }

  // MARK: what is no link

  private static let schemes: [(start: String, holds: String, fault: String)] = [
    ("data:", ",", "It is the file's own bytes (data:), not a link to them"),
    ("blob:", ":", "It is an address inside a browser's tab (blob:), which nobody else can reach"),
    (
      "filesystem:", ":", "It is an address inside a browser's tab (filesystem:), which nobody else can reach"
    ),
    ("magnet:", "?", "It is a magnet link, which names a file and not where it is"),
    ("thunder:", "//", "It is a link for the program Thunder (Xunlei), which nobody else understands"),
    ("ed2k:", "//", "It is a link for the program eMule (ed2k:), which names a file and not where it is"),
    ("mailto:", "@", "It is an address of mail (mailto:), not of a file"),
    ("content:", "//", "It is an address inside a phone (content:), which nobody else can reach"),
    ("arn:aws:s3:", ":", "It is the name of an object in Amazon S3 (arn:), not a link to it"),
  ]

  private static func scheme(_ text: String) -> PastedLink? {
    let head = text.prefix(12).lowercased()
    return schemes.first { head.hasPrefix($0.start) && text.dropFirst($0.start.count).contains($0.holds) }
      .map { PastedLink(fault: $0.fault, remedy: objectRemedy(text) ?? ShareTable.byPath) }
  }

  /// `arn:aws:s3:::BUCKET/KEY`
  private static func objectRemedy(_ text: String) -> String? {
    guard text.hasPrefix("arn:"), let place = text.split(separator: ":").last, place.contains("/") else {
      return nil
    }
    return OtherScheme.remedy("s3://" + place)
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
    let lines = text.split(whereSeparator: \.isNewline).map { String($0[...].trimmed) }
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
