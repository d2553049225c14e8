import LipSyncTransfer
import Testing

@testable import LipSync

@Suite("links in links, more of them")
struct MoreWrappedTests {
  @Test("what is inside is taken out", arguments: links)
  func wrapped(url: String) throws {
    let share = try #require(ShareLink.read(url))
    #expect(share.isWrapped && share.directURL == "https://cdn.example.com/a.mp4")
    let finding = try #require(URLJudge.sharePage(share, about: .video, served: nil))
    #expect(finding.settings == [.fixesLinks])
    #expect(RemedyCheck.faults(finding.remedy, message: finding.message, wasFetched: false) == [])
  }

  @Test(
    "links with another one in a field, which is not where they lead",
    arguments: [
      "https://cdn.example.com/a.mp4?poster=https://b.example.com/a.mp4",
      "https://cdn.example.com/render?src=https://b.example.com/a.mp4",
      "https://cdn.example.com/link/a.mp4?ref=https://cdn.example.com/b.mp4",
      "https://cdn.example.com/out/a.mp4?u=https://b.example.com/",
    ])
  func others(url: String) { #expect(ShareLink.read(url) == nil) }

  private static let links = """
    https://cdn-example-com.translate.goog/a.mp4?_x_tr_sl=auto&_x_tr_tl=en&_x_tr_hl=en
    https://urlsand.esvalabs.com/?u=https%3A%2F%2Fcdn.example.com%2Fa.mp4&e=1&h=2&f=y&p=y
    https://atpscan.global.hornetsecurity.com/?d=AbC&f=x&s=1&u=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://ok.ru/dk?cmd=logExternal&st.link=https%3A%2F%2Fcdn.example.com%2Fa.mp4&st.name=x
    https://deref-gmx.net/mail/client/x/dereferrer/?redirectUrl=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://deref-web.de/mail/client/x/dereferrer/?redirectUrl=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://lnks.gd/l/?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://go.redirectingat.com/?id=1&url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://www.awin1.com/cread.php?awinmid=1&ued=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://blog.51cto.com/transfer?https://cdn.example.com/a.mp4
    https://www.infoq.cn/link?target=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://t.me/iv?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4&rhash=x
    https://api.addthis.com/oexchange/0.8/forward/facebook/offer?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://www.evernote.com/OutboundRedirect.action?dest=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://mail.example.net/dereferrer/?redirectUrl=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://forum.example.net/external?to=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://www.google.co.uk/url?sa=t&rct=j&url=https%3A%2F%2Fcdn.example.com%2Fa.mp4&usg=x
    https://googleweblight.com/?lite_url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://translate.google.com/translate?sl=en&u=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://t.umblr.com/redirect?z=https%3A%2F%2Fcdn.example.com%2Fa.mp4&t=x
    https://www.deviantart.com/users/outgoing?https://cdn.example.com/a.mp4
    https://exit.sc/?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://click.linksynergy.com/deeplink?id=1&murl=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://www.instagram.com/linkshim/?u=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://l.wl.co/l?u=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://nam.safelink.emails.azure.net/redirect/?destination=https%3A%2F%2Fcdn.example.com%2Fa.mp4&p=x
    https://href.li/?https://cdn.example.com/a.mp4
    https://anon.to/?https://cdn.example.com/a.mp4
    https://dereferer.me/?https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://www.pixiv.net/jump.php?https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://jump2.bdimg.com/safecheck/index?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://mail.qq.com/cgi-bin/mail_spam?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://wx.mail.qq.com/xmspamcheck/xmsafejump?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://mp.weixin.qq.com/mp/waerrpage?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://weixin110.qq.com/cgi-bin/mmspamsupport-bin/newredirectconfirmcgi?main_url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://link.jianshu.com/?t=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://gitee.com/link?target=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://www.oschina.net/action/GoToLink?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://link.segmentfault.com/?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://blog.csdn.net/?target=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://developer.aliyun.com/redirect?target=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://cloud.tencent.com/developer/tools/blog-entry?target=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://sspai.com/link?target=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://www.douban.com/link2/?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://link.bilibili.com/?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://weibo.cn/sinaurl?u=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://passport.weibo.com/visitor/visitor?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://www.kdocs.cn/office/link?target=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://link.wps.cn/?target=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://larksuite.com/link?target=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://www.yuque.com/r/goto?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://discord.com/redirect?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://leetcode.cn/link/?target=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://protect-us.mimecast.com/s/abc?domain=cdn.example.com&url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://clicktime.symantec.com/15siJ?h=x&u=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://shared.outlook.inky.com/link?domain=cdn.example.com&url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://url.us.m.mimecastprotect.com/s/abc?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://ddec1-0-en-ctp.trendmicro.com/wis/clicktime/v1/query?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4&umid=x
    https://avanan.url-protection.com/v1/url?o=https%3A%2F%2Fcdn.example.com%2Fa.mp4&g=x
    https://url.avanan.click/v2/___https://cdn.example.com/a.mp4___.YXAz
    https://scanmail.trustwave.com/?c=1&d=x&u=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://email.mg.example.com/c/aHR0cHM6Ly9jZG4uZXhhbXBsZS5jb20vYS5tcDQ
    https://l.instagram.com/?u=https%3A%2F%2Fcdn.example.com%2Fa.mp4&e=x
    https://m.facebook.com/flx/warn/?u=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://wa.me/?text=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://t.me/share/url?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://twitter.com/intent/tweet?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://docs.google.com/viewerng/viewer?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://drive.google.com/viewerng/viewer?embedded=true&url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://cors-anywhere.herokuapp.com/https://cdn.example.com/a.mp4
    https://corsproxy.io/?https%3A%2F%2Fcdn.example.com%2Fa.mp4
    https://api.allorigins.win/raw?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4
    """.split(separator: "\n").map(String.init)
}
