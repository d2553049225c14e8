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
      ?? (status >= 500
        ? StatusMeaning(
          phrase: "server error", sentence: "The host has a fault of its own.",
          remedy: "Try again later, or host the file elsewhere.")
        : StatusMeaning(
          phrase: "refused", sentence: "The host does not hand the file out.",
          remedy: "Open the URL in a private browser window; use a link that works there without a login."))
  }

  private static let table: [Int: StatusMeaning] = [
    401: StatusMeaning(
      phrase: "Unauthorized", sentence: "The file can only be had with a login.",
      remedy: "Use a public or signed link, or name the file by its path, so that it is uploaded."),
    402: StatusMeaning(
      phrase: "Payment Required", sentence: "The host wants to be paid, or the account's traffic is used up.",
      remedy: "Look at the account with the host, or host the file elsewhere."),
    403: StatusMeaning(
      phrase: "Forbidden",
      sentence: "The file is private, the link has expired, or the host keeps programs out.",
      remedy: "Create a fresh public or signed link, or name the file by its path, so that it is uploaded."),
    404: StatusMeaning(
      phrase: "Not Found", sentence: "Nothing lies at this address.",
      remedy: "Check the link letter by letter, or create a new one."),
    407: StatusMeaning(
      phrase: "Proxy Authentication Required", sentence: "A proxy in front of the host wants a login.",
      remedy: "Use a link that is public."),
    410: StatusMeaning(
      phrase: "Gone", sentence: "The file was here and is not any more, or the link has expired.",
      remedy: "Create a fresh link."),
    416: StatusMeaning(
      phrase: "Range Not Satisfiable", sentence: "The host refuses to send the first bytes.",
      remedy: "Upload the file to the host again, or host it elsewhere."),
    429: StatusMeaning(
      phrase: "Too Many Requests", sentence: "The host is asked too often.",
      remedy: "Try again later, or host the file where traffic is not limited."),
    451: StatusMeaning(
      phrase: "Unavailable For Legal Reasons",
      sentence: "The host may not hand the file out in this country.",
      remedy: "Host the file elsewhere."),
    503: StatusMeaning(
      phrase: "Service Unavailable", sentence: "The host is overloaded or being worked on.",
      remedy: "Try again later, or host the file elsewhere."),
  ]
}
