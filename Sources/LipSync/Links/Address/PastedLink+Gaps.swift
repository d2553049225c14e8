/// Links that hold a gap: what a template, a log or a form left in a value's place.
extension PastedLink {
  static let gaps: [@Sendable (String) -> PastedLink?] = [hidden, template, nothing, rawPlus]

  private static let signing = ["sig", "token", "key", "hmac", "secret", "auth", "pass", "hash", "jwt"]
  private static let masks: Set<String> = [
    "redacted", "filtered", "hidden", "removed", "masked", "secret", "sensitive", "omitted", "snip",
    "signature",
    "your-token", "your_token", "token",
  ]

  /// A signature that whatever logged the link took out.
  private static func hidden(_ text: String) -> PastedLink? {
    guard isLink(text), let parts = URLParts(text) else { return nil }
    let field = parts.fields.first { field in
      signing.contains { field.name.lowercased().contains($0) } && isMask(field.value)
    }
    guard let field else { return nil }
    return PastedLink(
      fault:
        "The link's \(field.name.prefix(32)) was hidden (\(field.value.prefix(16))) by whatever showed the link",
      remedy: "Copy the link where it was made, not out of a log, or sign a new one.")
  }

  private static func isMask(_ value: String) -> Bool {
    let bare = value.lowercased().filter { !"<>[](){}*_- ".contains($0) }
    let isFramed = value.contains("*") || value.contains { "<[({".contains($0) }
    if value.count >= 3, value.allSatisfy({ "*.\u{2022}".contains($0) }) { return true }
    if value.count >= 4, value.lowercased().allSatisfy({ $0 == "x" }) { return true }
    return masks.contains(bare)
      && (isFramed || value == value.uppercased() || ["redacted", "filtered"].contains(bare))
  }

  private static let marks: [(open: String, close: String)] = [
    ("{{", "}}"), ("${", "}"), ("<%", "%>"), ("%(", ")s"), ("[[", "]]"),
  ]

  /// A gap that a template or a script should have filled in.
  private static func template(_ text: String) -> PastedLink? {
    let isWhole = marks.prefix(3).contains { text.hasPrefix($0.open) && text.hasSuffix($0.close) }
    guard isWhole || isLink(text) else { return nil }
    for mark in marks {
      guard let open = text.firstRange(of: mark.open),
        let close = text[open.upperBound...].firstRange(of: mark.close)
      else { continue }
      let name = text[open.lowerBound..<close.upperBound]
      // A link in brackets is one.
      guard !name.contains("://"), name.count < 64 else { continue }
      return gap(name, mayWork: false)
    }
    return encodedBraces(text) ?? angled(text) ?? capitals(text)
  }

  /// `%7Bid%7D`: a gap that went through a program which encodes.
  private static func encodedBraces(_ text: String) -> PastedLink? {
    guard isLink(text), let parts = URLParts(text) else { return nil }
    let texts = parts.segments + (parts.query ?? "").split(separator: "&").map(String.init)
    let name = texts.lazy.map { $0.lowercased().contains("%7b") ? URLParts.decoded($0) : "" }.compactMap {
      text -> Substring? in
      guard let open = text.firstIndex(of: "{"), let close = text[open...].firstIndex(of: "}") else {
        return nil
      }
      let inner = text[open...close].filter { !"{}$".contains($0) }
      let isName =
        inner.first?.isLetter == true
        && inner.allSatisfy { $0.isLetter || $0.isNumber || "_-. ".contains($0) }
      // Identifiers of Windows stand in braces, too.
      return isName && !inner.contains("-") ? text[open...close] : nil
    }.first
    return name.map { gap($0, mayWork: true) }
  }

  /// `<your-file>`
  private static func angled(_ text: String) -> PastedLink? {
    guard isLink(text), let open = text.firstIndex(of: "<"), let close = text[open...].firstIndex(of: ">")
    else {
      return nil
    }
    let name = text[open...close]
    let isName = name.dropFirst().dropLast().allSatisfy { $0.isLetter || $0.isNumber || "_- ".contains($0) }
    return isName && name.count > 2 ? gap(name, mayWork: false) : nil
  }

  private static let words = [
    "YOUR_", "YOUR-", "MY_BUCKET", "BUCKET_NAME", "BUCKET-NAME", "FILE_ID", "<", "VIDEO_ID",
  ]

  /// `YOUR_BUCKET`, as texts that explain links have it.
  private static func capitals(_ text: String) -> PastedLink? {
    guard let range = words.lazy.compactMap({ text.firstRange(of: $0) }).first else { return nil }
    let name = text[range.lowerBound...].prefix { $0.isUppercase || "_-".contains($0) }
    return name.count > 4 ? gap(name, mayWork: true) : nil
  }

  private static let nothings: Set<String> = ["undefined", "null", "nan", "none", "[object object]"]

  /// What programs write where they have no value.
  private static func nothing(_ text: String) -> PastedLink? {
    guard isLink(text), let parts = URLParts(text) else { return nil }
    if nothings.contains(parts.host) { return gap(parts.host[...], mayWork: false) }
    let names = parts.segments.map { URLParts.decoded($0) }
    let name = names.first { name in
      let bare = MediaName.isOne(name) ? String(name.prefix { $0 != "." }) : name
      return nothings.contains(bare.lowercased()) && bare.lowercased() != "none"
    }
    return name.map { gap($0[...], mayWork: true) }
  }

  private static func gap(_ name: Substring, mayWork: Bool) -> PastedLink {
    PastedLink(
      fault: "The link holds a placeholder (\(name)), not the value that belongs in its place",
      remedy: "Put the value there: a template, a script or an example was not filled in.", mayWork: mayWork)
  }

  private static let base64Fields: Set<String> = [
    "sig", "signature", "x-amz-security-token", "security-token",
  ]

  /// A signature in base64 whose `+` was not encoded: hosts read that as a space.
  private static func rawPlus(_ text: String) -> PastedLink? {
    guard isLink(text), let parts = URLParts(text), let query = parts.query else { return nil }
    let fields = query.split(separator: "&", omittingEmptySubsequences: false).map { field -> String in
      let (name, value) = URLParts.split(String(field), at: "=")
      guard let value, base64Fields.contains(name.lowercased()) else { return String(field) }
      let inner = value.trimmed
      return name + "=" + inner.replacing("+", with: "%2B").replacing(" ", with: "%2B")
    }
    let plain = fields.joined(separator: "&")
    guard plain != query, SignedURL.read(text) != nil else { return nil }
    var whole = parts
    whole.query = plain
    return PastedLink(
      fault: "The link's signature holds a + or a space, which hosts read as a space: it has to be %2B",
      corrected: whole.text, mayWork: true)
  }
}

extension String {
  fileprivate var trimmed: String { String(self[...].trimmed) }
}
