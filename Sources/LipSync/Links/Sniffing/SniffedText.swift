/// What text is: a page, a playlist, an error, a pointer, or text.
enum SniffedText {
  /// Text of the first bytes, byte order marks and UTF-16 understood; nil where they are not text.
  static func decode(_ bytes: ArraySlice<UInt8>) -> String? {
    if bytes.starts(with: [0xff, 0xfe]) { return utf16(bytes.dropFirst(2), littleEndian: true) }
    if bytes.starts(with: [0xfe, 0xff]) { return utf16(bytes.dropFirst(2), littleEndian: false) }
    let text = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes.dropFirst(3) : bytes
    // Markup in UTF-16 that leaves the mark out.
    if text.starts(with: [0x3c, 0]) { return utf16(text, littleEndian: true) }
    if text.starts(with: [0, 0x3c]) { return utf16(text, littleEndian: false) }
    // WHATWG's binary data bytes: control characters other than tab, line ends, form feed and escape.
    let isBinary = text.prefix(Sniff.window).contains { byte in
      byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].contains(byte)
    }
    guard !isBinary else { return nil }
    // Bytes that are neither ASCII nor well-formed UTF-8 are more likely media that is not known here than text,
    // unless it is plainly a page in an old encoding.
    let decoded = String(decoding: text, as: UTF8.self)
    let strange = decoded.unicodeScalars.prefix(Sniff.window).count { $0 == "\u{fffd}" }
    // The last character may be cut.
    if strange <= 1, text.allSatisfy({ $0 < 0x80 }) || !isLatin(text) { return decoded }
    guard decoded.contains("<"), strange < Sniff.window / 8 else { return strange <= 1 ? decoded : nil }
    return String(String.UnicodeScalarView(text.map { UnicodeScalar($0) }))
  }

  /// Whether bytes beyond ASCII stand alone, as letters of ISO 8859-1 do and those of UTF-8 never.
  private static func isLatin(_ text: ArraySlice<UInt8>) -> Bool {
    let bytes = Array(text.prefix(Sniff.window))
    return bytes.indices.dropLast().contains { index in
      bytes[index] >= 0xc0 && bytes[index + 1] < 0x80
    }
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, littleEndian: Bool) -> String? {
    let data = Array(bytes)
    let units = stride(from: 0, to: data.count - 1, by: 2).map { index in
      let (a, b) = (UInt16(data[index]), UInt16(data[index + 1]))
      return littleEndian ? b << 8 | a : a << 8 | b
    }
    // MPEG audio may begin with FF FE too; its units are no text.
    let text = String(decoding: units, as: UTF16.self)
    let controls = text.unicodeScalars.prefix(200).count { $0.value < 0x09 || $0 == "\u{fffd}" }
    return controls == 0 && text.unicodeScalars.prefix(200).contains { $0.value < 0x80 } ? text : nil
  }

  static func classify(_ text: String) -> Sniff {
    let start = skippingSpace(text[...])
    guard !start.isEmpty else { return Sniff(.text, "white space") }
    if let row = prefixes.first(where: { start.lowercasedPrefix($0.prefix) }) {
      var sniff = Sniff(row.served, row.kind)
      if row.kind == lfsPointer { sniff.sentence = lfsSentence(text) }
      return sniff
    }
    if let coded = CodedText.sniff(start) { return coded }
    if start.first == "{" || start.first == "[" { return ErrorDocument.sniffJSON(String(start)) }
    if start.first == "<", let markup = markup(start) { return markup }
    let head = start.prefix(Sniff.window).lowercased()
    if head.contains("<html") || head.contains("<!doctype html") { return PageSniff.page(text) }
    if isListOfLinks(start) { return Sniff(.playlist, "list of links") }
    var sniff = Sniff(.text, "text")
    sniff.refusal = ErrorDocument.refusal(in: head)
    sniff.sentence = words(of: start)
    return sniff
  }

  /// What a host says in a line of plain text, as instead of a page; nil for longer texts, and for those with links and keys in
  /// them, which are nobody's to print.
  private static func words(of text: Substring) -> String? {
    guard text.utf8.count <= 300, !text.contains("://"), !text.contains("-----") else { return nil }
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count > 1, words.allSatisfy({ $0.count <= 32 }) else { return nil }
    return "It says \u{201c}\(words.joined(separator: " ").prefix(120))\u{201d}."
  }

  /// M3U in its oldest form: nothing but addresses.
  private static func isListOfLinks(_ text: Substring) -> Bool {
    let lines = text.prefix(4096).split(whereSeparator: \.isNewline).prefix(3)
    let schemes = ["http://", "https://", "rtsp://", "rtmp://", "mms://"]
    return !lines.isEmpty && lines.allSatisfy { line in schemes.contains(where: line.hasPrefix) }
  }

  private static let lfsPointer = "Git LFS pointer"

  private static let prefixes: [(prefix: String, served: Served, kind: String)] = [
    ("#extm3u", .playlist, "HLS playlist"),
    ("[playlist]", .playlist, "PLS playlist"),
    ("version https://git-lfs.github.com/spec/", .text, lfsPointer),
    ("webvtt", .text, "WebVTT subtitles"),
    ("#!/", .text, "script"),
    ("<?php", .text, "PHP program, which the host does not run"),
    ("[internetshortcut]", .text, "Windows shortcut"),
  ]

  /// Root elements of XML documents that are not errors.
  private static let roots: [String: (served: Served, kind: String)] = [
    "mpd": (.playlist, "DASH playlist"), "smoothstreamingmedia": (.playlist, "Smooth Streaming playlist"),
    "smil": (.playlist, "SMIL playlist"), "rss": (.playlist, "RSS feed"), "feed": (.playlist, "Atom feed"),
    "manifest": (.playlist, "HDS playlist"), "metalink": (.playlist, "Metalink list"),
    "playlist": (.playlist, "XSPF playlist"), "asx": (.playlist, "ASX playlist"),
    "svg": (.text, "SVG drawing"), "tt": (.text, "TTML subtitles"),
    "listbucketresult": (.text, "listing of a bucket"),
    "enumerationresults": (.text, "listing of a container"),
    "listallmybucketsresult": (.text, "listing of buckets"), "multistatus": (.text, "WebDAV listing"),
  ]

  /// Elements with which pages begin: WHATWG's list, and those that error pages of servers begin with.
  private static let pageElements: Set<String> = [
    "!doctype", "html", "head", "script", "iframe", "h1", "h2", "h3", "div", "font", "table", "a", "style",
    "title",
    "b", "body", "br", "p", "meta", "link", "center", "form", "noscript", "pre", "span", "main", "section",
    "frameset", "frame", "h4", "base", "nav", "header", "article", "ul",
    "img", "video", "audio", "object", "embed",
  ]

  private static func markup(_ text: Substring) -> Sniff? {
    var rest = text
    var sawComment = false
    while true {
      rest = skippingSpace(rest)
      if rest.hasPrefix("<!--") {
        sawComment = true
        // A comment longer than the first look: XML documents do not begin so, pages do.
        guard let end = rest.firstRange(of: "-->") else { return PageSniff.page(String(text)) }
        rest = rest[end.upperBound...]
      } else if rest.hasPrefix("<?") {
        guard let end = rest.firstRange(of: "?>") else { return Sniff(.text, "XML document") }
        rest = rest[end.upperBound...]
      } else {
        break
      }
    }
    guard rest.first == "<" else { return sawComment ? PageSniff.page(String(text)) : nil }
    let name = rest.dropFirst().prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }.lowercased()
    let isXMLDocumentType = name == "!doctype" && !rest.lowercasedPrefix("<!doctype html")
    if pageElements.contains(name), !isXMLDocumentType { return PageSniff.page(String(text)) }
    let localName = name.split(separator: ":").last.map(String.init) ?? name
    if let root = roots[localName] { return Sniff(root.served, root.kind) }
    // Elements of a page's own making, and pages that begin with any other.
    let isPage = localName.contains("-") || rest.prefix(8192).lowercased().contains("<script")
    if isPage { return PageSniff.page(String(text)) }
    return ErrorDocument.sniffXML(String(rest))
  }

  private static func lfsSentence(_ text: String) -> String {
    let size = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("size ") }?.dropFirst(5)
    let of = size.flatMap { Int64($0) }.map { " of \($0) bytes" } ?? ""
    return "It stands for a file\(of) that is stored in Git LFS."
  }

  private static func skippingSpace(_ text: Substring) -> Substring { text.drop { $0.isWhitespace } }
}

extension Substring {
  /// Whether it begins with `prefix`, which is in lower case, in any case.
  func lowercasedPrefix(_ prefix: String) -> Bool { self.prefix(prefix.count).lowercased() == prefix }
}
