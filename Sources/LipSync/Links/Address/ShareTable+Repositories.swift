/// Hosts of repositories, whose pages and files differ in one word, and paths that look like them on hosts of one's own.
extension ShareTable {
  static let repositories: [Row] = [
    Row(name: "GitHub", hosts: ["github.com", "www.github.com"]) { url in
      var segments = url.segments
      // With raw=true it redirects to the file.
      guard segments.count >= 5, segments[2] == "blob", url.field("raw") != "true" else { return .notShared }
      segments[2] = "raw"
      return .direct(url.moved(path: "/" + segments.joined(separator: "/")))
    },
    word("Bitbucket", ["bitbucket.org"], at: 2, from: ["src"], to: "raw"),
    // Gogs, from which they come: /OWNER/REPOSITORY/src/REF/PATH is the page, raw/REF/PATH the file.
    word("DagsHub", ["dagshub.com"], at: 2, from: ["src"], to: "raw"),
    word("NotABug", ["notabug.org"], at: 2, from: ["src"], to: "raw"),
    word("Gitee", ["gitee.com"], at: 2, from: ["blob"], to: "raw"),
    Row(name: "Hugging Face", hosts: ["huggingface.co", "www.huggingface.co", "hf.co"]) { url in
      var segments = url.segments
      guard let index = segments.firstIndex(where: { $0 == "blob" || $0 == "raw" }), (1...3).contains(index),
        segments.count > index + 2
      else { return .notShared }
      segments[index] = "resolve"
      return .direct(url.moved(host: "huggingface.co", path: "/" + segments.joined(separator: "/")))
    },
    Row(name: "ModelScope", hosts: ["www.modelscope.cn", "modelscope.cn", "www.modelscope.ai"]) { url in
      // /models/OWNER/NAME/file/view/REVISION/PATH
      var segments = url.segments
      guard segments.count >= 7, segments[3] == "file", segments[4] == "view" else { return .notShared }
      segments.replaceSubrange(3...4, with: ["resolve"])
      return .direct(url.moved(path: "/" + segments.joined(separator: "/")))
    },
    Row(name: "SourceHut", hosts: ["git.sr.ht"]) { url in
      // man.sr.ht: /~USER/REPOSITORY/tree/REF/item/PATH is the page, blob/REF/PATH the file.
      var segments = url.segments
      guard segments.count >= 6, segments[2] == "tree", segments[4] == "item" else { return .notShared }
      segments[2] = "blob"
      segments.remove(at: 4)
      return .direct(url.moved(path: "/" + segments.joined(separator: "/")))
    },
    Row(name: "GitLab", hosts: ["gitlab.com"]) { url in
      // The form of before 2019, without the dash.
      var segments = url.segments
      guard segments.count >= 5, segments[2] == "blob" || segments[2] == "raw" else { return .notShared }
      segments.replaceSubrange(2...2, with: ["-", "raw"])
      return .direct(url.moved(path: "/" + segments.joined(separator: "/")))
    },
    Row(name: "Codeberg", hosts: ["codeberg.org"], rewrite: gitea),
    Row(name: "SourceForge", hosts: ["sourceforge.net"]) { url in
      let segments = url.segments
      guard segments.first == "projects", segments.dropFirst(2).first == "files", segments.count > 3,
        segments.last != "download"
      else { return .notShared }
      return .direct(url.moved(path: "/" + (segments + ["download"]).joined(separator: "/")))
    },
  ]

  /// Told by the path alone: the bytes decide.
  static let lookalikes: [Row] = [
    Row(name: "GitLab", hosts: [], isCertain: false) { url in
      guard let range = url.path.firstRange(of: "/-/blob/") else { return .notShared }
      return .direct(url.moved(path: url.path.replacingCharacters(in: range, with: "/-/raw/")))
    },
    Row(name: "Gitea or Forgejo", hosts: [], isCertain: false, rewrite: gitea),
    Row(name: "Dataverse", hosts: [], isCertain: false) { url in
      // guides.dataverse.org, Data Access API: the file by its number.
      guard url.segments.last == "file.xhtml", let id = url.field("fileId"), Int(id) != nil else {
        return .notShared
      }
      return .direct(url.moved(path: "/api/access/datafile/" + id))
    },
    field("Seafile", [], "dl", "1", isCertain: false) { url in
      let segments = url.segments
      return segments.count == 2 && segments[0] == "f" && (10...24).contains(segments[1].count)
        && segments[1].allSatisfy { $0.isASCII && $0.isHexDigit } && url.field("raw") != "1"
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

  /// `/OWNER/REPOSITORY/src/branch/NAME/…`, or `src/tag`, `src/commit`.
  private static let gitea: @Sendable (URLParts) -> Answer = { url in
    var segments = url.segments
    guard segments.count >= 6, segments[2] == "src", ["branch", "tag", "commit"].contains(segments[3]) else {
      return .notShared
    }
    segments[2] = "raw"
    return .direct(url.moved(path: "/" + segments.joined(separator: "/")))
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
