/// Addresses of other kinds than links, by what they begin with.
extension PastedLink {
  private static let schemes: [(start: String, holds: String, fault: String)] = [
    ("data:", ",", "It is the file's own bytes (data:), not a link to them"),
    ("blob:", ":", "It is an address inside a browser's tab (blob:), which nobody else can reach"),
    (
      "filesystem:", ":", "It is an address inside a browser's tab (filesystem:), which nobody else can reach"
    ),
    ("chrome-extension://", "/", browser("chrome-extension:")),
    ("moz-extension://", "/", browser("moz-extension:")),
    ("chrome://", "", browser("chrome:")), ("edge://", "", browser("edge:")),
    ("resource://", "", browser("resource:")),
    ("about:", "blank", browser("about:")), ("about:", "srcdoc", browser("about:")),
    ("javascript:", "(", "It is a script of a page (javascript:), not a link"),
    ("javascript:", ";", "It is a script of a page (javascript:), not a link"),
    ("sandbox:", "/", "It is a file inside a chat's own machine (sandbox:), which nobody else can reach"),
    ("attachment:", ".", "It is an attachment's name inside its message (attachment:), not a link"),
    ("cid:", "@", "It is a part of a mail (cid:), not a link"),
    ("mid:", "@", "It is a part of a mail (mid:), not a link"),
    ("ph://", "/", phone("ph:")), ("assets-library://", "", phone("assets-library:")),
    ("content:", "//", "It is an address inside a phone (content:), which nobody else can reach"),
    ("intent:", "#Intent;", phone("intent:")), ("android.resource://", "", phone("android.resource:")),
    ("capacitor://", "", app("capacitor:")), ("cdvfile://", "", app("cdvfile:")), ("app://", "", app("app:")),
    ("asset://", "", app("asset:")), ("tauri://", "", app("tauri:")),
    ("vscode-webview://", "", app("vscode-webview:")),
    ("vscode-resource:", "/", app("vscode-resource:")), ("ms-appx", "//", app("ms-appx:")),
    ("res://", "", app("res:")),
    ("ionic://", "", app("ionic:")), ("obsidian://", "", app("obsidian:")), ("notion://", "", app("notion:")),
    ("magnet:", "?", "It is a magnet link, which names a file and not where it is"),
    ("thunder:", "//", program("Thunder (Xunlei)")), ("qqdl:", "//", program("QQDownload")),
    ("flashget:", "//", program("FlashGet")),
    ("baiduyunguanjia:", "//", program("Baidu's drive")),
    ("bdpan:", "//", program("Baidu's drive")),
    ("ed2k:", "//", "It is a link for the program eMule (ed2k:), which names a file and not where it is"),
    ("tg://", "", program("Telegram")), ("whatsapp://", "", program("WhatsApp")),
    ("weixin://", "", program("WeChat")),
    ("slack://", "", program("Slack")), ("discord://", "", program("Discord")),
    ("zoommtg://", "", program("Zoom")),
    ("msteams:", "/", program("Teams")), ("vnd.youtube:", "", program("YouTube")),
    ("spotify:", ":", program("Spotify")),
    ("snssdk", "://", program("Douyin or TikTok")), ("steam://", "", program("Steam")),
    ("dropbox://", "", program("Dropbox")), ("googledrive://", "", program("Google Drive")),
    ("gdrive://", "", program("Google Drive")), ("onedrive://", "", program("OneDrive")),
    ("odopen://", "", program("OneDrive")),
    ("frameio://", "", program("Frame.io")), ("rclone:", "", program("rclone")),
    ("mailto:", "@", "It is an address of mail (mailto:), not of a file"),
    ("tel:", "", "It is a phone number (tel:), not a link"),
    ("sms:", "", "It is a phone number (sms:), not a link"),
    ("urn:", ":", "It is the name of a thing (urn:), which tells not where it is"),
    ("did:", ":", "It is the name of somebody (did:), not a link"),
    ("doi:10.", "/", "It is the DOI of a publication, not a link to a file of it"),
    ("arn:aws:s3:", ":", "It is the name of an object in Amazon S3 (arn:), not a link to it"),
    ("s3:", "/", "It is a place as the program rclone names it (s3:), not a link to it"),
    ("dbfs:/", "", "It is a file inside Databricks (dbfs:), not a link to it"),
    ("ipfs:", "", "It is an address in IPFS, not a link"),
    ("file:", "/", "It is a file on this machine, not a link"),
    ("file:", "\\", "It is a file on this machine, not a link"),
  ]

  private static func browser(_ scheme: String) -> String {
    "It is a page of a browser itself (\(scheme)), which nobody else can reach"
  }

  private static func phone(_ scheme: String) -> String {
    "It is an address inside a phone (\(scheme)), which nobody else can reach"
  }

  private static func app(_ scheme: String) -> String {
    "It is an address inside an app (\(scheme)), which nobody else can reach"
  }

  private static func program(_ name: String) -> String {
    "It is a link for the program \(name), which nobody else understands"
  }

  static func scheme(_ text: String) -> PastedLink? {
    let head = text.prefix(24).lowercased()
    guard
      let row = schemes.first(where: { row in
        let rest = text.dropFirst(row.start.count)
        return head.hasPrefix(row.start) && (row.holds.isEmpty ? !rest.isEmpty : rest.contains(row.holds))
          && !rest.hasPrefix(" ")
      })
    else { return nil }
    // An address on the web that opens an app is one.
    guard !head.hasPrefix("intent:") || !text.contains(";scheme=http") else { return nil }
    // What is inside counts where it is a link itself, or an address of a kind that is known.
    guard LinkStart.all(in: text).isEmpty || head.hasPrefix("blob:") || head.hasPrefix("filesystem:") else {
      return nil
    }
    let isOther = OtherScheme.isKnown(text)
    return isOther ? nil : PastedLink(fault: row.fault, remedy: objectRemedy(text) ?? ShareTable.byPath)
  }

  /// `arn:aws:s3:::BUCKET/KEY`, `s3:BUCKET/KEY`, `file:/…`, `ipfs:…`, `doi:10.…`
  private static func objectRemedy(_ text: String) -> String? {
    let (scheme, rest) = URLParts.split(text, at: ":")
    switch scheme.lowercased() {
    case "arn":
      guard let place = text.split(separator: ":").last, place.contains("/") else { return nil }
      return OtherScheme.remedy("s3://" + place)
    case "s3", "ipfs": return OtherScheme.remedy(scheme + "://" + (rest ?? ""))
    case "file":
      return OtherScheme.remedy("file://" + (rest?.contains("\\") == true ? "/" : "") + (rest ?? ""))
    case "doi":
      return "Open https://doi.org/\(rest ?? ""), and use the link of the media file there."
    default: return nil
    }
  }
}
