/// What the first bytes mean for a source that has to be media.
enum ServedFinding {
  private static let rules: [Served: Rule] = [
    .html: .linkHTMLPage, .playlist: .linkPlaylist, .errorDocument: .linkErrorDocument,
    .archive: .linkArchive,
    .text: .linkText, .empty: .linkEmpty,
  ]

  /// What a remedy says of a file on this machine, where the rule's own speaks of a link.
  private static let fileRemedies: [Served: String] = [
    .playlist: "Export one MP4 file, and name that one.",
    .archive: "Unpack it, and name the media file itself.",
    .text: "Name the media file itself.",
    .empty: "Export or copy the file again: this one has no bytes.",
  ]

  /// The rule that fires; nil for media, and for bytes of which only a demuxer can tell.
  ///
  /// - Parameter isFile: whether it is a file on this machine and no link.
  static func make(
    _ sniff: Sniff, about subject: Subject, remedy: String? = nil, isFile: Bool = false
  ) -> Finding? {
    guard let rule = sniff.rule ?? rules[sniff.served] else { return nil }
    var message =
      sniff.served == .empty ? "There are no bytes: the length is 0." : "The bytes are \(article(sniff.kind))"
    if sniff.served != .empty {
      if let title = sniff.title { message += " titled \u{201c}\(title)\u{201d}" }
      message += sniff.rule == nil ? ", not media." : "."
      if let sentence = sniff.sentence { message += " " + sentence }
    }
    if !message.hasSuffix("."), !message.hasSuffix(")") { message += "." }
    return Finding(
      rule, about: subject, message,
      remedy: remedy ?? sniff.remedy ?? (isFile ? fileRemedies[sniff.served] : nil),
      evidence: [
        ("served", .string(sniff.served.rawValue)), ("kind", .string(sniff.kind)),
        ("title", .optional(sniff.title)), ("code", .optional(sniff.code)),
      ])
  }

  /// The kind with its article.
  private static func article(_ kind: String) -> String {
    if ["text", "white space"].contains(kind) || kind.hasPrefix("Base64") || kind.contains(" in front")
      || kind.hasSuffix("subtitles")
    {
      return kind
    }
    let first = kind.first.map { Character($0.lowercased()) } ?? "x"
    // Letters that are spelled out: an HLS playlist, an RSS feed.
    let spelledOut = ["HLS", "HDS", "RSS", "XML", "RTF", "SMIL", "XSPF", "SVG", "xz"].contains {
      kind.hasPrefix($0)
    }
    let isSpokenAsWord = kind.hasPrefix("SMIL") || kind.hasPrefix("XSPF")
    return ("aeiou".contains(first) || spelledOut && !isSpokenAsWord ? "an " : "a ") + kind
  }
}
