/// HTTP statuses that say no, for people.
struct StatusMeaning {
  /// The reason phrase of RFC 9110.
  let phrase: String
  /// What it means for a fetcher.
  let sentence: String
  /// What to do.
  let remedy: String

  static func of(_ status: Int) -> StatusMeaning {
    table[status]
      ?? ((500..<600).contains(status)
        ? StatusMeaning(
          phrase: "server error", sentence: "The host has a fault of its own.",
          remedy: "Try again later, or host the file elsewhere.")
        : StatusMeaning(
          phrase: "refused", sentence: "The host does not hand the file out.",
          remedy: "Open the URL in a private browser window; use a link that works there without a login."))
  }

  static let table: [Int: StatusMeaning] = [
    511: StatusMeaning(
      phrase: "Network Authentication Required",
      sentence: "A network on the way requires a login first: the answer is not the host's.",
      remedy: "Log in to the network that this machine is in, and check again."),
    202: StatusMeaning(
      phrase: "Accepted", sentence: "The host is still preparing the file.",
      remedy: "Wait until the host has it ready, then check again; use the link of the finished file."),
    300: StatusMeaning(
      phrase: "Multiple Choices", sentence: "The host offers several files and sends none.",
      remedy: "Use the link of one of them."),
    301: StatusMeaning(phrase: "Moved Permanently", sentence: moved, remedy: "Use the file's new address."),
    302: StatusMeaning(phrase: "Found", sentence: moved, remedy: "Use the file's new address."),
    303: StatusMeaning(phrase: "See Other", sentence: moved, remedy: "Use the file's new address."),
    304: StatusMeaning(
      phrase: "Not Modified",
      sentence: "The host says that nothing has changed (304), although that was not asked.",
      remedy: "Put the host's cache right, or use another host."),
    307: StatusMeaning(phrase: "Temporary Redirect", sentence: moved, remedy: "Use the file's new address."),
    308: StatusMeaning(phrase: "Permanent Redirect", sentence: moved, remedy: "Use the file's new address."),
    400: StatusMeaning(
      phrase: "Bad Request",
      sentence: "The host cannot make anything of the link, or its signature is no longer good.",
      remedy: "Copy the link again, all of it, or create a new one."),
    401: StatusMeaning(
      phrase: "Unauthorized", sentence: "The file can only be had with a login.",
      remedy: "Use a public or signed link, or name the file by its path, so that it is uploaded."),
    402: StatusMeaning(
      phrase: "Payment Required", sentence: "The host requires payment, or the account's traffic is used up.",
      remedy: "Look at the account with the host, or host the file elsewhere."),
    403: StatusMeaning(
      phrase: "Forbidden",
      sentence: "The file is private, the link has expired, or the host keeps programs out.",
      remedy: "Create a fresh public or signed link, or name the file by its path, so that it is uploaded."),
    404: StatusMeaning(
      phrase: "Not Found", sentence: "There is nothing at this address.",
      remedy: "Check the link letter by letter, or create a new one."),
    405: StatusMeaning(
      phrase: "Method Not Allowed",
      sentence: "The host does not allow reading (GET) at this address; it may be meant for uploads.",
      remedy: "Create a link for downloads."),
    406: StatusMeaning(
      phrase: "Not Acceptable", sentence: "The host does not send the file to programs that take anything.",
      remedy: "Host the file where everybody may fetch it."),
    407: StatusMeaning(
      phrase: "Proxy Authentication Required", sentence: "A proxy in front of the host requires a login.",
      remedy: "Use a link that is public."),
    408: StatusMeaning(
      phrase: "Request Timeout",
      sentence: "The host says that it waited too long, each time that it was asked.",
      remedy: "Try again later, or host the file elsewhere."),
    409: StatusMeaning(
      phrase: "Conflict", sentence: "The host says that the file's or account's state does not allow it.",
      remedy: "Open the URL in a private browser window; use a link that works there without a login."),
    410: StatusMeaning(
      phrase: "Gone", sentence: "The file was here and is not any more, or the link has expired.",
      remedy: "Create a fresh link."),
    412: StatusMeaning(
      phrase: "Precondition Failed",
      sentence: "The host requires something from its clients, such as a cookie of its pages.",
      remedy: "Use a link that works for everybody, or name the file by its path, so that it is uploaded."),
    414: StatusMeaning(
      phrase: "URI Too Long", sentence: "The link is longer than the host takes.",
      remedy: "Use a shorter link."),
    418: StatusMeaning(
      phrase: "I'm a teapot", sentence: "The host keeps programs out.",
      remedy: "Host the file where programs may fetch it, or name it by its path, so that it is uploaded."),
    416: StatusMeaning(
      phrase: "Range Not Satisfiable", sentence: "The host refuses to send the first bytes.",
      remedy: "Upload the file to the host again, or host it elsewhere."),
    421: StatusMeaning(
      phrase: "Misdirected Request", sentence: "The server is not in charge of that host.",
      remedy: "Check the host's name, and its DNS records and certificate."),
    423: StatusMeaning(
      phrase: "Locked", sentence: "The file is locked, as while it is being edited or scanned.",
      remedy: "Unlock it, or try again later."),
    426: StatusMeaning(
      phrase: "Upgrade Required", sentence: "The host requires another version of the protocol.",
      remedy: "Write https:// instead of http://, or host the file elsewhere."),
    429: StatusMeaning(
      phrase: "Too Many Requests", sentence: "The host is asked too often.",
      remedy: "Try again later, or host the file where traffic is not limited."),
    431: StatusMeaning(
      phrase: "Request Header Fields Too Large",
      sentence: "The host takes shorter links or fewer headers only.",
      remedy: "Use a shorter link, or host the file elsewhere."),
    451: StatusMeaning(
      phrase: "Unavailable For Legal Reasons",
      sentence: "The host may not hand the file out in this country.",
      remedy: "Host the file elsewhere."),
    500: StatusMeaning(
      phrase: "Internal Server Error", sentence: "The host has a fault of its own.",
      remedy: "Try again later, or host the file elsewhere."),
    502: StatusMeaning(
      phrase: "Bad Gateway", sentence: behind, remedy: "Try again later, or host the file elsewhere."),
    503: StatusMeaning(
      phrase: "Service Unavailable", sentence: "The host is overloaded or being worked on.",
      remedy: "Try again later, or host the file elsewhere."),
    504: StatusMeaning(
      phrase: "Gateway Timeout", sentence: behind, remedy: "Try again later, or host the file elsewhere."),
    507: StatusMeaning(
      phrase: "Insufficient Storage", sentence: "The host's disk or the account's quota is full.",
      remedy: "Look at the account with the host, or host the file elsewhere."),
    509: StatusMeaning(
      phrase: "Bandwidth Limit Exceeded", sentence: "The account's traffic is used up.",
      remedy: "Look at the account with the host, or host the file elsewhere."),
    520: StatusMeaning(phrase: "Cloudflare: unknown error", sentence: behind, remedy: repair),
    521: StatusMeaning(phrase: "Cloudflare: server is down", sentence: behind, remedy: repair),
    522: StatusMeaning(phrase: "Cloudflare: connection timed out", sentence: behind, remedy: repair),
    523: StatusMeaning(phrase: "Cloudflare: origin is unreachable", sentence: behind, remedy: repair),
    524: StatusMeaning(phrase: "Cloudflare: a timeout occurred", sentence: behind, remedy: repair),
    525: StatusMeaning(phrase: "Cloudflare: TLS handshake failed", sentence: behind, remedy: repair),
    526: StatusMeaning(phrase: "Cloudflare: invalid TLS certificate", sentence: behind, remedy: repair),
    530: StatusMeaning(phrase: "Cloudflare: origin error", sentence: behind, remedy: repair),
  ]

  private static let moved = "The file has moved, and the host does not say where to."
  private static let behind = "The host is a gateway to another server, which gives no answer."
  private static let repair = "Start or repair the server behind Cloudflare, or host the file elsewhere."
}
