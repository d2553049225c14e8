/// What a web page is about.
enum PageSniff {
  static func page(_ text: String) -> Sniff {
    var sniff = Sniff(.html, plainKind)
    sniff.title = title(text)
    let seen = ((sniff.title ?? "") + " " + text.prefix(8192)).lowercased()
    let row = classes.first { row in row.words.contains { seen.contains($0) } }
    if let row { (sniff.kind, sniff.sentence) = (row.kind, row.sentence) }
    sniff.refusal = ErrorDocument.refusal(in: seen)
    return sniff
  }

  /// What the address of a page adds to its words: where the redirects ended is often plainer than what stands there.
  static func refined(_ sniff: Sniff, at url: String) -> Sniff {
    guard sniff.served == .html, sniff.kind == plainKind, let parts = URLParts(url) else { return sniff }
    let words = Set(parts.path.lowercased().split { !$0.isLetter }.map(String.init))
    let row = places.first { row in
      row.hosts.contains {
        $0.hasSuffix(".") ? parts.host.hasPrefix($0) : parts.host == $0 || parts.host.hasSuffix("." + $0)
      }
        || !words.isDisjoint(with: row.words)
    }
    guard let row, let known = classes.first(where: { $0.kind == row.kind }) else { return sniff }
    var sniff = sniff
    (sniff.kind, sniff.sentence) = (known.kind, known.sentence)
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

  /// First match wins: the most certain first.
  private static let classes: [(kind: String, sentence: String, words: [String])] = [
    (
      "bot wall", "The host asks for a human, so the service's servers are turned away too.",
      [
        "attention required! | cloudflare", "just a moment...", "cf-challenge", "captcha",
        "verify you are human", "are you a robot", "are you human", "_incapsula_resource", "datadome",
        "checking your browser", "ddos protection by", "unusual traffic", "err_ngrok",
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
        "type=password", "type='password'", "<title>sign in", "<title>log in", "<title>login",
        "please log in",
        "please sign in", "you need to sign in", "login required",
      ]
    ),
    (
      "consent page", "The host asks for consent first.",
      ["consent.youtube.com", "<title>before you continue", "<title>consent", "<title>cookie consent"]
    ),
    (
      "page that says the file is not there", "Nothing lies at that address any more.",
      [
        "404 not found", "<title>not found", "page not found", "file not found", "<title>404",
        "no longer available", "doesn't exist", "does not exist", "has been removed", "has been deleted",
        "cannot be found", "can't be found", "could not be found", "couldn't find", "no such file",
        "error 404",
      ]
    ),
    (
      "page that leads elsewhere", "A browser would be sent on; fetchers are not.",
      [
        "http-equiv=\"refresh\"", "http-equiv=refresh", "http-equiv='refresh'", "window.location=",
        "window.location =", "window.location.href", "window.location.replace", "location.replace(",
        "location.href=", "location.href =",
      ]
    ),
    (
      "folder listing", "It lists files; each has an address of its own.",
      ["<title>index of", "<h1>index of", "directory listing"]
    ),
    (
      "preview page", "It shows the file to people; the file itself has another address.",
      ["preview", "og:video", "<video", "<audio", "twitter:player", "download now", ">download<"]
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
