internal import LipSync
internal import LipSyncTransfer
internal import Platform

/// Which files a model may name: those below folders that a person has opened to it.
///
/// Paths are judged as they are once links are followed. Whoever can change files below a root meanwhile is not held off by this.
struct AgentPaths: Equatable, Sendable {
  /// Folders that the server was started with, or its own, as real paths.
  let folders: [String]
  /// Folders that the client has opened; nil where it says nothing of them. A path has to be in both.
  var roots: [String]?

  /// The real path of what was named, which is relative to the first folder if it is not absolute.
  func resolved(_ path: String) throws(AgentRefusal) -> String {
    let base = roots?.first ?? folders.first ?? "/"
    let whole = path.hasPrefix("/") ? path : base + "/" + path
    guard let real = Self.real(whole) else {
      throw AgentRefusal("\(path.prefix(200)): there is no such folder, or its path goes through '..'.")
    }
    guard Self.isInside(real, folders), roots.map({ Self.isInside(real, $0) }) ?? true else {
      let open = (roots ?? folders).joined(separator: ", ")
      throw AgentRefusal("\(path.prefix(200)) lies outside of the folders that are open to you: \(open).")
    }
    return real
  }

  /// The path with all links followed; of what does not exist yet, that of the folder which does, and the rest.
  static func real(_ path: String) -> String? {
    var (head, rest) = (path, [String]())
    while true {
      if let found = realpath(head, nil) {
        defer { free(found) }
        let base = String(cString: found)
        return rest.isEmpty ? base : (base == "/" ? "" : base) + "/" + rest.reversed().joined(separator: "/")
      }
      var byte: CChar = 0
      // A link to nowhere would be followed once there is something.
      guard readlink(head, &byte, 1) < 0, let slash = head.lastIndex(of: "/") else { return nil }
      let last = String(head[head.index(after: slash)...])
      guard last != "..", head != "/" else { return nil }
      if !last.isEmpty, last != "." { rest.append(last) }
      head = slash == head.startIndex ? "/" : String(head[..<slash])
    }
  }

  private static func isInside(_ path: String, _ folders: [String]) -> Bool {
    folders.contains { path == $0 || path.hasPrefix($0 == "/" ? "/" : $0 + "/") }
  }

  /// The folders of a client's list of roots, as real paths; those that are no local folders are left out.
  static func folders(of roots: JSON) -> [String] {
    guard case .array(let entries)? = roots["roots"] else { return [] }
    return entries.compactMap { entry in
      guard let text = entry["uri"]?.stringValue, text.hasPrefix("file:///") else { return nil }
      return real(percentDecoded(String(text.dropFirst("file://".count))))
    }
  }
}
