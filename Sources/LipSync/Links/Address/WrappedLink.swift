/// Links that mail programs, chats and search engines put around another one, which stands in them.
struct WrappedLink: Equatable {
  /// Who wraps links so.
  let host: String
  /// The link inside, all wrappings taken off.
  let inner: String

  /// What a URL is wrapped around; nil for links that lead to their own host.
  static func read(_ url: String) -> WrappedLink? {
    guard let outer = once(url) else { return nil }
    var inner = outer.inner
    // A mail that went through two companies is wrapped twice.
    for _ in 0..<4 {
      guard let next = once(inner) else { break }
      inner = next.inner
    }
    return WrappedLink(host: outer.host, inner: inner)
  }

  private static func once(_ url: String) -> WrappedLink? {
    guard let parts = URLParts(url),
      let row = rows.first(where: { $0.isFor(parts) }), let inner = row.form.inner(of: parts, url),
      ["http://", "https://"].contains(where: inner.lowercased().hasPrefix), URLParts(inner) != nil
    else { return nil }
    return WrappedLink(host: row.host, inner: inner)
  }

  /// How a link stands in another.
  private enum Form {
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
      case .base64(let name):
        return parts.field(name).flatMap(Base64.decode).map { String(decoding: $0, as: UTF8.self) }
      }
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

  private struct Row {
    let host: String
    /// Hosts; whole domains where written with a leading dot, first labels where with one at the end.
    let hosts: [String]
    var path = "/"
    var form = Form.fields(["url"])

    func isFor(_ parts: URLParts) -> Bool {
      parts.path.hasPrefix(path)
        && hosts.contains {
          $0.hasSuffix(".")
            ? parts.host.hasPrefix($0) : $0.hasPrefix(".") ? parts.host.hasSuffix($0) : parts.host == $0
        }
    }
  }

  /// Forms that are written down by their vendors, or that their own pages decode in public.
  private static let rows: [Row] = [
    Row(
      host: "Outlook's Safe Links",
      hosts: [".safelinks.protection.outlook.com", ".safelinks.protection.office365.us"]),
    Row(
      host: "Teams' Safe Links", hosts: ["statics.teams.cdn.office.net"], path: "/evergreen-assets/safelinks/"
    ),
    Row(host: "Office's viewer", hosts: ["view.officeapps.live.com"], path: "/op/", form: .fields(["src"])),
    Row(
      host: "Google", hosts: ["google.com", "www.google.", "plus.url.google.com"], path: "/url",
      form: .fields(["q", "url"])),
    Row(host: "Google's viewer", hosts: ["docs.google.com"], path: "/viewer", form: .fields(["url"])),
    Row(host: "Google's viewer", hosts: ["docs.google.com"], path: "/gview", form: .fields(["url"])),
    Row(
      host: "Facebook", hosts: ["l.facebook.com", "lm.facebook.com", "l.messenger.com", "l.workplace.com"],
      form: .fields(["u"])),
    Row(host: "Instagram", hosts: ["l.instagram.com"], form: .fields(["u"])),
    Row(host: "Threads", hosts: ["l.threads.net", "l.threads.com"], form: .fields(["u"])),
    Row(host: "Slack", hosts: ["slack-redir.net"], path: "/link"),
    Row(
      host: "YouTube", hosts: ["www.youtube.com", "youtube.com", "m.youtube.com"], path: "/redirect",
      form: .fields(["q"])),
    Row(host: "LinkedIn", hosts: ["www.linkedin.com"], path: "/safety/go"),
    Row(host: "LinkedIn", hosts: ["www.linkedin.com"], path: "/redir/"),
    Row(host: "Reddit", hosts: ["out.reddit.com"]),
    Row(host: "Bing", hosts: ["www.bing.com"], path: "/news/apiclick"),
    Row(host: "DuckDuckGo", hosts: ["duckduckgo.com"], path: "/l/", form: .fields(["uddg"])),
    Row(host: "VK", hosts: ["vk.com", "away.vk.com"], path: "/away", form: .fields(["to"])),
    Row(host: "Steam", hosts: ["steamcommunity.com"], path: "/linkfilter", form: .fields(["u", "url"])),
    Row(host: "Zhihu", hosts: ["link.zhihu.com"], form: .fields(["target"])),
    Row(host: "Juejin", hosts: ["link.juejin.cn"], form: .fields(["target"])),
    Row(host: "CSDN", hosts: ["link.csdn.net"], form: .fields(["target"])),
    Row(host: "QQ", hosts: ["c.pc.qq.com"], form: .fields(["pfurl", "url"])),
    Row(host: "Tencent Docs", hosts: ["docs.qq.com"], path: "/scenario/link"),
    Row(
      host: "Feishu", hosts: ["security.feishu.cn", "security.larksuite.com"], path: "/link/",
      form: .fields(["target"])),
    Row(
      host: "Proofpoint", hosts: ["urldefense.proofpoint.com", "urldefense.com"], path: "/v1/",
      form: .fields(["u"])),
    Row(
      host: "Proofpoint", hosts: ["urldefense.proofpoint.com", "urldefense.com"], path: "/v2/", form: .dashes),
    Row(
      host: "Proofpoint", hosts: ["urldefense.com", "urldefense.us", "urldefense.proofpoint.com"],
      path: "/v3/",
      form: .stars),
    Row(host: "Barracuda", hosts: ["linkprotect.cudasvc.com"], path: "/url", form: .fields(["a"])),
    Row(host: "Cisco", hosts: ["secure-web.cisco.com"], form: .path(behind: 1)),
    Row(host: "Sophos", hosts: [".protection.sophos.com"], form: .base64("u")),
    Row(host: "FireEye", hosts: ["protect.fireeye.com", "protect2.fireeye.com"], form: .fields(["u"])),
    Row(host: "Amazon's mail", hosts: [".awstrack.me"], path: "/L0/", form: .path(behind: 1)),
  ]
}
