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

  static let pages: [Page] = storage + transfers + studios + players

  private static let storage: [Page] = [
    Page("Google Photos", ["photos.app.goo.gl", "photos.google.com"]),
    Page("OneDrive", ["1drv.ms"]),
    Page("iCloud", ["www.icloud.com", "icloud.com", "share.icloud.com"]),
    Page("MEGA", ["mega.nz", "mega.io", "mega.co.nz"]),
    Page("MediaFire", ["www.mediafire.com", "mediafire.com"]),
    Page("pCloud", ["u.pcloud.link", "e.pcloud.link", "e1.pcloud.link", "pc.cd", "my.pcloud.com"]),
    Page("Yandex Disk", ["disk.yandex.ru", "disk.yandex.com", "yadi.sk"]),
    Page("Proton Drive", ["drive.proton.me"]), Page("Icedrive", ["icedrive.net"]),
    Page("Sync.com", ["ln5.sync.com", "cp.sync.com"]), Page("Tresorit", ["web.tresorit.com"]),
    Page("Jumpshare", ["jumpshare.com", "jmp.sh"]),
    Page("Cloud Mail.ru", ["cloud.mail.ru"], .page, ["public"]),
    Page("Baidu Pan", ["pan.baidu.com", "yun.baidu.com"]), Page("Quark Drive", ["pan.quark.cn"]),
    Page("Tianyi Cloud", ["cloud.189.cn"]),
    Page("123 Pan", ["www.123pan.com", "123pan.com", "www.123684.com"]),
    Page("Weiyun", ["share.weiyun.com", "www.weiyun.com"]),
    Page("115", ["115.com", "115cdn.com"], .page, ["s"]),
    Page("TeraBox", [".terabox.com", ".1024terabox.com", ".teraboxapp.com", ".terabox.app"]),
    Page("Xunlei", ["pan.xunlei.com"]), Page("Lanzou", [".lanzou.com", ".lanzoui.com", ".lanzoux.com"]),
    Page("Aliyun Drive", ["www.alipan.com", "www.aliyundrive.com"]),
    Page(
      "Feishu or Lark", [".feishu.cn", ".larksuite.com", ".larkoffice.com"], .login,
      ["file", "drive", "minutes", "wiki", "docx", "docs"]),
    Page("DingTalk", ["alidocs.dingtalk.com"], .login), Page("Tencent Docs", ["docs.qq.com"], .login),
    Page("Adobe Creative Cloud", ["assets.adobe.com", "acrobat.adobe.com"], .login),
    Page("Google Cloud console", ["console.cloud.google.com", "console.firebase.google.com"], .login),
    Page("Azure portal", ["portal.azure.com"], .login),
    Page("Cloudflare's dashboard", ["dash.cloudflare.com"], .login),
    Page("Supabase's dashboard", ["supabase.com", "app.supabase.com"], .login, ["dashboard", "project"]),
    Page("AWS console", [".console.aws.amazon.com"], .login),
  ]

  private static let transfers: [Page] = [
    // Its own direct links are at another host of the domain.
    Page("WeTransfer", ["we.tl", ".wetransfer.com"], .transfer, not: ["download.wetransfer.com"]),
    Page("SwissTransfer", ["www.swisstransfer.com"], .transfer, ["d"]),
    Page("TransferNow", ["www.transfernow.net"], .transfer),
    Page("Smash", ["fromsmash.com", ".fromsmash.com"], .transfer),
    Page("Filemail", ["www.filemail.com"], .transfer, ["d", "t"]),
    Page("Gofile", ["gofile.io"], .transfer, ["d"]), Page("1fichier", ["1fichier.com"], .transfer),
    Page("Sendspace", ["www.sendspace.com"], .transfer, ["file", "filegroup"]),
    Page("Send Anywhere", ["sendanywhe.re", "send-anywhere.com"], .transfer),
    Page("Workupload", ["workupload.com"], .transfer, ["file", "archive"]),
    Page("KrakenFiles", ["krakenfiles.com"], .transfer, ["view"]),
    Page("Wormhole", ["wormhole.app"], .transfer),
    Page("MASV", [".massive.io", ".masv.io"], .transfer),
    Page("Hightail", ["spaces.hightail.com"], .transfer),
    Page("Zippyshare", [".zippyshare.com"], .transfer), Page("Rapidgator", ["rapidgator.net"], .transfer),
    Page("CowTransfer", ["cowtransfer.com", ".cowtransfer.com"], .transfer),
    Page("WenShuShu", ["www.wenshushu.cn", "wss1.cn"], .transfer),
  ]

  private static let studios: [Page] = [
    Page("Frame.io", ["app.frame.io", "next.frame.io", "f.io"]),
    Page("Dropbox Replay", ["replay.dropbox.com"]),
    Page("Loom", ["www.loom.com", "loom.com"], .page, ["share", "embed"]),
    Page("Canva", ["www.canva.com", "canva.link"], .project, ["design", "*"]),
    Page(
      "Notion", ["www.notion.so", "notion.so", ".notion.site"], not: ["file.notion.so", "img.notion.so"]),
    Page("Zoom", [".zoom.us", ".zoom.com", ".zoom.com.cn"], .page, ["rec"]),
    Page("Descript", ["share.descript.com", "web.descript.com"]),
    Page("HeyGen", ["app.heygen.com", "share.heygen.com"]),
    Page("Synthesia", ["share.synthesia.io", "app.synthesia.io"]),
    Page("VEED", ["www.veed.io", "veed.io"], .page, ["view", "edit", "embed"]),
    Page("Kapwing", ["www.kapwing.com"]),
    Page("Riverside", ["riverside.fm", "riverside.com"], .page, ["studio", "dashboard", "shared"]),
    Page("CapCut", ["www.capcut.com"], .project), Page("Clipchamp", ["app.clipchamp.com"], .project),
    Page("Runway", ["app.runwayml.com"], .login), Page("D-ID", ["studio.d-id.com"], .login),
    Page("ElevenLabs", ["elevenlabs.io"], .login, ["app"]), Page("Vidyard", ["share.vidyard.com"]),
    Page("Figma", ["www.figma.com"], .project), Page("Airtable", ["airtable.com"], .login),
    Page(
      "Slack", [".slack.com", "slack-files.com"], .login, ["files", "archives", "*"], not: ["files.slack.com"]
    ),
    Page("Teams", ["teams.microsoft.com", "teams.live.com"], .login),
    Page("Gmail", ["mail.google.com"], .login),
    Page("Trello", ["trello.com"], .login, ["c"]), Page("Asana", ["app.asana.com"], .login),
  ]

  private static let players: [Page] = [
    Page("Telegram", ["t.me"]),
    Page(
      "YouTube", ["www.youtube.com", "youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"]),
    Page("Vimeo", ["vimeo.com", "www.vimeo.com"]), Page("Vimeo", ["player.vimeo.com"], .page, ["video"]),
    Page("TikTok", ["www.tiktok.com", "tiktok.com", "vm.tiktok.com", "vt.tiktok.com", "m.tiktok.com"]),
    Page("Instagram", ["www.instagram.com", "instagram.com"]),
    Page("Facebook", ["www.facebook.com", "facebook.com", "m.facebook.com", "fb.watch"]),
    Page("X", ["x.com", "twitter.com", "mobile.twitter.com"]),
    Page("Threads", ["www.threads.net", "www.threads.com"]),
    Page("Douyin", ["www.douyin.com", "douyin.com", "v.douyin.com"]), Page("Streamable", ["streamable.com"]),
    Page("LinkedIn", ["www.linkedin.com", "lnkd.in"]),
    Page("Reddit", ["www.reddit.com", "reddit.com", "old.reddit.com", "redd.it"]),
    Page("Bilibili", ["www.bilibili.com", "m.bilibili.com", "b23.tv", "www.bilibili.tv"]),
    Page("Dailymotion", ["www.dailymotion.com", "dai.ly"]),
    Page("Twitch", ["www.twitch.tv", "clips.twitch.tv", "m.twitch.tv"]),
    Page("SoundCloud", ["soundcloud.com", "on.soundcloud.com", "m.soundcloud.com"]),
    Page("Suno", ["suno.com", "suno.ai"], .page, ["song", "s", "playlist"]),
    Page("Udio", ["www.udio.com"], .page, ["songs"]),
    Page("Spotify", ["open.spotify.com"]),
    Page("Apple Music or Podcasts", ["music.apple.com", "podcasts.apple.com"]),
    Page("Rumble", ["rumble.com"]), Page("Odysee", ["odysee.com"]),
    Page("VK", ["vk.com", "vkvideo.ru", "m.vk.com"]),
    Page("Rutube", ["rutube.ru"]), Page("Weibo", ["weibo.com", "m.weibo.cn", "video.weibo.com"]),
    Page("Xiaohongshu", ["www.xiaohongshu.com", "xhslink.com"]),
    Page("Kuaishou", ["www.kuaishou.com", "v.kuaishou.com"]),
    Page("Youku", ["v.youku.com"]), Page("iQIYI", ["www.iqiyi.com"]), Page("Tencent Video", ["v.qq.com"]),
    Page("Niconico", ["www.nicovideo.jp", "nico.ms"]), Page("Pinterest", ["www.pinterest.com", "pin.it"]),
    Page("Snapchat", ["www.snapchat.com"]), Page("Internet Movie Database", ["www.imdb.com"]),
    Page("Pexels", ["www.pexels.com"], .page, ["video", "*/video"]),
    Page("Pixabay", ["pixabay.com"], .page, ["videos", "music"]),
  ]
}
