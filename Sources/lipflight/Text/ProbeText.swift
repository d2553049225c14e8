internal import LipSync

/// One source for people.
enum ProbeText {
  static func entry(_ inspection: SourceInspection, _ style: Style) -> String {
    var lines = [style.strong(inspection.source.shown)]
    if let link = inspection.link { lines.append("  " + LinkText.line(link)) }
    if let media = inspection.media { lines += MediaText.lines(media).map { "  " + $0 } }
    lines += FindingText.lines(inspection.findings, style, namesSubject: false)
    return lines.joined(separator: "\n")
  }
}

/// What a URL leads to, on one line.
enum LinkText {
  static func line(_ link: LinkInfo) -> String {
    var parts: [String] = []
    if let status = link.status { parts.append("HTTP \(status)") }
    parts.append(link.contentType ?? "no content type")
    parts.append(link.bytes.map(Figures.bytes) ?? "size unknown")
    parts.append(link.supportsRanges ? "ranges" : "no ranges")
    if let expiry = link.expiresAt { parts.append("expires \(expiry.iso8601)") }
    parts.append("\(link.requests) requests, \(Figures.bytes(link.bytesRead)) read")
    return "link " + parts.joined(separator: ", ")
  }
}
