/// What a web page is about.
enum PageSniff {
  static func page(_ text: String) -> Sniff {
    var sniff = Sniff(.html, plainKind)
    sniff.title = title(text)
    // A title may be written with character references.
    let title = sniff.title.map { "<title>\($0)</title> " } ?? ""
    // A long comment does not hide what stands behind it.
    let bare = text.contains("<!--") ? withoutComments(text.prefix(65536)).prefix(8192) : ""
    let all = (title + text.prefix(8192) + bare).lowercased()
    // What a page says of itself is in its title and its captions; menus and scripts speak of other things.
    let captions = PageText.captions(text.prefix(32768))
    let headings = (title + captions.map { "<h1>\($0)</h1>" }.joined()).lowercased()
    let visible = (title + PageText.visible(text.prefix(65536)).prefix(8192)).lowercased()
    let row =
      PageClass.all.first { $0.isToldByHeadings && $0.fits(headings) }
      ?? PageClass.all.first { $0.fits($0.isInScripts ? all : visible) }
      ?? PageClass.all.first { $0.fitsAtLast(all) }
    if let row { (sniff.kind, sniff.sentence, sniff.remedy) = (row.kind, row.sentence, row.remedy) }
    let words = PageText.errorCaption(text.prefix(32768))
    if let words {
      sniff.sentence =
        (sniff.sentence.map { $0 + " " } ?? "") + "It says \u{201c}\(words.prefix(160))\u{201d}."
    }
    sniff.refusal = ErrorDocument.refusal(in: headings) ?? ErrorDocument.refusal(in: visible)
    return sniff
  }

  private static func withoutComments(_ text: Substring) -> String {
    var (bare, rest) = ("", text)
    while let open = rest.firstRange(of: "<!--") {
      bare += rest[..<open.lowerBound]
      guard let close = rest[open.upperBound...].firstRange(of: "-->") else { return bare }
      rest = rest[close.upperBound...]
    }
    return bare + rest
  }

  /// What the address of a page adds to its words: where the redirects ended is often plainer than what stands there.
  static func refined(_ sniff: Sniff, at url: String) -> Sniff {
    guard sniff.served == .html, sniff.kind == plainKind, let known = destination(url) else { return sniff }
    var sniff = sniff
    (sniff.kind, sniff.sentence, sniff.remedy) = (known.kind, known.sentence, known.remedy)
    return sniff
  }

  /// The kind of page that an address alone gives away.
  static func destination(_ url: String) -> Sniff? {
    guard let parts = URLParts(url) else { return nil }
    let words = Set(parts.path.lowercased().split { !$0.isLetter }.map(String.init))
    let row = places.first { row in
      row.hosts.contains {
        $0.hasSuffix(".") ? parts.host.hasPrefix($0) : parts.host == $0 || parts.host.hasSuffix("." + $0)
      }
        || !words.isDisjoint(with: row.words)
    }
    guard let row, let known = PageClass.all.first(where: { $0.kind == row.kind }) else { return nil }
    var sniff = Sniff(.html, plainKind)
    (sniff.kind, sniff.sentence, sniff.remedy) = (known.kind, known.sentence, known.remedy)
    return sniff
  }

  private static let plainKind = "web page"

  /// Hosts (whole domains, or first labels where they end in a dot) and words of paths.
  private static let places: [(hosts: [String], words: Set<String>, kind: String)] = [
    (["consent."], ["consent"], "consent page"),
    (
      [
        "accounts.google.com", "login.microsoftonline.com", "login.live.com", "okta.com", "auth0.com",
        "login.",
        "signin.", "sso.", "auth.",
      ],
      ["login", "signin", "logon", "sso", "oauth", "saml"], "login page"
    ),
    ([], ["notfound", "404"], "page that says the file is not there"),
  ]

  /// What to do about a host that lets only people in.
  static let wallRemedy =
    "Host the file where programs may fetch it, or name it by its path, so that it is uploaded."

  /// A page without a word, whose head alone leads on (`Refresh`).
  static let refresh: Sniff = {
    var sniff = Sniff(.html, "page that leads elsewhere")
    sniff.sentence = PageClass.all.first { $0.kind == sniff.kind }?.sentence
    return sniff
  }()

  /// Whether a page of that kind says why a host refuses.
  static func isReason(_ kind: String) -> Bool { PageClass.all.contains { $0.kind == kind && $0.isReason } }

  private static func title(_ text: String) -> String? {
    let lower = text.prefix(65536).lowercased()
    // Lower-casing may change the length of a few letters, so the title is taken from the lower-cased text unless
    // both have the same length.
    let source = lower.utf8.count == text.prefix(65536).utf8.count ? String(text.prefix(65536)) : lower
    guard let open = lower.firstRange(of: "<title"),
      let close = lower[open.upperBound...].firstIndex(of: ">"),
      let end = lower[close...].firstRange(of: "</title")
    else { return nil }
    let from = lower.utf8.distance(from: lower.startIndex, to: close) + 1
    let to = lower.utf8.distance(from: lower.startIndex, to: end.lowerBound)
    let bytes = Array(source.utf8)[from..<max(from, to)]
    let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    let title = entities.reduce(words.joined(separator: " ")) { $0.replacing($1.0, with: $1.1) }
    return title.isEmpty ? nil : String(title.prefix(120))
  }

  private static let entities = [
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&"),
  ]
}
