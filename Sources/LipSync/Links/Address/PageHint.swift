/// Addresses that look like those of pages, for when nobody may look: a hint of low weight.
enum PageHint {
  /// The rule that fires; nil for addresses that look like files'.
  static func finding(_ url: String, about subject: Subject) -> Finding? {
    guard let parts = URLParts(url), let clause = clause(parts) else { return nil }
    return Finding(
      .linkSharePage, about: subject, "The link looks like that of a page, not of a file: \(clause).",
      remedy: "Look at it over the network, or use the direct link to the file itself.",
      severity: .info,
      evidence: [("host", .string(parts.host)), ("direct_url", .null)])
  }

  private static let words: Set<String> = [
    "view", "preview", "share", "shared", "embed", "blob", "details", "watch", "edit", "player",
  ]

  private static func clause(_ parts: URLParts) -> String? {
    let segments = parts.segments
    // A name with an ending is a file's, whatever stands before it; a signature is not put on pages.
    let last = segments.last ?? ""
    let ending = last.split(separator: ".").last.map(String.init) ?? ""
    let hasEnding = last.contains(".") && (2...5).contains(ending.count) && ending.contains(where: \.isLetter)
    let isPage = ["html", "htm", "php", "aspx", "jsp"].contains(ending.lowercased())
    if hasEnding, !isPage { return nil }
    if parts.host.hasPrefix("console.") { return "its host is a console" }
    if parts.host.hasPrefix("api.") {
      return "its host is an interface for programs, which mostly asks for a key"
    }
    if let word = segments.first(where: { words.contains($0.lowercased()) }) {
      return "its path has \u{201c}\(word)\u{201d} in it, and no file's ending"
    }
    if let fragment = parts.fragment, fragment.hasPrefix("/") || fragment.hasPrefix("!") {
      return "what it leads to comes after the #, which is never sent to the host"
    }
    return isPage ? "it ends in .\(ending)" : nil
  }
}
