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

  /// The first that knows a link: what is certain before what only looks like it.
  static let rows: [Row] = google + drives + repositories + pages.map(\.row) + lookalikes

  /// What is known of a URL's host; nil for hosts and paths that are not in the table.
  static func read(_ url: String) -> ShareLink? {
    guard let parts = URLParts(url) else { return nil }
    for row in rows where row.isHost(parts.host) {
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

  static let byPath = "Download the file, and name it by its path: it will be uploaded."

  // MARK: rows by their kind

  /// A word of the path that stands for the page, and the one that stands for the file.
  static func word(
    _ name: String, _ hosts: [String], at index: Int, from page: Set<String>, to file: String,
    least: Int = 5, to host: String? = nil, isCertain: Bool = true
  ) -> Row {
    Row(name: name, hosts: hosts, isCertain: isCertain) { url in
      var segments = url.segments
      guard segments.count >= least, page.contains(segments[index]) else { return .notShared }
      segments[index] = file
      return .direct(url.moved(host: host, path: "/" + segments.joined(separator: "/")))
    }
  }

  /// A field of the query that makes the host send the file.
  static func field(
    _ name: String, _ hosts: [String], _ field: String, _ value: String, isCertain: Bool = true,
    where matches: @escaping @Sendable (URLParts) -> Bool
  ) -> Row {
    Row(name: name, hosts: hosts, isCertain: isCertain) { url in
      guard matches(url), url.field(field) != value else { return .notShared }
      return .direct(url.moved(path: url.path, query: url.query).setting(field, to: value))
    }
  }
}
