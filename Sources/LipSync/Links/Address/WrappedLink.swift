/// Links that mail programs, chats and search engines put around another one, which stands in them.
struct WrappedLink: Equatable {
  /// Who wraps links so.
  let host: String
  /// The link inside, all wrappings taken off.
  let inner: String
  /// Whether the host is known to have nothing but such links there.
  var isCertain = true

  /// What a URL is wrapped around; nil for links that lead to their own host.
  static func read(_ url: String) -> WrappedLink? {
    guard let outer = once(url) else { return nil }
    var inner = outer.inner
    // A mail that went through two companies is wrapped twice.
    for _ in 0..<4 {
      guard let next = once(inner) else { break }
      inner = next.inner
    }
    return WrappedLink(host: outer.host, inner: inner, isCertain: outer.isCertain)
  }

  private static func once(_ url: String) -> WrappedLink? {
    guard let parts = URLParts(url),
      let found = rows.lazy.filter({ $0.isFor(parts) }).compactMap({ row in
        row.form.inner(of: parts, url).map { WrappedLink(host: row.host, inner: $0) }
      }).first(where: { URLParts($0.inner) != nil })
    else { return lookalike(url) }
    return found
  }

  private static let words: Set<String> = [
    "redirect", "redir", "goto", "jump", "link", "link2", "out", "away", "exit", "leave", "outgoing",
    "linkshim",
    "gotolink", "linkout", "safelink", "safelinks", "proxy", "viewer", "deeplink", "click", "dereferrer",
    "dereferer",
    "outboundredirect", "linkfilter", "forward", "transfer", "external", "externallink", "leaving",
  ]

  /// The same on any host, by the look of it: a path that speaks of going elsewhere, around the link of a media file.
  private static func lookalike(_ url: String) -> WrappedLink? {
    guard let parts = URLParts(url), parts.segments.count <= 4,
      !words.isDisjoint(
        with: parts.path.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)),
      let inner = parts.fields.map(\.value).first(where: { value in
        URLParts(value).map { MediaName.isOne($0.path) && $0.host != parts.host } ?? false
      })
    else { return nil }
    return WrappedLink(host: parts.host, inner: inner, isCertain: false)
  }

  /// How a link stands in another.
  enum Form {
    /// Percent-encoded, in the first of these fields that is there.
    case fields([String])
    /// Percent-encoded, in the path behind so many segments.
    case path(behind: Int)
    /// Proofpoint's second form: `-` for `%` and `_` for `/` in the field u.
    case dashes
    /// Proofpoint's third form: `/v3/__URL__;BASE64!!…`, with a `*` for each character that BASE64 holds.
    case stars
    /// In base64, in this field.
    case base64(String)
    /// In base64, in the last segment of the path.
    case base64Path
    /// All that stands behind the question mark, encoded or not.
    case query
    /// `___URL___`, as Avanan writes it.
    case underscores
    /// All of the path behind its first slash, as it is.
    case rest
    /// Google's translator: the host in the first label, `-` for a dot and `--` for a `-`.
    case hyphens

    func inner(of parts: URLParts, _ url: String) -> String? {
      switch self {
      case .fields(let names): return names.lazy.compactMap { parts.field($0) }.first { $0.contains("://") }
      case .path(let count):
        return parts.segments.dropFirst(count).lazy.map(URLParts.decoded).first { $0.contains("://") }
      case .dashes:
        return parts.field("u").map {
          URLParts.decoded($0.replacing("-", with: "%").replacing("_", with: "/"))
        }
      case .stars: return Self.withoutStars(url)
      case .base64Path:
        return parts.segments.last.flatMap(Base64.decode).map { String(decoding: $0, as: UTF8.self) }
      case .query: return parts.query.map { $0.contains("://") ? $0 : URLParts.decoded($0) }
      case .underscores:
        guard let open = url.firstRange(of: "___"), let close = url[open.upperBound...].firstRange(of: "___")
        else {
          return nil
        }
        return String(url[open.upperBound..<close.lowerBound])
      case .hyphens: return Self.withoutHyphens(parts)
      case .rest: return LinkStart.all(in: url).dropFirst().first.map { String(url[$0...]) }
      case .base64(let name):
        return parts.field(name).flatMap(Base64.decode).map { String(decoding: $0, as: UTF8.self) }
      }
    }

    private static func withoutHyphens(_ parts: URLParts) -> String? {
      guard let label = parts.host.split(separator: ".").first, label.contains("-") else { return nil }
      let host = label.split(separator: "--", omittingEmptySubsequences: false)
        .map { $0.replacing("-", with: ".") }.joined(separator: "-")
      let own = (parts.query ?? "").split(separator: "&").filter { !$0.hasPrefix("_x_tr_") }
      return "https://" + host + parts.path + (own.isEmpty ? "" : "?" + own.joined(separator: "&"))
    }

    private static func withoutStars(_ url: String) -> String? {
      guard let open = url.firstRange(of: "/v3/__"),
        let close = url[open.upperBound...].firstRange(of: "__;")
      else { return nil }
      let text = url[open.upperBound..<close.lowerBound]
      let coded = url[close.upperBound...].prefix { $0 != "!" }
      var stored = Array(String(decoding: Base64.decode(coded) ?? [], as: UTF8.self)).makeIterator()
      var out = ""
      var rest = text[...]
      while let first = rest.first {
        rest.removeFirst()
        // Two stars and a letter stand for a run of characters, whose length the letter tells.
        if first == "*", rest.first == "*", let letter = rest.dropFirst().first, let length = lengths[letter]
        {
          rest = rest.dropFirst(2)
          for _ in 0..<length { stored.next().map { out.append($0) } }
        } else if first == "*" {
          stored.next().map { out.append($0) }
        } else {
          out.append(first)
        }
      }
      // Some programs make one slash of two.
      if let range = out.firstRange(of: ":/"), !out[range.upperBound...].hasPrefix("/") {
        out.replaceSubrange(range, with: "://")
      }
      return out
    }

    private static let lengths = Dictionary(
      uniqueKeysWithValues: zip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 2...))
  }
}
