/// What is known of a link's host: the direct form of a share link, or that there is none.
package struct ShareLink: Sendable, Equatable {
  /// The host's name, for people.
  package var host: String
  /// The direct form; nil where the host has none that can be derived from the link.
  package var directURL: String?
  /// What to do instead where there is no direct form.
  package var advice: String
  /// Whether host and path leave no doubt. Otherwise the path only looks like it, and the bytes decide.
  package var isCertain: Bool

  /// What is known of a URL's host; nil for hosts and paths that are not in the table.
  package static func read(_ url: String) -> ShareLink? {
    guard let parts = URLParts(url) else { return nil }
    for row in ShareTable.rows where row.isHost(parts.host) {
      switch row.rewrite(parts) {
      case .direct(let direct):
        let text = direct.text
        guard text != url else { return nil }
        return ShareLink(
          host: row.name, directURL: text, advice: "Use the direct form.", isCertain: row.isCertain)
      case .none(let advice):
        return ShareLink(host: row.name, directURL: nil, advice: advice, isCertain: row.isCertain)
      case .notShared: continue
      }
    }
    return nil
  }
}

/// The hosts, as data.
enum ShareTable {
  enum Answer {
    /// The direct form.
    case direct(URLParts)
    /// A page without a direct form, and what to do instead.
    case none(String)
    /// Not a share link of this host.
    case notShared
  }

  struct Row: Sendable {
    let name: String
    /// Hosts, and whole domains where written with a leading dot; empty for any host.
    let hosts: [String]
    var isCertain = true
    let rewrite: @Sendable (URLParts) -> Answer

    func isHost(_ host: String) -> Bool {
      hosts.isEmpty
        || hosts.contains { $0.hasPrefix(".") ? host.hasSuffix($0) || host == $0.dropFirst() : host == $0 }
    }
  }

  static let rows: [Row] = google + others

  private static let others: [Row] = [
    Row(name: "AWS console", hosts: ["s3.console.aws.amazon.com", ".console.aws.amazon.com"]) { url in
      let segments = url.segments
      guard segments.starts(with: ["s3", "object"]), segments.count == 3, let key = url.rawField("prefix")
      else {
        return .notShared
      }
      let (host, path) = ObjectAddress.s3(bucket: segments[2], key: key, region: url.field("region"))
      return .direct(url.moved(host: host, path: path))
    },
    Row(name: "Firebase Storage", hosts: ["firebasestorage.googleapis.com"]) { url in
      guard url.segments.contains("o"), url.field("alt") != "media" else { return .notShared }
      return .direct(url.moved(path: url.path, query: url.query).setting("alt", to: "media"))
    },
    Row(name: "Dropbox", hosts: ["www.dropbox.com", "dropbox.com"]) { url in
      var segments = url.segments
      if segments.first == "e" { segments.removeFirst() }
      if segments.first == "sh" || segments.starts(with: ["scl", "fo"]) {
        // A folder's link names a file in it by `preview` alone, which its download (a ZIP of all) does not heed.
        return .none("It is a folder. Share the media file itself.")
      }
      guard segments.first == "s" || segments.starts(with: ["scl", "fi"]) else { return .notShared }
      guard url.field("dl") != "1", url.field("raw") != "1" else { return .notShared }
      let path = "/" + segments.joined(separator: "/")
      return .direct(url.moved(path: path, query: url.query).setting("dl", to: "1"))
    },
    Row(name: "GitHub", hosts: ["github.com", "www.github.com"]) { url in
      var segments = url.segments
      // With raw=true it redirects to the file.
      guard segments.count >= 5, segments[2] == "blob", url.field("raw") != "true" else { return .notShared }
      segments[2] = "raw"
      return .direct(url.moved(path: "/" + segments.joined(separator: "/")))
    },
    Row(name: "Bitbucket", hosts: ["bitbucket.org"]) { url in
      var segments = url.segments
      guard segments.count >= 5, segments[2] == "src" else { return .notShared }
      segments[2] = "raw"
      return .direct(url.moved(path: "/" + segments.joined(separator: "/")))
    },
    Row(name: "Hugging Face", hosts: ["huggingface.co", "www.huggingface.co"]) { url in
      var segments = url.segments
      guard let index = segments.firstIndex(where: { $0 == "blob" || $0 == "raw" }), (1...3).contains(index),
        segments.count > index + 2
      else { return .notShared }
      segments[index] = "resolve"
      return .direct(url.moved(path: "/" + segments.joined(separator: "/")))
    },
    Row(name: "SharePoint or OneDrive for work", hosts: [".sharepoint.com"]) { url in
      guard url.segments.first.map({ $0.hasPrefix(":") }) == true, url.field("download") != "1" else {
        return .notShared
      }
      return .direct(url.moved(path: url.path, query: url.query).setting("download", to: "1"))
    },
    Row(name: "Internet Archive", hosts: ["archive.org", "www.archive.org"]) { url in
      let segments = url.segments
      guard segments.first == "details", segments.count >= 2 else { return .notShared }
      guard segments.count >= 3 else {
        return .none("It is an item's page. Use archive.org/download/\(segments[1])/ and the file's name.")
      }
      return .direct(url.moved(path: "/download/" + segments.dropFirst().joined(separator: "/")))
    },
    Row(name: "Wistia", hosts: [".wistia.com", ".wistia.net"]) { url in
      guard url.path.contains("/deliveries/"), url.path.hasSuffix(".bin") else { return .notShared }
      return .direct(url.moved(path: url.path.dropLast(3) + "mp4", query: url.query))
    },

    page("Google Photos", ["photos.app.goo.gl", "photos.google.com"]),
    Row(name: "OneDrive", hosts: ["onedrive.live.com"]) { url in
      // Works for some accounts only: the look at the direct form decides.
      guard url.path != "/download" else { return .notShared }
      guard let id = url.rawField("resid") ?? url.rawField("id"), let key = url.rawField("authkey") else {
        return .none(
          "The link tells not both the file and its key. Download the file, and name it by its path: it will be uploaded."
        )
      }
      let account = url.rawField("cid").map { "cid=\($0)&" } ?? ""
      return .direct(url.moved(path: "/download", query: account + "resid=\(id)&authkey=\(key)"))
    },
    page("OneDrive", ["1drv.ms"]),
    Row(name: "Box", hosts: ["app.box.com", ".box.com"]) { url in
      guard url.segments.first == "s", let id = url.segments.dropFirst().first else { return .notShared }
      return .none(
        "Where the account allows direct links, \(url.moved(path: "/shared/static/\(id)").text) with the file's own ending "
          + "(.mp4, .wav) is one. Otherwise download the file, and name it by its path: it will be uploaded.")
    },
    page("iCloud", ["www.icloud.com", "icloud.com", "share.icloud.com"]),
    // Its own direct links are at another host of the domain.
    page("WeTransfer", ["we.tl", ".wetransfer.com"], where: { $0.host != "download.wetransfer.com" }),
    page("MEGA", ["mega.nz", "mega.io"]),
    page("MediaFire", ["www.mediafire.com", "mediafire.com"]),
    page("pCloud", ["u.pcloud.link", "e.pcloud.link"]),
    page("Yandex Disk", ["disk.yandex.ru", "disk.yandex.com", "yadi.sk"]),
    page("Baidu Pan", ["pan.baidu.com"]),
    page("Frame.io", ["app.frame.io", "f.io"]),
    page("Loom", ["www.loom.com", "loom.com"], where: { ["share", "embed"].contains($0.segments.first) }),
    page("Canva", ["www.canva.com"], where: { $0.segments.first == "design" }),
    page("Notion", ["www.notion.so", "notion.so"]),
    page("Telegram", ["t.me"]),
    page("YouTube", ["www.youtube.com", "youtube.com", "m.youtube.com", "youtu.be"]),
    page("Vimeo", ["vimeo.com", "www.vimeo.com"]),
    page("TikTok", ["www.tiktok.com", "tiktok.com", "vm.tiktok.com"]),
    page("Instagram", ["www.instagram.com", "instagram.com"]),
    page("Facebook", ["www.facebook.com", "facebook.com", "fb.watch"]),
    page("X", ["x.com", "twitter.com"]),
    page("Douyin", ["www.douyin.com", "douyin.com", "v.douyin.com"]),
    page("Aliyun Drive", ["www.alipan.com", "www.aliyundrive.com"]),
    page(
      "Feishu or Lark", [".feishu.cn", ".larksuite.com"],
      where: { ["file", "drive"].contains($0.segments.first) }),
    page("Streamable", ["streamable.com"]),

    Row(name: "GitLab", hosts: [], isCertain: false) { url in
      guard let range = url.path.firstRange(of: "/-/blob/") else { return .notShared }
      return .direct(url.moved(path: url.path.replacingCharacters(in: range, with: "/-/raw/")))
    },
    Row(name: "Seafile", hosts: [], isCertain: false) { url in
      let segments = url.segments
      guard segments.count == 2, segments[0] == "f", (10...24).contains(segments[1].count),
        segments[1].allSatisfy({ $0.isASCII && $0.isHexDigit }), url.field("dl") != "1",
        url.field("raw") != "1"
      else { return .notShared }
      return .direct(url.moved(path: url.path, query: url.query).setting("dl", to: "1"))
    },
    Row(name: "Nextcloud or ownCloud", hosts: [], isCertain: false) { url in
      var segments = url.segments
      if segments.first == "index.php" { segments.removeFirst() }
      guard segments.count == 2, segments[0] == "s", segments[1].count >= 15,
        segments[1].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
      else { return .notShared }
      return .direct(
        url.moved(path: url.path.hasSuffix("/") ? url.path + "download" : url.path + "/download"))
    },
  ]

  private static func page(
    _ name: String, _ hosts: [String], where matches: @escaping @Sendable (URLParts) -> Bool = { _ in true }
  ) -> Row {
    Row(name: name, hosts: hosts) { url in
      guard matches(url) else { return .notShared }
      return .none(
        "\(name) gives no direct link. Download the file, and name it by its path: it will be uploaded.")
    }
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
