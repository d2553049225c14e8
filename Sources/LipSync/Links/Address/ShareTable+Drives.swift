/// Drives and stores whose links have a direct form, or a way to one.
extension ShareTable {
  static let drives: [Row] = [
    Row(name: "AWS console", hosts: ["s3.console.aws.amazon.com", ".console.aws.amazon.com"]) { url in
      let segments = url.segments
      guard segments.starts(with: ["s3", "object"]), segments.count == 3, let key = url.rawField("prefix")
      else {
        return .notShared
      }
      let (host, path) = ObjectAddress.s3(bucket: segments[2], key: key, region: url.field("region"))
      return .direct(url.moved(host: host, path: path))
    },
    field("Firebase Storage", ["firebasestorage.googleapis.com"], "alt", "media") {
      $0.segments.contains("o")
    },
    Row(name: "Dropbox", hosts: ["www.dropbox.com", "dropbox.com"], rewrite: dropbox),
    Row(name: "SharePoint or OneDrive for work", hosts: [".sharepoint.com"]) { url in
      // The letter tells what it is: a folder, a document of Word, Excel, PowerPoint or OneNote, a form.
      guard let kind = url.segments.first, [":f:", ":w:", ":x:", ":p:", ":o:", ":fl:"].contains(kind) else {
        return .notShared
      }
      return .none(
        "It is a \(kind == ":f:" ? "folder" : "document"). In SharePoint choose Share on the media file itself, Anyone with the link, and use that link."
      )
    },
    field("SharePoint or OneDrive for work", [".sharepoint.com"], "download", "1") {
      $0.segments.first.map { $0.hasPrefix(":") } == true
    },
    Row(name: "SharePoint or OneDrive for work", hosts: [".sharepoint.com"]) { url in
      // Teams' recordings, and whatever else people have open in Stream or OneDrive.
      guard
        ["stream.aspx", "onedrive.aspx", "forms", "embed.aspx"].contains(
          where: url.path.lowercased().contains)
      else { return .notShared }
      return .none(
        "It is a page for people who are logged in. In SharePoint choose Share, Anyone with the link, Copy link, and use that one."
      )
    },
    Row(name: "SharePoint or OneDrive for work", hosts: [".sharepoint.com"]) { url in
      // The file's own place in a library, which asks for a login, whatever its name looks like.
      guard ["sites", "personal", "teams"].contains(url.segments.first), !url.path.contains("_layouts"),
        url.field("tempauth") == nil
      else { return .notShared }
      return .none(
        "Its place in the library is for people who are logged in. In SharePoint choose Share, Anyone with the link, Copy link, and use that one."
      )
    },
    Row(name: "Internet Archive", hosts: ["archive.org", "www.archive.org"]) { url in
      let segments = url.segments
      guard ["details", "embed", "stream"].contains(segments.first), segments.count >= 2 else {
        return .notShared
      }
      guard segments.count >= 3 else {
        return .none("It is an item's page. Use archive.org/download/\(segments[1])/ and the file's name.")
      }
      return .direct(url.moved(path: "/download/" + segments.dropFirst().joined(separator: "/")))
    },
    Row(name: "Wistia", hosts: [".wistia.com", ".wistia.net"]) { url in
      guard url.path.contains("/deliveries/"), url.path.hasSuffix(".bin") else { return .notShared }
      return .direct(url.moved(path: url.path.dropLast(3) + "mp4", query: url.query))
    },
    Row(name: "OneDrive", hosts: ["onedrive.live.com"]) { url in
      // Works for some accounts only: the look at the direct form decides.
      guard url.path != "/download" else { return .notShared }
      guard let id = url.rawField("resid") ?? url.rawField("id"), let key = url.rawField("authkey") else {
        return .none("The link tells not both the file and its key. " + byPath)
      }
      let account = url.rawField("cid").map { "cid=\($0)&" } ?? ""
      return .direct(url.moved(path: "/download", query: account + "resid=\(id)&authkey=\(key)"))
    },
    Row(name: "Box", hosts: ["app.box.com", ".box.com"], rewrite: box),
    Row(name: "Storj", hosts: ["link.storjshare.io", "link.us1.storjshare.io", "link.eu1.storjshare.io"]) {
      url in
      // docs.storj.io, Link Sharing: /s/ is the page, /raw/ the object.
      guard url.segments.first == "s", url.segments.count > 3 else { return .notShared }
      return .direct(url.moved(path: "/raw/" + url.segments.dropFirst().joined(separator: "/")))
    },
    Row(name: "Zenodo", hosts: ["zenodo.org", "www.zenodo.org"]) { url in
      var segments = url.segments
      guard segments.count >= 4, ["records", "record"].contains(segments[0]),
        ["preview", "files"].contains(segments[2])
      else { return .notShared }
      segments[2] = "files"
      let direct = url.moved(
        path: "/" + segments.joined(separator: "/"), query: url.segments[2] == "files" ? url.query : nil)
      return .direct(direct)
    },
    Row(name: "OSF", hosts: ["osf.io"]) { url in
      let segments = url.segments
      guard segments.count == 1, segments[0].count == 5 else { return .notShared }
      return .direct(url.moved(path: "/download/\(segments[0])/"))
    },
    Row(name: "Wikimedia", hosts: [".wikimedia.org", ".wikipedia.org"]) { url in
      // mediawiki.org, Help:Linking to files: Special:FilePath redirects to the file.
      guard url.segments.count == 2, url.segments[0] == "wiki",
        let colon = url.segments[1].firstIndex(of: ":"),
        MediaName.isOne(url.segments[1])
      else { return .notShared }
      return url.segments[1].hasPrefix("Special:")
        ? .notShared
        : .direct(url.moved(path: "/wiki/Special:FilePath/" + url.segments[1][colon...].dropFirst()))
    },
    Row(name: "pixeldrain", hosts: ["pixeldrain.com", "pixeldrain.net"]) { url in
      guard let id = url.segments.dropFirst().first else { return .notShared }
      switch url.segments.first {
      case "u": return .direct(url.moved(path: "/api/file/\(id)"))
      case "l": return .none("It is a list of files. Use the link of the media file itself (/u/ and its id).")
      default: return .notShared
      }
    },
    Row(name: "Imgur", hosts: ["imgur.com", "www.imgur.com", "i.imgur.com", "m.imgur.com"]) { url in
      // A page that plays ID.mp4 as if it were a picture.
      guard let name = url.segments.last, url.segments.count == 1, name.hasSuffix(".gifv") else {
        return .notShared
      }
      return .direct(url.moved(host: "i.imgur.com", path: "/" + name.dropLast(4) + "mp4"))
    },
    Row(name: "tmpfiles.org", hosts: ["tmpfiles.org"]) { url in
      guard url.segments.count >= 2, url.segments[0] != "dl" else { return .notShared }
      return .direct(url.moved(path: "/dl" + url.path))
    },
  ]

  private static let dropbox: @Sendable (URLParts) -> Answer = { url in
    var segments = url.segments
    if segments.first == "e" { segments.removeFirst() }
    if segments.first == "sh" || segments.starts(with: ["scl", "fo"]) {
      // A folder's link names a file in it by `preview` alone, which its download (a ZIP of all) does not heed.
      return .none(
        "It is a folder. In Dropbox open it, choose Copy link on the media file itself, and use that link.")
    }
    switch segments.first {
    case "t", "transfer": return .none("It is a transfer, which gives no direct link. " + byPath)
    case "home", "work", "personal":
      return .none(
        "It is a page of your own account. In Dropbox choose Copy link on the file, and use that link.")
    case "request":
      return .none(
        "It asks for files to be sent. Use the link of a media file itself, or name the file by its path.")
    case "l", "c", "preview", "links":
      return .none("It is a page of Dropbox. Choose Copy link on the file, and use that link.")
    case "s": break
    case "scl" where segments.dropFirst().first == "fi": break
    default: return .notShared
    }
    guard url.field("dl") != "1", url.field("raw") != "1" else { return .notShared }
    let path = "/" + segments.joined(separator: "/")
    return .direct(url.moved(path: path, query: url.query).setting("dl", to: "1"))
  }

  private static let box: @Sendable (URLParts) -> Answer = { url in
    switch url.segments.first {
    case "s":
      guard let id = url.segments.dropFirst().first else { return .notShared }
      return .none(
        "Where the account allows direct links, \(url.moved(path: "/shared/static/\(id)").text) with the file's own ending "
          + "(.mp4, .wav) is one. Otherwise download the file, and name it by its path: it will be uploaded.")
    case "file", "folder", "v", "embed", "login", "notes":
      return .none("It is a page, of Box's own or for people who are logged in. " + byPath)
    default: return .notShared
    }
  }
}
