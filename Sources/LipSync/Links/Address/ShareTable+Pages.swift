/// Hosts that show a file and have no direct form of the link.
extension ShareTable {
  /// What such a link leads to.
  enum PageKind: Sendable {
    /// A player or a download page.
    case page
    /// A page for people who are logged in.
    case login
    /// A project of a program in the browser, which has to be exported.
    case project
    /// A page whose download lives for a while.
    case transfer
  }

  struct Page: Sendable {
    let name: String
    let hosts: [String]
    var kind = PageKind.page
    /// First words of the path, `*` for any one; empty where the host has nothing but such pages.
    var paths: [String] = []
    /// Hosts of the domain that serve files.
    var not: [String] = []

    init(
      _ name: String, _ hosts: [String], _ kind: PageKind = .page, _ paths: [String] = [], not: [String] = []
    ) {
      (self.name, self.hosts, self.kind, self.paths, self.not) = (name, hosts, kind, paths, not)
    }

    var row: Row {
      Row(name: name, hosts: hosts) { url in
        guard !not.contains(url.host), paths.isEmpty || paths.contains(where: { Self.fits($0, url) }) else {
          return .notShared
        }
        return .none(advice)
      }
    }

    private static func fits(_ path: String, _ url: URLParts) -> Bool {
      let (words, segments) = (path.split(separator: "/"), url.segments)
      return segments.count >= words.count && zip(words, segments).allSatisfy { $0 == "*" || $0 == $1 }
    }

    private var advice: String {
      switch kind {
      case .page: "\(name) gives no direct link. \(ShareTable.byPath)"
      case .login: "\(name) shows it to people who are logged in. \(ShareTable.byPath)"
      case .project:
        "It is a project in \(name). Export it there as MP4, WAV or MP3, and name that file by its path."
      case .transfer:
        "\(name) gives no direct link, and keeps the file for a while only. \(ShareTable.byPath)"
      }
    }
  }

  static let pages: [Page] =
    storage + consoles + transfers + uploads + studios + makers + meetings + reviews + players + morePlayers
    + embeds + stock + archives
}
