/// The words of a page that people see.
enum PageText {
  /// Headings, in order: what stands in `h1` and `h2`.
  static func captions(_ page: Substring) -> [String] {
    (elements("h1", in: page) + elements("h2", in: page)).filter { !$0.isEmpty }.prefix(4).map {
      String($0.prefix(200))
    }
  }

  /// What Google Drive's error pages say (class `uc-error-caption` and `uc-error-subcaption`, whatever is wrong); nil on others.
  static func errorCaption(_ page: Substring) -> String? {
    let texts = ["uc-error-caption", "uc-error-subcaption"].compactMap { name -> String? in
      guard let mark = page.firstRange(of: name), let open = page[mark.upperBound...].firstIndex(of: ">")
      else { return nil }
      let text = words(page[page.index(after: open)...].prefix(2000).prefix { $0 != "<" })
      return text.isEmpty ? nil : text
    }
    return texts.isEmpty ? nil : texts.joined(separator: " ")
  }

  /// A page without its scripts, styles and comments.
  static func visible(_ page: Substring) -> String {
    var (out, rest) = ("", page)
    while let next = hidden.compactMap({ pair in rest.firstRange(of: pair.open).map { ($0, pair.close) } })
      .min(by: { $0.0.lowerBound < $1.0.lowerBound })
    {
      out += rest[..<next.0.lowerBound]
      guard let close = rest[next.0.upperBound...].firstRange(of: next.1) else { return out }
      rest = rest[close.upperBound...]
    }
    return out + rest
  }

  private static let hidden = [
    ("<script", "</script"), ("<SCRIPT", "</SCRIPT"), ("<style", "</style"), ("<!--", "-->"),
  ]
  .map { (open: $0.0, close: $0.1) }

  private static func elements(_ name: String, in page: Substring) -> [String] {
    var (found, rest) = ([String](), page)
    while found.count < 4, let open = rest.firstRange(of: "<" + name),
      let begin = rest[open.upperBound...].firstIndex(of: ">"),
      let end = rest[begin...].firstRange(of: "</" + name)
    {
      found.append(words(rest[rest.index(after: begin)..<end.lowerBound]))
      rest = rest[end.upperBound...]
    }
    return found
  }

  /// Text without tags and needless space.
  private static func words(_ text: some StringProtocol) -> String {
    var (out, depth) = ("", 0)
    for character in text {
      if character == "<" { depth += 1 }
      if depth == 0 { out.append(character) }
      if character == ">", depth > 0 { depth -= 1 }
    }
    return out.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
