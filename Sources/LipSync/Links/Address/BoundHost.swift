/// Hosts whose links are known to work for some clients only, told by the URL alone.
enum BoundHost {
  /// The rule that fires; nil for other hosts.
  static func finding(_ url: String, about subject: Subject) -> Finding? {
    guard let parts = URLParts(url), let row = (rows + keyed).first(where: { $0.matches(parts) }) else {
      return nil
    }
    return Finding(
      .linkClientBound, about: subject, "\(row.host): \(row.sentence)", remedy: row.remedy,
      severity: row.severity, evidence: [("host", .string(parts.host))])
  }

  struct Row: Sendable {
    let host: String
    let sentence: String
    /// What to do where it is more than the rule's own.
    var remedy: String?
    /// A warning where only experience speaks for it.
    var severity = Severity.error
    let matches: @Sendable (URLParts) -> Bool
  }

  private static let tunnels = [
    ".ngrok.io", ".ngrok.app", ".ngrok.dev", ".ngrok-free.app", ".ngrok-free.dev", ".trycloudflare.com",
    ".loca.lt",
    ".localhost.run", ".lhr.life", ".lhr.rocks", ".serveo.net", ".serveousercontent.com", ".ts.net",
    ".devtunnels.ms",
    ".pinggy.link", ".pinggy.online", ".pinggy.io", ".zrok.io", ".bore.pub", ".sharedwithexpose.com",
    ".telebit.io",
    ".tunnelmole.net", ".localto.net", ".localtonet.com", ".srv.us", ".instatunnel.my", ".portmap.io",
    ".ply.gg", ".remoteit.com",
  ]

  private static let workshops = [
    ".gitpod.io", ".gitpod.dev", ".app.github.dev", ".githubpreview.dev", ".csb.app", ".replit.dev",
    ".webcontainer.io",
    ".cloudworkstations.dev", ".cloudspaces.litng.ai", ".proxy.runpod.net", ".e2b.app", ".e2b.dev",
  ]

  static let rows: [Row] = [
    Row(
      host: "Discord",
      sentence: "the link lacks the signature (ex, is, hm) without which attachments are refused since 2024.",
      remedy:
        "In Discord right-click the file and choose Copy Link right before the job, or download it and name it by its path."
    ) {
      ["cdn.discordapp.com", "media.discordapp.net"].contains($0.host) && $0.segments.first == "attachments"
        && ($0.field("hm") == nil || $0.field("ex") == nil)
    },
    Row(
      host: "Cloudflare R2",
      sentence: "its S3 endpoint answers signed links only, and this one is not signed.",
      remedy:
        "Sign the link with aws s3 presign and this endpoint, or use the bucket's public address (r2.dev, or a domain of your own)."
    ) {
      $0.host.hasSuffix(".r2.cloudflarestorage.com") && $0.field("x-amz-signature") == nil
        && $0.field("signature") == nil
    },
    Row(
      host: "WhatsApp", sentence: "the file can only be had with an app's access token.",
      remedy: "Download the file with the Cloud API's token, and name it by its path: it will be uploaded."
    ) { $0.host == "lookaside.fbsbx.com" && $0.path.hasPrefix("/whatsapp") },
    Row(
      host: "Microsoft Graph", sentence: "the file can only be had with a login's token.",
      remedy: "Ask Graph for the item's @microsoft.graph.downloadUrl, and use that one right away."
    ) { $0.host == "graph.microsoft.com" },
    Row(
      host: "Google's API", sentence: "the file can only be had with a key or a login's token.",
      remedy: "In Drive choose Share, Anyone with the link, and use that link instead of the API's."
    ) {
      $0.host == "www.googleapis.com" && $0.path.hasPrefix("/drive/") && $0.field("key") == nil
        && $0.field("access_token") == nil
    },
    Row(
      host: "Twilio",
      sentence:
        "the recording can only be had with an account's key; the address it redirects to needs none.",
      severity: .warning
    ) { $0.host == "video.twilio.com" && $0.path.hasSuffix("/Media") },
    Row(
      host: "Telegram", sentence: "the link holds a bot's secret: whoever sees it controls the bot.",
      severity: .warning
    ) { $0.host == "api.telegram.org" && $0.path.hasPrefix("/file/bot") },
    Row(
      host: "pCloud", sentence: "links of this host work for the address that asked for them only.",
      severity: .warning
    ) {
      $0.host.hasSuffix(".pcloud.com")
        && ($0.host.hasPrefix("p-") || $0.host.hasPrefix("c") || $0.host.hasPrefix("evc"))
    },
    Row(
      host: "TikTok", sentence: "the host requires its own page as referer, and its cookie.",
      severity: .warning
    ) {
      $0.host.hasSuffix(".tiktokcdn.com") || $0.host.hasSuffix(".tiktok.com") && $0.path.hasPrefix("/video/")
    },
    Row(
      host: "a tunnel",
      sentence:
        "it leads to somebody's own machine, and only while the tunnel is open there; free ones show a page first.",
      severity: .warning
    ) { parts in tunnels.contains(where: ("." + parts.host).hasSuffix) },
    Row(
      host: "a development machine",
      sentence:
        "it leads to a machine in the cloud that sleeps while nobody works there, and mostly asks for a login.",
      severity: .warning
    ) { parts in workshops.contains(where: parts.host.hasSuffix) },
    Row(host: "Bilibili", sentence: "the host requires its own page as referer.", severity: .warning) {
      $0.host.hasSuffix(".bilivideo.com") || $0.host.hasPrefix("upos-")
    },
  ]
}
