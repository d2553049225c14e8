/// One kind of page, and the words that tell it.
struct PageClass: Sendable {
  let kind: String
  let sentence: String
  var remedy: String?
  /// Whether it says why a host refuses, under whatever status.
  var isReason = false
  /// One of them tells it, in lower case.
  let words: [String]
  /// One of them tells it where nothing else does, wherever it stands.
  var lastWords: [String] = []
  /// Whether its words in the title or a caption weigh more than others' in the text.
  var isToldByHeadings = true
  /// Whether words in scripts count.
  var isInScripts = false

  func fits(_ text: String) -> Bool { words.contains { text.contains($0) } }

  func fitsAtLast(_ text: String) -> Bool { lastWords.contains { text.contains($0) } }

  private static let askOwner =
    "Ask who owns the file for a link that everybody may use, or name the file by its path."

  /// First match wins: the most certain first.
  static let all: [PageClass] = [
    PageClass(
      kind: "bot wall", sentence: "The host asks for a human, so the service's servers are turned away too.",
      remedy: PageSniff.wallRemedy, isReason: true,
      words: [
        "attention required! | cloudflare", "just a moment...", "cf-challenge", "_cf_chl_opt",
        "used cloudflare to restrict access", "verify you are human",
        "verifying you are human", "verifying your connection", "are you a robot", "are you human",
        "not a robot", "_incapsula_resource", "pardon our interruption",
        "access to this page has been denied", "checking your browser", "ddos protection by", "ddos-guard",
        "sucuri website firewall", "awswafcookie", "human verification", "enable javascript and cookies",
        "unusual traffic", "err_ngrok", "slowaes",
      ],
      // Their scripts are on good pages, too.
      lastWords: ["cdn-cgi/challenge-platform", "datadome", "px-captcha", "captcha"], isInScripts: true),
    PageClass(
      kind: "page for HTTPS", sentence: "The port speaks HTTPS, and was asked without it.",
      remedy: "Write https:// instead of http://.", isReason: true,
      words: ["plain http request was sent to https port", "client sent an http request to an https server"]),
    PageClass(
      kind: "virus scan warning", sentence: "The host requires a click before it sends a file this large.",
      words: ["virus scan warning", "can't scan this file for viruses", "download-form"]),
    PageClass(
      kind: "page that says the download is not allowed",
      sentence: "The owner, or the host, lets nobody download it.",
      remedy:
        "Have the owner allow downloads (in Drive: Share, the gear, Viewers can download), or name the file by its path.",
      isReason: true,
      words: [
        "permission to download", "download is disabled", "downloads are disabled", "disabled downloading",
        "downloads disabled", "file is infected", "infected with a virus", "owner has disabled",
        "can't download this",
        "cannot download this", "not allowed to download",
      ]),
    PageClass(
      kind: "page that says the quota is used up",
      sentence: "The file was fetched too often of late, or the account's traffic is used up.",
      remedy: "Wait a day, make a copy of the file with a link of its own, or host it elsewhere.",
      isReason: true,
      words: [
        "quota exceeded", "too many users have viewed or downloaded",
        "bandwidth limit exceeded", "bandwidth exceeded", "download limit exceeded", "download limit reached",
        "traffic limit exceeded",
      ]),
    PageClass(
      kind: "page that says the link has expired", sentence: "The link had an end, which has come.",
      remedy: "Create a fresh link, or use one that does not expire.", isReason: true,
      words: [
        "link has expired", "link expired", "expired link", "transfer expired", "transfer has expired",
        "url has expired", "file has expired", "download has expired", "share has expired",
        "link is no longer valid", "link is no longer active", "token expired",
        "\u{94FE}\u{63A5}\u{5DF2}\u{8FC7}\u{671F}",
        "\u{5206}\u{4EAB}\u{5DF2}\u{8FC7}\u{671F}",
      ]),
    PageClass(
      kind: "page that says the country is blocked", sentence: "The host keeps whole countries out.",
      remedy: "Host the file where everybody may fetch it.", isReason: true,
      words: [
        "block access from your country", "not available in your country", "not available in your region",
        "your country or region",
      ]),
    PageClass(
      kind: "page that asks for a password", sentence: "The link is protected by a password.",
      remedy: "Take the password off the link where it was shared, or name the file by its path.",
      isReason: true,
      words: [
        "password protected", "password-protected", "link password", "enter the password", "enter password",
        "password is required", "\u{8BF7}\u{8F93}\u{5165}\u{63D0}\u{53D6}\u{7801}",
      ]),
    PageClass(
      kind: "page that says the account is suspended", sentence: "The host has closed the account.",
      remedy: "Look at the account with the host, or host the file elsewhere.", isReason: true,
      words: [
        "account suspended", "account has been suspended", "site has been suspended", "website is suspended",
      ]),
    PageClass(
      kind: "login page", sentence: "The file is available only after logging in.", remedy: askOwner,
      isReason: true,
      words: [
        "<title>sign in", "<title>log in", "<title>login", "<h1>sign in", "<h1>log in", "please log in",
        "please sign in", "you need to sign in", "login required", "you need access", "password required",
        "request access", "- sign in<", "| sign in<", "- log in<", "| log in<", "- login<", "| login<",
        "<h1>anmelden",
        "<title>anmelden", "<h1>connexion", "<title>connexion", "<title>iniciar sesi", "is private",
      ],
      // A box in the menu, and links to others' logins, are on pages for everybody, too.
      lastWords: [
        "type=\"password\"", "type=password", "type='password'", "accounts.google.com",
        "login.microsoftonline.com",
        "login.live.com",
      ]),
    PageClass(
      kind: "consent page", sentence: "The host asks for consent first.",
      words: [
        "consent.youtube.com", "<title>before you continue", "<title>consent", "<title>cookie consent",
      ]),
    PageClass(
      kind: "page that says the file is not there", sentence: "There is nothing at that address any more.",
      remedy: "Check the link letter by letter, or create a new one.", isReason: true,
      words: [
        "404 not found", "<title>not found", "page not found", "file not found", "object not found",
        "<title>404", "- 404<", "error (404)", "no longer available", "no longer exists", "file deleted",
        "doesn't exist", "does not exist",
        "has been removed", "has been deleted", "was deleted", "cannot be found", "can't be found",
        "file was removed", "nosuchkey", "\u{94FE}\u{63A5}\u{4E0D}\u{5B58}\u{5728}",
        "\u{5DF2}\u{7ECF}\u{88AB}\u{5220}\u{9664}",
        "could not be found", "couldn't find", "can't find the page", "no such file", "error 404",
      ]),
    PageClass(
      kind: "page that says the file is being prepared", sentence: "The host is not done with it yet.",
      remedy: "Wait until the host has it ready, then check again.", isReason: true,
      words: [
        "preparing your download", "preparing your file", "file is being prepared", "download will start",
        "download will begin", "is still processing", "being processed",
      ]),
    PageClass(
      kind: "page that leads elsewhere", sentence: "A browser would be sent on; fetchers are not.",
      words: ["http-equiv=\"refresh\"", "http-equiv=refresh", "http-equiv='refresh'"],
      lastWords: [
        "window.location=", "window.location =", "window.location.href", "window.location.replace",
        "location.replace(",
        "location.href=", "location.href =", "location.reload(", "document.location",
      ], isToldByHeadings: false),
    PageClass(
      kind: "folder listing", sentence: "It lists files; each has an address of its own.",
      words: ["<title>index of", "<h1>index of", "directory listing"]),
    PageClass(
      kind: "preview page", sentence: "It shows the file to people; the file itself has another address.",
      words: [
        "preview", "og:video", "<video", "<audio", "twitter:player", "download now", ">download<",
        "- google drive<", "- google docs<", "dropbox - ", "- dropbox<", "- onedrive<", "powered by box<",
        "wetransfer", "- youtube<", " on vimeo<", "| frame.io<", "- mega<", "pcloud",
      ], isToldByHeadings: false),
    PageClass(
      kind: "error page of a program", sentence: "A program on the host failed instead of sending the file.",
      remedy: "Mend the program that serves the file, or host it elsewhere.", isReason: true,
      words: [
        "<b>warning</b>:", "<b>fatal error</b>:", "<b>notice</b>:", "traceback (most recent call last)",
        "internal server error", "stack trace",
      ]),
    PageClass(
      kind: "page that needs JavaScript",
      sentence: "Only a browser can make something of it; fetchers cannot.",
      words: [
        "enable javascript", "requires javascript", "<app-root", "id=\"root\"></div>", "id=\"app\"></div>",
      ]),
  ]
}
