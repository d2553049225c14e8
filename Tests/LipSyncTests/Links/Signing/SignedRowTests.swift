import LipSyncTransfer
import Testing

@testable import LipSync

@Suite("signed links by their shape")
struct SignedRowTests {
  static let moment = SignedURLTests.moment

  @Test(
    "families by rows, and those of nobody in particular; the end is a minute away",
    arguments: [
      ("https://cdn.example.com/a.mp4?Expires=1795417260&KeyName=k&Signature=s", "Google Cloud CDN"),
      (
        "https://swift.example.com/v1/a.mp4?temp_url_sig=s&temp_url_expires=1795417260", "Swift temporary URL"
      ),
      (
        "https://swift.example.com/v1/a.mp4?temp_url_sig=s&temp_url_expires=2026-11-23T07:01:00Z",
        "Swift temporary URL"
      ),
      (
        "https://b.oss-cn-x.aliyuncs.com/a.mp4?x-oss-signature-version=OSS2&x-oss-expires=1795417260&x-oss-signature=s",
        "Aliyun OSS V2"
      ),
      ("https://1.vod2.myqcloud.com/a.mp4?t=6b03e4ac&sign=s", "Tencent VOD"),
      ("https://file.notion.so/f/f/x/a.mp4?expirationTimestamp=1795417260000&signature=s", "Notion"),
      ("https://v5.airtableusercontent.com/v3/u/5/5/1795417260000/iv/token/mac", "Airtable"),
      ("https://downloader.disk.yandex.ru/disk/abc/6b03e4ac/x?filename=a.mp4", "Yandex Disk"),
      ("https://cvws.icloud-content.com/B/x/a.mp4?o=a&e=1795417260", "iCloud"),
      ("https://dms.licdn.com/playlist/vid/a.mp4?e=1795417260&v=beta&t=x", "LinkedIn"),
      ("https://vod.example.com/exp=1795417260~acl=%2Fx%2F*~hmac=ab/a.mp4", "a token with exp and hmac"),
      ("https://cdn.example.com/a.mp4?token=exp=1795417260~hmac=ab", "a token with exp and hmac"),
      (
        "https://cdn.example.com/a.mp4?__cld_token__=st=1~exp=1795417260~hmac=ab", "a token with exp and hmac"
      ),
      ("https://cdn.example.com/a.mp4?exp=1795417260~hmac=ab", "a token with exp and hmac"),
      (
        "https://cdn.example.com/a.mp4?auth_key=1795417260-0-0-0123456789abcdef0123456789abcdef",
        "a signed link"
      ),
      ("https://cdn.example.com/a.mp4?__gda__=1795417260_0123456789abcdef0123456789abcdef", "a signed link"),
      (
        "https://b.bj.bcebos.com/a.mp4?authorization=bce-auth-v1%2Fak%2F2026-11-23T07%3A00%3A00Z%2F60%2F%2Fs",
        "Baidu BOS"
      ),
      ("https://cdn.example.com/a.mp4?Expires=1795417260&Signature=s&Whatever=k", "a signed link"),
      ("https://cdn.example.com/a.mp4?md5=x&expires=1795417260", "a signed link"),
      ("https://res.example.com/a.mp4?expires_at=1795417260&signature=s", "a signed link"),
      ("https://cdn.example.com/a.mp4?e=1795417260&token=ak:s", "a signed link"),
      ("https://cdn.example.com/a.mp4?expiry=1795417260000&hmac=s", "a signed link"),
    ])
  func families(url: String, family: String) throws {
    let signed = try #require(SignedURL.read(url))
    #expect(signed.family == family && signed.expiresAt?.seconds == Self.moment + 60)
    #expect(!signed.isInMilliseconds && signed.flaw == nil)
  }

  @Test(
    "a link that dies soon is said to, though nobody knows whose it is",
    arguments: ["/exp=1795417260~acl=x~hmac=y/a.mp4", "/a.mp4?Expires=1795417260&Signature=s"])
  func soon(path: String) {
    let judge = URLJudge(policy: .publicOnly, now: UnixTime(Self.moment), horizon: 1800)
    let judged = judge.judge("https://cdn.example.com" + path, about: .video)
    #expect(judged.findings.map(\.rule.rawValue) == ["link.expires-soon"])
  }

  @Test(
    "hosts whose links end some time that they do not tell",
    arguments: [
      "https://objectstorage.eu-frankfurt-1.oraclecloud.com/p/x/n/ns/b/b/o/a.mp4",
      "https://public.boxcloud.com/d/1/x/download",
      "https://a.files.1drv.com/y4mx", "https://replicate.delivery/x/out.mp4",
      "https://tmpfiles.org/dl/1/a.mp4",
      "https://litter.catbox.moe/a.mp4", "https://x.gradio.live/file=a.mp4",
    ])
  func silent(url: String) throws {
    let signed = try #require(SignedURL.read(url))
    #expect(signed.endIsUnknown && signed.expiresAt == nil)
  }

  @Test(
    "fields that only look like it",
    arguments: [
      "?t=12345678", "?t=6b03e4ac", "?e=5&token=x", "?exp=3&sig=x", "?expires=tomorrow&sig=x",
      "?md5=x&expires=3600",
      "?auth_key=1795417260-0-0-x", "?token=exp=soon~hmac=x", "?sig=&expires=1795417260",
    ])
  func others(query: String) { #expect(SignedURL.read("https://cdn.example.com/a.mp4" + query) == nil) }
}
