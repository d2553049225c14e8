/// Google's hosts.
extension ShareTable {
  private static let share =
    "In Drive right-click the media file, choose Share, set Anyone with the link, and use that file's link."
  private static let folder = "It is a folder. " + share
  private static let document = "It is a document or a folder. " + share

  /// What is no file there, by the first word of the path, and what to do instead.
  private static let kinds: [String: String] = [
    "document": document, "spreadsheets": document, "presentation": document, "drive": document,
    "folderview": folder, "embeddedfolderview": folder,
    "videos":
      "It is a project of Google Vids, not a file. Export it as MP4, and share that file or name it by its path.",
    "forms": "It is a form, not a media file. " + share,
    "thumbnail": "It is a small picture of the file. " + share,
    "drawings": "It is a drawing, not a media file. " + share,
  ]

  /// A query without the number of the account that somebody is logged in with.
  private static func withoutAccount(_ query: String?) -> String? {
    let kept = (query ?? "").split(separator: "&").filter { !$0.hasPrefix("authuser=") }
    return kept.isEmpty ? nil : kept.joined(separator: "&")
  }

  static let google: [Row] = [
    Row(name: "Google Drive", hosts: ["drive.google.com", "docs.google.com"]) { url in
      let segments = url.segments
      // Signed in to several accounts, people get /u/1/ or /a/DOMAIN/ in front.
      let kind = ["u", "a"].contains(segments.first) ? segments.dropFirst(2).first : segments.first
      if let advice = kinds[kind ?? ""] { return .none(advice) }
      let id = segments.firstIndex(of: "d").flatMap { segments.dropFirst($0 + 1).first } ?? url.field("id")
      guard let id, id.count >= 19,
        id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
      else { return .notShared }
      let key = url.field("resourcekey").map { "&resourcekey=\($0)" } ?? ""
      return .direct(
        url.moved(
          host: "drive.usercontent.google.com", path: "/download",
          query: "id=\(id)&export=download&confirm=t" + key))
    },
    Row(name: "Google Drive", hosts: ["drive.usercontent.google.com"]) { url in
      // Without the word large files are held back by a page.
      var segments = url.segments
      if segments.first == "u", segments.count > 2 { segments.removeFirst(2) }
      guard segments == ["download"] || segments == ["uc"], url.field("id") != nil,
        url.field("confirm") == nil, url.field("uuid") == nil
      else { return .notShared }
      let exported = url.moved(path: "/download", query: url.query).setting("export", to: "download")
      return .direct(exported.setting("confirm", to: "t"))
    },
    Row(name: "Google Cloud Storage", hosts: ["storage.cloud.google.com"]) { url in
      url.segments.count >= 2
        ? .direct(url.moved(host: "storage.googleapis.com", path: url.path, query: withoutAccount(url.query)))
        : .notShared
    },
    Row(name: "Google Cloud Storage console", hosts: ["console.cloud.google.com"]) { url in
      // The console writes its own state behind the name: `;tab=live_object`.
      let path = url.path.firstRange(of: ";tab=").map { String(url.path[..<$0.lowerBound]) } ?? url.path
      let segments = path.split(separator: "/").map(String.init)
      guard segments.starts(with: ["storage", "browser", "_details"]), segments.count >= 5 else {
        return .notShared
      }
      return .direct(
        url.moved(host: "storage.googleapis.com", path: "/" + segments.dropFirst(3).joined(separator: "/")))
    },
  ]
}
