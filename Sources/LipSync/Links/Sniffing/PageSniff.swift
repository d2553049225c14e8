/// What a web page is about.
enum PageSniff {
  static func page(_ text: String) -> Sniff {
    var sniff = Sniff(.html, plainKind)
    sniff.title = title(text)
    // A title may be written with character references.
    let title = sniff.title.map { "<title>\($0)</title> " } ?? ""
    // A long comment does not hide what stands behind it.
    let bare = text.contains("<!--") ? withoutComments(text.prefix(65536)).prefix(8192) : ""
    let seen = (title + text.prefix(8192) + bare).lowercased()
    let row = classes.first { row in row.words.contains { seen.contains($0) } }
    if let row { (sniff.kind, sniff.sentence, sniff.remedy) = (row.kind, row.sentence, row.remedy) }
    sniff.refusal = ErrorDocument.refusal(in: seen)
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
    guard let row, let known = classes.first(where: { $0.kind == row.kind }) else { return nil }
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
    sniff.sentence = classes.first { $0.kind == sniff.kind }?.sentence
    return sniff
  }()

  /// Whether a page of that kind says why a host refuses.
  static func isReason(_ kind: String) -> Bool { classes.contains { $0.kind == kind && $0.isReason } }

  /// One kind of page.
  private struct Class: Sendable {
    let kind: String
    let sentence: String
    var remedy: String?
    /// Whether it says why a host refuses, under whatever status.
    var isReason = false
    /// One of them tells it, in lower case.
    let words: [String]
  }

  private static let askOwner =
    "Ask who owns the file for a link that everybody may use, or name the file by its path."

  /// First match wins: the most certain first.
  private static let classes: [Class] = [
    Class(
      kind: "bot wall", sentence: "The host asks for a human, so the service's servers are turned away too.",
      remedy: wallRemedy, isReason: true,
      words: [
        "attention required! | cloudflare", "just a moment...", "cf-challenge", "_cf_chl_opt",
        "cdn-cgi/challenge-platform", "used cloudflare to restrict access", "verify you are human",
        "verifying you are human", "verifying your connection", "are you a robot", "are you human",
        "not a robot", "_incapsula_resource", "datadome", "px-captcha", "pardon our interruption",
        "access to this page has been denied", "checking your browser", "ddos protection by", "ddos-guard",
        "sucuri website firewall", "awswafcookie", "human verification", "enable javascript and cookies",
        "unusual traffic", "err_ngrok", "slowaes",
      ]),
    Class(
      kind: "page for HTTPS", sentence: "The port speaks HTTPS, and was asked without it.",
      remedy: "Write https:// instead of http://.", isReason: true,
      words: ["plain http request was sent to https port", "client sent an http request to an https server"]),
    Class(
      kind: "virus scan warning", sentence: "The host wants a click before it hands out a file this large.",
      words: ["virus scan warning", "can't scan this file for viruses", "download-form"]),
    Class(
      kind: "page that says the quota is used up",
      sentence: "The file was fetched too often of late, or the account's traffic is used up.",
      remedy: "Wait a day, make a copy of the file with a link of its own, or host it elsewhere.",
      isReason: true,
      words: [
        "quota exceeded", "too many users have viewed or downloaded", "uc-error-caption",
        "bandwidth limit exceeded", "bandwidth exceeded", "download limit exceeded", "download limit reached",
        "traffic limit exceeded",
      ]),
    Class(
      kind: "page that says the link has expired", sentence: "The link had an end, which has come.",
      remedy: "Create a fresh link, or use one that does not expire.", isReason: true,
      words: [
        "link has expired", "link expired", "expired link", "transfer expired", "transfer has expired",
        "url has expired", "file has expired", "download has expired", "share has expired",
        "link is no longer valid", "link is no longer active",
      ]),
    Class(
      kind: "page that says the country is blocked", sentence: "The host keeps whole countries out.",
      remedy: "Host the file where everybody may fetch it.", isReason: true,
      words: [
        "block access from your country", "not available in your country", "not available in your region",
        "your country or region",
      ]),
    Class(
      kind: "login page", sentence: "The file can only be had by people who are logged in.", remedy: askOwner,
      isReason: true,
      words: [
        "accounts.google.com", "login.microsoftonline.com", "login.live.com", "type=\"password\"",
        "type=password", "type='password'", "<title>sign in", "<title>log in", "<title>login",
        "please log in", "please sign in", "you need to sign in", "login required", "you need access",
        "password required",
      ]),
    Class(
      kind: "consent page", sentence: "The host asks for consent first.",
      words: [
        "consent.youtube.com", "<title>before you continue", "<title>consent", "<title>cookie consent",
      ]),
    Class(
      kind: "page that says the file is not there", sentence: "Nothing lies at that address any more.",
      remedy: "Check the link letter by letter, or create a new one.", isReason: true,
      words: [
        "404 not found", "<title>not found", "page not found", "file not found", "object not found",
        "<title>404", "- 404<", "error (404)", "no longer available", "doesn't exist", "does not exist",
        "has been removed", "has been deleted", "was deleted", "cannot be found", "can't be found",
        "could not be found", "couldn't find", "can't find the page", "no such file", "error 404",
      ]),
    Class(
      kind: "bot wall", sentence: "The host asks for a human, so the service's servers are turned away too.",
      remedy: wallRemedy, isReason: true, words: ["captcha"]),
    Class(
      kind: "page that says the file is being prepared", sentence: "The host is not done with it yet.",
      remedy: "Wait until the host has it ready, then check again.", isReason: true,
      words: [
        "preparing your download", "preparing your file", "file is being prepared", "download will start",
        "download will begin", "is still processing", "being processed",
      ]),
    Class(
      kind: "page that leads elsewhere", sentence: "A browser would be sent on; fetchers are not.",
      words: [
        "http-equiv=\"refresh\"", "http-equiv=refresh", "http-equiv='refresh'", "window.location=",
        "window.location =", "window.location.href", "window.location.replace", "location.replace(",
        "location.href=", "location.href =", "location.reload(", "document.location",
      ]),
    Class(
      kind: "folder listing", sentence: "It lists files; each has an address of its own.",
      words: ["<title>index of", "<h1>index of", "directory listing"]),
    Class(
      kind: "preview page", sentence: "It shows the file to people; the file itself has another address.",
      words: [
        "preview", "og:video", "<video", "<audio", "twitter:player", "download now", ">download<",
        "- google drive<", "- google docs<", "dropbox - ", "- dropbox<", "- onedrive<", "powered by box<",
        "wetransfer", "- youtube<", " on vimeo<", "| frame.io<", "- mega<", "pcloud",
      ]),
    Class(
      kind: "error page of a program", sentence: "A program on the host failed instead of sending the file.",
      remedy: "Mend the program that serves the file, or host it elsewhere.", isReason: true,
      words: [
        "<b>warning</b>:", "<b>fatal error</b>:", "<b>notice</b>:", "traceback (most recent call last)",
        "internal server error", "stack trace",
      ]),
    Class(
      kind: "page that needs JavaScript",
      sentence: "Only a browser can make something of it; fetchers cannot.",
      words: [
        "enable javascript", "requires javascript", "<app-root", "id=\"root\"></div>", "id=\"app\"></div>",
      ]),
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
