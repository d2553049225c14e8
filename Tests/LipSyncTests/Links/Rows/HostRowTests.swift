import LipSyncTransfer
import Testing

@testable import LipSync

/// Wrong direct forms, hosts without a row, and links in links (group C of the findings on links), row by row.
@Suite("hosts of links, row by row")
struct HostRowTests {
  @Test(
    "direct forms that were missing or wrong",
    arguments: [
      (
        "https://console.cloud.google.com/storage/browser/_details/B/O.mp4;tab=live_object?project=p",
        "https://storage.googleapis.com/B/O.mp4"
      ),
      (
        "https://eu-west-1.console.aws.amazon.com/s3/object/my.bucket.com?region=eu-west-1&prefix=k.mp4",
        "https://s3.eu-west-1.amazonaws.com/my.bucket.com/k.mp4"
      ),
      ("https://codeberg.org/o/r/src/branch/main/a.mp4", "https://codeberg.org/o/r/raw/branch/main/a.mp4"),
      ("https://git.example.org/o/r/src/tag/v1/a.mp4", "https://git.example.org/o/r/raw/tag/v1/a.mp4"),
      ("https://dagshub.com/o/r/src/main/a.mp4", "https://dagshub.com/o/r/raw/main/a.mp4"),
      ("https://notabug.org/o/r/src/master/a.mp4", "https://notabug.org/o/r/raw/master/a.mp4"),
      (
        "https://dataverse.example.org/file.xhtml?fileId=123&version=1.0",
        "https://dataverse.example.org/api/access/datafile/123"
      ),
      ("https://imgur.com/AbCdEfG.gifv", "https://i.imgur.com/AbCdEfG.mp4"),
      (
        "https://storage.cloud.google.com/b/dir/a.mp4?authuser=1",
        "https://storage.googleapis.com/b/dir/a.mp4"
      ),
      ("https://gitee.com/o/r/blob/master/a.mp4", "https://gitee.com/o/r/raw/master/a.mp4"),
      ("https://pixeldrain.com/u/AbCd1234", "https://pixeldrain.com/api/file/AbCd1234"),
      ("https://tmpfiles.org/123/a.mp4", "https://tmpfiles.org/dl/123/a.mp4"),
      ("https://hf.co/ns/r/blob/main/t.wav", "https://huggingface.co/ns/r/resolve/main/t.wav"),
      (
        "https://sourceforge.net/projects/p/files/a.mp4",
        "https://sourceforge.net/projects/p/files/a.mp4/download"
      ),
    ])
  func direct(url: String, direct: String) throws {
    #expect(try #require(ShareLink.read(url)).directURL == direct)
    #expect(ShareLink.read(direct)?.directURL == nil)
  }

  @Test(
    "pages without a direct form: what they are, and what to do",
    arguments: [
      ("https://next.frame.io/share/x", "Frame.io"),
      ("https://acme.sharepoint.com/sites/x/_layouts/15/stream.aspx?id=%2Fa.mp4", "SharePoint"),
      ("https://acme-my.sharepoint.com/personal/x/_layouts/15/onedrive.aspx?id=%2Fa.mp4", "SharePoint"),
      ("https://player.vimeo.com/video/1", "Vimeo"), ("https://www.dropbox.com/t/x", "Dropbox"),
      ("https://replay.dropbox.com/share/x", "Dropbox Replay"),
      ("https://www.dropbox.com/home/a?preview=b.mp4", "Dropbox"),
      ("https://acme.app.box.com/file/1", "Box"), ("https://acme.box.com/v/x", "Box"),
      ("https://app.box.com/embed/s/x", "Box"),
      ("https://acme.feishu.cn/minutes/x", "Feishu"), ("https://acme.feishu.cn/wiki/x", "Feishu"),
      ("https://canva.link/x", "Canva"), ("https://acme.notion.site/x", "Notion"),
      ("https://acme.slack.com/files/U1/F1/a.mp4", "Slack"), ("https://slack-files.com/T-F-x", "Slack"),
      ("https://e1.pcloud.link/publink/show?code=x", "pCloud"), ("https://pc.cd/x", "pCloud"),
      ("https://us02web.zoom.us/rec/share/x", "Zoom"), ("https://share.descript.com/view/x", "Descript"),
      ("https://app.heygen.com/share/x", "HeyGen"), ("https://share.synthesia.io/x", "Synthesia"),
      ("https://www.veed.io/view/x", "VEED"), ("https://www.kapwing.com/videos/x", "Kapwing"),
      ("https://riverside.fm/studio/x", "Riverside"), ("https://assets.adobe.com/id/x", "Adobe"),
      ("https://www.swisstransfer.com/d/x", "SwissTransfer"),
      ("https://www.transfernow.net/dl/x", "TransferNow"),
      ("https://fromsmash.com/x", "Smash"), ("https://www.filemail.com/d/x", "Filemail"),
      ("https://gofile.io/d/x", "Gofile"),
      ("https://drive.proton.me/urls/x", "Proton"), ("https://1fichier.com/?x", "1fichier"),
      ("https://www.sendspace.com/file/x", "Sendspace"), ("https://pan.quark.cn/s/x", "Quark"),
      ("https://cloud.189.cn/t/x", "Tianyi"), ("https://www.123pan.com/s/x", "123"),
      ("https://share.weiyun.com/x", "Weiyun"),
      ("https://115.com/s/x", "115"), ("https://www.terabox.com/s/1x", "TeraBox"),
      ("https://pan.xunlei.com/s/x", "Xunlei"),
      ("https://www.linkedin.com/posts/x", "LinkedIn"), ("https://www.reddit.com/r/x/comments/y", "Reddit"),
      ("https://www.bilibili.com/video/BV1", "Bilibili"),
      ("https://www.dailymotion.com/video/x", "Dailymotion"),
      ("https://www.twitch.tv/videos/1", "Twitch"), ("https://soundcloud.com/a/b", "SoundCloud"),
      ("https://suno.com/song/x", "Suno"), ("https://drive.google.com/drive/folders/x", "Google Drive"),
    ])
  func page(url: String, host: String) throws {
    let share = try #require(ShareLink.read(url))
    #expect(share.host.contains(host) && share.directURL == nil && share.isCertain)
    let finding = try #require(URLJudge.sharePage(share, about: .video, served: nil))
    #expect(finding.severity == .error && finding.remedy.utf8.count > 40)
  }

  @Test(
    "links in links: what is inside is taken out",
    arguments: [
      (
        "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4&data=05%7C01&reserved=0",
        "Outlook"
      ),
      ("https://www.google.com/url?q=https://cdn.example.com/a.mp4&sa=D&usg=x", "Google"),
      ("https://www.google.de/url?sa=t&url=https%3A%2F%2Fcdn.example.com%2Fa.mp4", "Google"),
      ("https://l.facebook.com/l.php?u=https%3A%2F%2Fcdn.example.com%2Fa.mp4&h=AT0", "Facebook"),
      ("https://slack-redir.net/link?url=https%3A%2F%2Fcdn.example.com%2Fa.mp4", "Slack"),
      ("https://www.youtube.com/redirect?event=d&q=https%3A%2F%2Fcdn.example.com%2Fa.mp4", "YouTube"),
      ("https://urldefense.proofpoint.com/v2/url?u=https-3A__cdn.example.com_a.mp4&d=DwM&c=x", "Proofpoint"),
      ("https://urldefense.com/v3/__https://cdn.example.com/a.mp4__;!!Mw!x$", "Proofpoint"),
      ("https://urldefense.com/v3/__https:/cdn.example.com/a.mp4__;!!Mw!x$", "Proofpoint"),
      ("https://urldefense.com/v3/__https://cdn.example.com/*.mp4__;YQ!!Mw!x$", "Proofpoint"),
      ("https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fcdn.example.com%2fa.mp4&c=E", "Barracuda"),
      ("https://secure-web.cisco.com/1abc/https%3A%2F%2Fcdn.example.com%2Fa.mp4", "Cisco"),
      ("https://link.zhihu.com/?target=https%3A//cdn.example.com/a.mp4", "Zhihu"),
      ("https://vk.com/away.php?to=https%3A%2F%2Fcdn.example.com%2Fa.mp4", "VK"),
      (
        "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Furldefense.com%2Fv3%2F__https%3A%2F%2Fcdn.example.com%2Fa.mp4__%3B!!x%24&data=1",
        "Outlook"
      ),
    ])
  func wrapped(url: String, host: String) throws {
    let share = try #require(ShareLink.read(url))
    #expect(
      share.isWrapped && share.host.contains(host) && share.directURL == "https://cdn.example.com/a.mp4")
    let finding = try #require(URLJudge.sharePage(share, about: .video, served: nil))
    #expect(finding.message.contains("around another one, https://cdn.example.com/a.mp4"))
    #expect(finding.settings == [.fixesLinks])
  }

  @Test("a share link inside is led on to its direct form, and a signed one keeps its secret and its end")
  func wrappedFurther() throws {
    let wrap = "https://eur03.safelinks.protection.outlook.com/?url="
    let drive = wrap + "https%3A%2F%2Fdrive.google.com%2Ffile%2Fd%2F" + ShareLinkTests.id + "%2Fview&data=1"
    #expect(
      ShareLink.read(drive)?.directURL?.hasPrefix("https://drive.usercontent.google.com/download?id=") == true
    )
    let secret = "SeCrEt0123456789aBcDeF"
    let signed =
      wrap + "https%3A%2F%2Fb.example.com%2Fa.mp4%3FExpires%3D1795417260%26Signature%3D\(secret)&data=1"
    let judged = URLJudge(policy: .publicOnly, now: UnixTime(SignedURLTests.moment), horizon: 1800)
      .judge(signed, about: .video)
    #expect(judged.signed?.expiresAt?.seconds == SignedURLTests.moment + 60)
    let share = try #require(judged.share)
    #expect(share.directURL?.contains(secret) == true && share.shownURL?.contains(secret) == false)
    for isGood in [nil, true, false] {
      let finding = try #require(URLJudge.sharePage(share, about: .video, served: .html, isGood: isGood))
      #expect(!finding.json.text.contains(secret))
    }
  }

  @Test(
    "links of the same hosts that are what they are",
    arguments: [
      "https://www.google.com/url-shortener.mp4", "https://slack-redir.net/link?url=ftp://x",
      "https://vk.com/video.mp4?to=https",
      "https://img.notion.so/a.mp4", "https://secure-web.cisco.com/a.mp4",
      "https://pixeldrain.com/api/file/x",
      "https://us02web.zoom.us/a.mp4",
    ])
  func others(url: String) {
    #expect(ShareLink.read(url)?.isWrapped != true && ShareLink.read(url)?.directURL == nil)
  }

  @Test(
    "links that nobody gets without more: refused by the URL alone, and believed where media comes",
    arguments: [
      ("https://cdn.discordapp.com/attachments/1/2/a.mp4", "Discord"),
      ("https://acc.r2.cloudflarestorage.com/b/a.mp4", "Cloudflare R2"),
      ("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", "WhatsApp"),
      ("https://files.slack.com/files-pri/T/a.mp4", "Slack"),
    ])
  func nobody(url: String, host: String) throws {
    let judged = URLJudge(policy: .publicOnly, now: .now, horizon: 0).judge(url, about: .video)
    let finding = try #require(judged.findings.first)
    #expect(finding.rule == .linkClientBound && finding.severity == .error && finding.message.hasPrefix(host))
    #expect(judged.refutable == [finding])
    let signed = "https://cdn.discordapp.com/attachments/1/2/a.mp4?ex=7b042e70&is=6b02dcf0&hm=aa"
    #expect(
      URLJudge(policy: .publicOnly, now: .now, horizon: 0).judge(signed, about: .video).findings.isEmpty)
  }
}
