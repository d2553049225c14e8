/// What a web page is about.
enum PageSniff {
  static func page(_ text: String) -> Sniff {
    var sniff = Sniff(.html, "web page")
    sniff.title = title(text)
    let seen = ((sniff.title ?? "") + " " + text.prefix(8192)).lowercased()
    let row = classes.first { row in row.words.contains { seen.contains($0) } }
    if let row { (sniff.kind, sniff.sentence) = (row.kind, row.sentence) }
    return sniff
  }

  /// First match wins: the most certain first.
  private static let classes: [(kind: String, sentence: String, words: [String])] = [
    (
      "bot wall", "The host asks for a human, so the service's servers are turned away too.",
      [
        "attention required! | cloudflare", "just a moment...", "cf-challenge", "captcha",
        "verify you are human",
      ]
    ),
    (
      "virus scan warning", "The host wants a click before it hands out a file this large.",
      ["virus scan warning", "can't scan this file for viruses", "download-form"]
    ),
    (
      "login page", "The file can only be had by people who are logged in.",
      [
        "accounts.google.com", "login.microsoftonline.com", "login.live.com", "type=\"password\"",
        "type=password", "<title>sign in", "<title>log in", "<title>login",
      ]
    ),
    (
      "consent page", "The host asks for consent first.",
      ["consent.youtube.com", "<title>before you continue"]
    ),
    (
      "page that says the file is not there", "Nothing lies at that address any more.",
      [
        "404 not found", "<title>not found", "page not found", "file not found", "<title>404",
        "no longer available",
      ]
    ),
    (
      "page that leads elsewhere", "A browser would be sent on; fetchers are not.",
      ["http-equiv=\"refresh\"", "http-equiv=refresh", "http-equiv='refresh'"]
    ),
  ]

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
