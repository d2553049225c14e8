/// Hosts of applications, and those that tell nothing.
extension SignedRow {
  static let applications: [SignedRow] = [
    SignedRow(
      family: "Discord", end: .field("ex", .hexadecimal), needs: ["is", "hm"], start: ("is", .hexadecimal),
      source: "docs.discord.com/developers/reference, signed attachment CDN URLs"),
    SignedRow(
      family: "Meta", end: .field("oe", .hexadecimal), needs: ["oh"],
      source: "links of fbcdn.net and cdninstagram.com, seen alive and dead"),
    SignedRow(
      family: "googlevideo", end: .field("expire", .seconds), needs: ["sparams"], refine: googlevideo,
      source: "links of googlevideo.com"),
    SignedRow(
      family: "googlevideo", end: .segment(behind: "expire", by: 1, .seconds), path: "/videoplayback/",
      refine: googlevideo, source: "links of googlevideo.com"),
    SignedRow(
      family: "TikTok",
      naming: .named(at: [".tiktokcdn.com", ".tiktokcdn-us.com", ".tiktokv.com", ".tiktok.com"]),
      end: .field("x-expires", .seconds), source: "links of tiktokcdn.com"),
    SignedRow(
      family: "Bilibili", end: .field("deadline", .seconds), needs: ["upsig"],
      source: "links of bilivideo.com"),
    SignedRow(
      family: "Patreon", naming: .named(at: [".patreonusercontent.com"]), end: .field("token-time", .seconds),
      needs: ["token-hash"], source: "links of c10.patreonusercontent.com; github.com/shikorism/tissue #127"),
    SignedRow(
      family: "Notion", naming: .named(at: [".notion.so", ".notion.com", ".notion-static.com"]),
      end: .field("expirationtimestamp", .milliseconds), needs: ["signature"],
      source: "links of file.notion.so"),
    SignedRow(
      family: "Airtable", naming: .at([".airtableusercontent.com"]),
      end: .segment(behind: "u", by: 3, .milliseconds),
      source: "support.airtable.com, Airtable attachment URL behavior: about 2 hours"),
    SignedRow(
      family: "Yandex Disk", naming: .at([".disk.yandex.ru", ".disk.yandex.net", ".disk.yandex.com"]),
      end: .segment(behind: "disk", by: 2, .hexadecimal), source: "links of downloader.disk.yandex.ru"),
    SignedRow(
      family: "iCloud", naming: .at([".icloud-content.com"]), end: .field("e", .seconds),
      source: "links of cvws.icloud-content.com"),
    SignedRow(
      family: "LinkedIn", naming: .at([".licdn.com"]), end: .field("e", .seconds), needs: ["t"],
      source: "links of dms.licdn.com"),
    SignedRow(
      family: "Reddit", naming: .at([".redd.it"]), end: .field("e", .seconds), needs: ["s"],
      source: "links of packaged-media.redd.it"),
    SignedRow(
      family: "Twitch", naming: .named(at: [".twitchcdn.net", ".ttvnw.net", ".twitch.tv"]),
      end: .json("token", "expires"), needs: ["sig"], source: "links of twitchcdn.net"),
    SignedRow(
      family: "Dropbox temporary link", naming: .at([".dropboxusercontent.com"]), end: .untold,
      path: "/content_link/", source: "dropbox.com/developers, get_temporary_link: 4 hours"),
    SignedRow(
      family: "Dropbox temporary link", naming: .at([".dropboxusercontent.com"]), end: .untold,
      path: "/apitl/", source: "dropbox.com/developers, get_temporary_link: 4 hours"),
    SignedRow(
      family: "Dropbox temporary link", naming: .at([".dropboxusercontent.com"]), end: .untold,
      path: "/cd/", source: "links that Dropbox's pages redirect to"),
  ]

  /// Hosts whose links end some time that they do not tell.
  static let silent: [SignedRow] = [
    SignedRow(
      family: "Oracle pre-authenticated request", naming: .at([".oraclecloud.com"]), end: .untold,
      path: "/p/",
      source: "docs.oracle.com, Using Pre-Authenticated Requests"),
    SignedRow(
      family: "Box download", naming: .at(["public.boxcloud.com", "dl.boxcloud.com"]), end: .untold,
      path: "/d/",
      source: "developer.box.com, Download file: the redirect's URL lives 15 minutes"),
    SignedRow(
      family: "OneDrive download", naming: .at([".files.1drv.com"]), end: .untold,
      source: "learn.microsoft.com, @microsoft.graph.downloadUrl: short-lived"),
    SignedRow(
      family: "Replicate", naming: .at(["replicate.delivery", ".replicate.delivery"]), end: .untold,
      source: "replicate.com/docs/topics/predictions/output-files: an hour"),
    SignedRow(
      family: "tmpfiles.org", naming: .at(["tmpfiles.org"]), end: .untold, path: "/dl/",
      source: "tmpfiles.org: an hour, where nothing else is set"),
    SignedRow(
      family: "Litterbox", naming: .at(["litter.catbox.moe"]), end: .untold,
      source: "litterbox.catbox.moe: 1 to 72 hours"),
    SignedRow(
      family: "Gradio's share", naming: .at([".gradio.live"]), end: .untold,
      source: "gradio.app/guides/sharing-your-app: a week, while the program runs"),
  ]

  private static let googlevideo: @Sendable (SignedQuery, inout SignedURL) -> Void = { query, signed in
    let parameters = (query.fields["sparams"] ?? query.after("sparams") ?? "").split(separator: ",")
    if parameters.contains("ip") { signed.boundTo = query.fields["ip"] ?? query.after("ip") }
  }
}
