/// Who wraps links, and how.
extension WrappedLink {
  struct Row {
    let host: String
    /// Hosts; whole domains where written with a leading dot, first labels where with one at the end.
    let hosts: [String]
    var path = "/"
    var form = Form.fields(["url"])

    func isFor(_ parts: URLParts) -> Bool {
      parts.path.hasPrefix(path)
        && hosts.contains {
          $0.hasSuffix(".")
            ? parts.host.hasPrefix($0) : $0.hasPrefix(".") ? parts.host.hasSuffix($0) : parts.host == $0
        }
    }
  }

  /// Forms that are written down by their vendors, or that their own pages decode in public.
  static let rows: [Row] = [
    Row(
      host: "Outlook's Safe Links",
      hosts: [".safelinks.protection.outlook.com", ".safelinks.protection.office365.us"]),
    Row(
      host: "Teams' Safe Links", hosts: ["statics.teams.cdn.office.net"], path: "/evergreen-assets/safelinks/"
    ),
    Row(host: "Office's viewer", hosts: ["view.officeapps.live.com"], path: "/op/", form: .fields(["src"])),
    Row(
      host: "Google", hosts: ["google.com", "www.google.", "plus.url.google.com"], path: "/url",
      form: .fields(["q", "url"])),
    Row(host: "Google's viewer", hosts: ["docs.google.com"], path: "/viewer", form: .fields(["url"])),
    Row(host: "Google's viewer", hosts: ["docs.google.com"], path: "/gview", form: .fields(["url"])),
    Row(
      host: "Facebook", hosts: ["l.facebook.com", "lm.facebook.com", "l.messenger.com", "l.workplace.com"],
      form: .fields(["u"])),
    Row(host: "Instagram", hosts: ["l.instagram.com"], form: .fields(["u"])),
    Row(host: "Threads", hosts: ["l.threads.net", "l.threads.com"], form: .fields(["u"])),
    Row(host: "Slack", hosts: ["slack-redir.net"], path: "/link"),
    Row(
      host: "YouTube", hosts: ["www.youtube.com", "youtube.com", "m.youtube.com"], path: "/redirect",
      form: .fields(["q"])),
    Row(host: "LinkedIn", hosts: ["www.linkedin.com"], path: "/safety/go"),
    Row(host: "LinkedIn", hosts: ["www.linkedin.com"], path: "/redir/"),
    Row(host: "Reddit", hosts: ["out.reddit.com"]),
    Row(host: "Bing", hosts: ["www.bing.com"], path: "/news/apiclick"),
    Row(host: "DuckDuckGo", hosts: ["duckduckgo.com"], path: "/l/", form: .fields(["uddg"])),
    Row(host: "VK", hosts: ["vk.com", "away.vk.com"], path: "/away", form: .fields(["to"])),
    Row(host: "Steam", hosts: ["steamcommunity.com"], path: "/linkfilter", form: .fields(["u", "url"])),
    Row(host: "Zhihu", hosts: ["link.zhihu.com"], form: .fields(["target"])),
    Row(host: "Juejin", hosts: ["link.juejin.cn"], form: .fields(["target"])),
    Row(host: "CSDN", hosts: ["link.csdn.net"], form: .fields(["target"])),
    Row(host: "QQ", hosts: ["c.pc.qq.com"], form: .fields(["pfurl", "url"])),
    Row(host: "Tencent Docs", hosts: ["docs.qq.com"], path: "/scenario/link"),
    Row(
      host: "Feishu", hosts: ["security.feishu.cn", "security.larksuite.com"], path: "/link/",
      form: .fields(["target"])),
    Row(
      host: "Proofpoint", hosts: ["urldefense.proofpoint.com", "urldefense.com"], path: "/v1/",
      form: .fields(["u"])),
    Row(
      host: "Proofpoint", hosts: ["urldefense.proofpoint.com", "urldefense.com"], path: "/v2/", form: .dashes),
    Row(
      host: "Proofpoint", hosts: ["urldefense.com", "urldefense.us", "urldefense.proofpoint.com"],
      path: "/v3/",
      form: .stars),
    Row(host: "Barracuda", hosts: ["linkprotect.cudasvc.com"], path: "/url", form: .fields(["a"])),
    Row(host: "Cisco", hosts: ["secure-web.cisco.com"], form: .path(behind: 1)),
    Row(host: "Sophos", hosts: [".protection.sophos.com"], form: .base64("u")),
    Row(host: "FireEye", hosts: ["protect.fireeye.com", "protect2.fireeye.com"], form: .fields(["u"])),
    Row(host: "Amazon's mail", hosts: [".awstrack.me"], path: "/L0/", form: .path(behind: 1)),
    Row(
      host: "Google's translator", hosts: ["translate.google.com"], path: "/translate", form: .fields(["u"])),
    Row(host: "Google", hosts: ["googleweblight.com"], form: .fields(["lite_url", "u"])),
    Row(
      host: "Google's viewer", hosts: ["docs.google.com", "drive.google.com"], path: "/viewerng/",
      form: .fields(["url"])),
    Row(host: "Tumblr", hosts: ["t.umblr.com"], path: "/redirect", form: .fields(["z"])),
    Row(host: "DeviantArt", hosts: ["www.deviantart.com"], path: "/users/outgoing", form: .query),
    Row(host: "SoundCloud", hosts: ["exit.sc"]),
    Row(host: "Rakuten", hosts: ["click.linksynergy.com"], path: "/deeplink", form: .fields(["murl"])),
    Row(host: "Instagram", hosts: ["www.instagram.com"], path: "/linkshim", form: .fields(["u"])),
    Row(host: "WhatsApp", hosts: ["l.wl.co"], form: .fields(["u"])),
    Row(
      host: "Azure's mail", hosts: [".safelink.emails.azure.net"], path: "/redirect",
      form: .fields(["destination"])),
    Row(
      host: "href.li", hosts: ["href.li", "anon.to", "anonym.to", "dereferer.me", "nullrefer.com"],
      form: .query),
    Row(host: "Pixiv", hosts: ["www.pixiv.net"], path: "/jump.php", form: .query),
    Row(host: "Baidu", hosts: ["jump2.bdimg.com", "jump.bdimg.com"], path: "/safecheck"),
    Row(host: "QQ Mail", hosts: ["mail.qq.com", "wx.mail.qq.com", "exmail.qq.com"], path: "/"),
    Row(
      host: "WeChat", hosts: ["mp.weixin.qq.com", "weixin110.qq.com"], form: .fields(["url", "main_url"])),
    Row(host: "Jianshu", hosts: ["link.jianshu.com"], form: .fields(["t"])),
    Row(host: "Gitee", hosts: ["gitee.com"], path: "/link", form: .fields(["target"])),
    Row(host: "OSChina", hosts: ["www.oschina.net"], path: "/action/GoToLink"),
    Row(host: "SegmentFault", hosts: ["link.segmentfault.com"], form: .fields(["url"])),
    Row(host: "CSDN", hosts: ["blog.csdn.net"], form: .fields(["target"])),
    Row(
      host: "Aliyun's pages", hosts: ["developer.aliyun.com"], path: "/redirect", form: .fields(["target"])),
    Row(
      host: "Tencent Cloud's pages", hosts: ["cloud.tencent.com"], path: "/developer/tools/",
      form: .fields(["target"])),
    Row(host: "sspai", hosts: ["sspai.com"], path: "/link", form: .fields(["target"])),
    Row(host: "Douban", hosts: ["www.douban.com"], path: "/link2"),
    Row(host: "Bilibili", hosts: ["link.bilibili.com"]),
    Row(host: "Weibo", hosts: ["weibo.cn", "t.cn"], path: "/sinaurl", form: .fields(["u"])),
    Row(host: "Weibo", hosts: ["passport.weibo.com"]),
    Row(host: "WPS", hosts: ["www.kdocs.cn", "link.wps.cn"], form: .fields(["target"])),
    Row(host: "Feishu", hosts: ["larksuite.com", "www.larksuite.com"], form: .fields(["target"])),
    Row(host: "Yuque", hosts: ["www.yuque.com"], path: "/r/goto"),
    Row(host: "Discord", hosts: ["discord.com"], path: "/redirect"),
    Row(host: "LeetCode", hosts: ["leetcode.cn", "leetcode.com"], path: "/link", form: .fields(["target"])),
    Row(host: "Mimecast", hosts: [".mimecast.com", ".mimecastprotect.com"]),
    Row(host: "Symantec", hosts: ["clicktime.symantec.com"], form: .fields(["u"])),
    Row(host: "Inky", hosts: ["shared.outlook.inky.com"], form: .fields(["url"])),
    Row(host: "Trend Micro", hosts: [".trendmicro.com"], path: "/wis/clicktime/"),
    Row(host: "Avanan", hosts: ["avanan.url-protection.com"], form: .fields(["o"])),
    Row(host: "Avanan", hosts: ["url.avanan.click"], form: .underscores),
    Row(host: "Trustwave", hosts: ["scanmail.trustwave.com"], form: .fields(["u"])),
    Row(host: "Mailgun", hosts: ["email."], path: "/c/", form: .base64Path),
    Row(
      host: "Facebook", hosts: ["m.facebook.com", "www.facebook.com"], path: "/flx/warn", form: .fields(["u"])
    ),
    Row(host: "Facebook", hosts: ["www.facebook.com"], path: "/sharer", form: .fields(["u"])),
    Row(host: "Facebook", hosts: ["www.facebook.com"], path: "/l.php", form: .fields(["u"])),
    Row(host: "WhatsApp", hosts: ["wa.me", "api.whatsapp.com"], form: .fields(["text"])),
    Row(host: "Telegram", hosts: ["t.me", "telegram.me"], path: "/share/url"),
    Row(host: "X", hosts: ["twitter.com", "x.com"], path: "/intent/"),
    Row(host: "Google's translator", hosts: [".translate.goog"], form: .hyphens),
    Row(host: "Libraesva", hosts: ["urlsand.esvalabs.com"], form: .fields(["u"])),
    Row(
      host: "Hornetsecurity", hosts: ["atpscan.global.hornetsecurity.com", "seclinks.cloud-security.net"],
      form: .fields(["u"])),
    Row(host: "Odnoklassniki", hosts: ["ok.ru", "m.ok.ru"], path: "/dk", form: .fields(["st.link"])),
    Row(
      host: "GMX", hosts: ["deref-gmx.net", "deref-gmx.com", "deref-gmx.fr", "deref-mail.com"],
      form: .fields(["redirectUrl"])),
    Row(
      host: "WEB.DE", hosts: ["deref-web.de", "deref-web-02.de", "deref-1und1.de"],
      form: .fields(["redirectUrl"])),
    Row(host: "govDelivery", hosts: ["lnks.gd"]),
    Row(host: "Skimlinks", hosts: ["go.redirectingat.com", "go.skimresources.com"]),
    Row(host: "Awin", hosts: ["www.awin1.com"], path: "/cread.php", form: .fields(["ued", "p"])),
    Row(host: "Impact", hosts: [".pxf.io", ".sjv.io"], form: .fields(["u"])),
    Row(
      host: "CJ", hosts: ["www.anrdoezrs.net", "www.dpbolvw.net", "www.jdoqocy.com"], form: .fields(["url"])),
    Row(host: "51CTO", hosts: ["blog.51cto.com"], path: "/transfer", form: .query),
    Row(host: "InfoQ", hosts: ["www.infoq.cn", "xie.infoq.cn"], path: "/link", form: .fields(["target"])),
    Row(host: "Telegram", hosts: ["t.me"], path: "/iv"),
    Row(host: "Evernote", hosts: ["www.evernote.com"], path: "/OutboundRedirect", form: .fields(["dest"])),
    Row(host: "AddThis", hosts: ["api.addthis.com"]),
    Row(
      host: "Yandex", hosts: ["yandex.ru", "yandex.com", "ya.ru"], path: "/clck/",
      form: .fields(["url", "to"])),
    Row(host: "Yandex", hosts: ["sba.yandex.net", "sba.yandex.ru"], path: "/redirect"),
    Row(host: "Mail.ru", hosts: ["checklink.mail.ru", "click.mail.ru"], path: "/proxy"),
    Row(host: "Naver", hosts: ["cr.naver.com", "cr.shopping.naver.com"], form: .fields(["u", "url"])),
    Row(host: "LINE", hosts: ["line.me"], path: "/R/", form: .fields(["url"])),
    Row(host: "Disqus", hosts: ["disq.us"], path: "/url", form: .fields(["url"])),
    Row(host: "Medium", hosts: ["medium.com"], path: "/r/", form: .fields(["url"])),
    Row(host: "a proxy", hosts: ["cors-anywhere.herokuapp.com", "proxy.cors.sh"], form: .rest),
    Row(host: "a proxy", hosts: ["corsproxy.io"], form: .query),
    Row(
      host: "a proxy", hosts: ["api.allorigins.win", "api.codetabs.com"], form: .fields(["url", "quest"])),
  ]
}
