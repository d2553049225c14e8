import LipSyncTransfer
import Testing

@testable import LipSync

/// Ways of signing that nobody had named before they were tried.
@Suite("signed links, more of them")
struct MoreSignedTests {
  static let moment = SignedURLTests.moment
  static let digest = "80cd3862d699b7118eed99103f2a3a4f"

  @Test("the end, to the second", arguments: links)
  func end(url: String) { #expect(SignedURL.read(url)?.expiresAt?.seconds == Self.moment + 60) }

  @Test(
    "the moment of signing: a host's own setting tells how long a link lives from there",
    arguments: [
      "/\(digest)/6b03e470/a.mp4", "/\(digest)\(digest)/6b03e470/a.mp4", "/videos/\(digest)/6b03e470/a.mp4",
      "/a.mp4?KEY1=\(digest)&KEY2=6b03e470", "/a.mp4?sign=\(digest)&t=6b03e470",
      "/a.mp4?sign=\(digest)&t=1795417200",
      "/a.mp4?sign=\(digest)&time=1795417200", "/a.mp4?token=\(digest)&t=1795417200",
      "/a.mp4?auth_key=\(digest)&timestamp=6b03e470", "/a.mp4?auth_key=\(digest)&timestamp=1795417200",
      "/a.mp4?wsSecret=\(digest)&wsTime=6b03e470", "/a.mp4?sign=1795417200-abc-0-\(digest)",
      "/a.mp4?auth_key=1795417200-0-0-\(digest)", "/a.mp4?auth_key=6b03e470-0-0-\(digest)",
      "/a.mp4?sign=6b03e470-im1acp-0-\(digest)", "/202611231500/\(digest)/a.mp4",
    ])
  func signing(path: String) throws {
    let url = "https://cdn.example.com" + path
    let signed = try #require(SignedURL.read(url))
    #expect(
      signed.expiresAt?.seconds == Self.moment && signed.livesOn > 0 && signed.family == SignedURL.nobody)
    // An hour later nobody knows; before that moment it lives at least until then.
    let late = ExpiryJudge(now: UnixTime(Self.moment + 3600), horizon: 1800).findings(signed, about: .video)
    #expect(late.first?.rule == .linkExpiresSoon && late.first?.message.contains("was signed at") == true)
    let early = ExpiryJudge(now: UnixTime(Self.moment - 86400), horizon: 1800).findings(signed, about: .video)
    #expect(early.isEmpty)
  }

  @Test("an end beside a moment of signing counts alone")
  func both() {
    let signed = SignedURL.read(
      "https://cdn.example.com/a.mp4?sign=\(Self.digest)&time=1795417200&expires_in=60")
    #expect(signed?.expiresAt?.seconds == Self.moment + 60 && signed?.livesOn == 0)
  }

  @Test(
    "the only address that may use a link, beside its end and its signature",
    arguments: [
      ("/a.mp4?secure=DMF1ucDxtqgxwYQ&expires=1795417260&ip=203.0.114.5", "203.0.114.5"),
      ("/secure=DMF1ucDxtqgxwYQ&expires=1795417260&ip=203.0.114.5/a.mp4", "203.0.114.5"),
      ("/?expires=1795417260123&srcIp=203.0.114.5&pr=40&type=5&sig=abcDEF&id=1", "203.0.114.5"),
      ("/a.mp4?e=1795417260&h=\(digest)&client_ip=2001:db8::7", "2001:db8::7"),
      ("/a.mp4?e=1795417260&h=\(digest)&ip=0.0.0.0", nil), ("/a.mp4?e=1795417260&h=\(digest)&ip=1", nil),
      ("/a.mp4?expires=1795417260&signature=s", nil),
    ] as [(String, String?)])
  func bound(path: String, address: String?) throws {
    let signed = try #require(SignedURL.read("https://media.example.com" + path))
    #expect(signed.expiresAt?.seconds == Self.moment + 60 && signed.boundTo == address)
  }

  @Test("an address without a signature, or googlevideo's that is not signed, binds nothing")
  func unbound() {
    #expect(SignedURL.read("https://media.example.com/a.mp4?ip=203.0.114.5&v=1795417260") == nil)
    let free = SignedURL.read(
      "https://rr1---sn-x.googlevideo.com/videoplayback?expire=1795417260&ip=203.0.114.9&sparams=expire,id&sig=A"
    )
    #expect(free?.expiresAt?.seconds == Self.moment + 60 && free?.boundTo == nil)
  }

  @Test("numbers that are no ends", arguments: unsigned)
  func none(url: String) { #expect(SignedURL.read(url) == nil) }

  private static let links = """
    https://kss.ksyun.com/b/a.mp4?KSSAccessKeyId=a&Expires=1795417260&Signature=s
    https://u.ufileos.com/a.mp4?UCloudPublicKey=a&Expires=1795417260&Signature=s
    https://b.pek3a.qingstor.com/a.mp4?access_key_id=a&expires=1795417260&signature=s
    https://nos.netease.com/b/a.mp4?NOSAccessKeyId=a&Expires=1795417260&Signature=s
    https://x.cdn77.org/AbCdEfGhIjKlMnOpQrStUv==,1795417260/a.mp4
    https://x.cdn77.org/a.mp4?secure=AbCdEfGhIjKlMnOpQrStUv==,1795417260
    https://x.llnwd.net/a.mp4?p=10&e=1795417260&h=80cd3862d699b7118eed99103f2a3a4f
    https://x.example.com/a.mp4?nva=20261123070100&token=0abc
    https://f1.media.brightcove.com/a.mp4?fastly_token=6b03e4ac_80cd3862d699b7118eed99103f2a3a4f
    https://dl.example.com/s/AbCdEfGhIjKlMnOpQrStUv/1795417260/a.mp4
    https://player.vimeo.com/progressive_redirect/playback/1/rendition/720p/file.mp4?loc=external&expires=1795417260&signature=80cd3862d699b7118eed99103f2a3a4f
    https://downloads.intercomcdn.com/i/o/1/a.mp4?expires=1795417260&signature=80cd3862d699b7118eed99103f2a3a4f&req=x
    https://f.video.weibocdn.com/a.mp4?Expires=1795417260&ssig=abc&KID=unistore,video
    https://resource.heygen.ai/a.mp4?Expires=1795417260&Signature=s&Key-Pair-Id=K
    https://x.example.com/a.mp4?valid_until=1795417260&sig=s
    https://x.example.com/a.mp4?validThru=2026-11-23T07:01:00Z&signature=s
    https://x.example.com/a.mp4?exp=6b03e4ac&sig=80cd3862d699b7118eed99103f2a3a4f
    https://x.example.com/a.mp4?expires=6b03e4ac&signature=80cd3862d699b7118eed99103f2a3a4f
    https://x.example.com/a.mp4?ts=1795417200&ttl=60&sig=80cd3862d699b7118eed99103f2a3a4f
    https://x.example.com/a.mp4?timestamp=1795417200&duration=60&signature=80cd3862d699b7118eed99103f2a3a4f
    https://x.example.com/a.mp4?expires=1795417260.5&signature=s
    https://x.example.com/a.mp4?Expires=1795417260&Signature=s&OSSAccessKeyId=a&security-token=t
    https://x.example.com/a.mp4?expiration=20261123070100&sig=s
    https://x.example.com/a.mp4?X-Bz-Date=1&expiry=2026-11-23T08:01:00%2B01:00&sig=s
    https://x.example.com/signed/exp/1795417260/sig/80cd3862d699b7118eed99103f2a3a4f/a.mp4
    https://x.example.com/a.mp4?validto=1795417260&hash=x
    https://x.example.com/a.mp4;e=1795417260;h=80cd3862d699b7118eed99103f2a3a4f
    https://x.example.com/expires:1795417260/sig:80cd3862d699b7118eed99103f2a3a4f/a.mp4
    https://internal-api-drive-stream.feishu.cn/space/api/box/stream/download/authcode/?code=NmFj_0123456789abcdef_ID_1795417200:1795417260_V3
    https://x.example.com/a.mp4?verify=1795417260-abcdef&expires=1795417260
    https://img.example.com/a.mp4?_e=1795417260&_s=80cd3862d699b7118eed99103f2a3a4f
    https://x.example.com/a.mp4?__expires=1795417260&__signature=80cd3862d699b7118eed99103f2a3a4f
    https://x.example.com/a.mp4?q-sign-algorithm=sha1&q-ak=a&q-sign-time=1795417000;1795417260&q-key-time=1795417000;1795417260&q-signature=s
    https://x.example.com/a.mp4?Policy=eyJTdGF0ZW1lbnQiOlt7IkNvbmRpdGlvbiI6eyJEYXRlTGVzc1RoYW4iOnsiQVdTOkVwb2NoVGltZSI6MTc5NTQxNzI2MH19fV19&Signature=s&Key-Pair-Id=K
    https://storage.googleapis.com/b/a.mp4?x-goog-date=20261123T070000Z&x-goog-expires=60&x-goog-signature=s
    https://x.supabase.co/storage/v1/object/sign/b/a.mp4?token=eyJh.eyJleHAiOjE3OTU0MTcyNjB9.s
    https://uploads.linear.app/x?signature=eyJh.eyJleHAiOjE3OTU0MTcyNjB9.s
    https://x.blob.core.windows.net/c/a.mp4?sv=2024-08-04&sr=b&sig=x&sp=r&se=2026-11-23T07%3A01Z
    https://x.blob.core.windows.net/c/a.mp4?sv=2024-08-04&sr=b&sig=x&sp=r&se=2026-11-23T07:01:00.0000000Z
    https://x.file.core.windows.net/c/a.mp4?sv=2024-08-04&sr=f&sig=x&sp=r&se=2026-11-23T07:01:00Z&st=2026-11-22
    https://x.tos-cn-beijing.volces.com/a.mp4?X-Tos-Algorithm=TOS4&X-Tos-Date=20261123T070000Z&X-Tos-Expires=60&X-Tos-Signature=s
    https://v3-web.douyinvod.com/80cd3862d699b7118eed99103f2a3a4f/6b03e4ac/video/tos/cn/a/?a=6383
    https://x.qiniucdn.com/a.mp4?sign=80cd3862d699b7118eed99103f2a3a4f&t=6b03e4ac
    """.split(separator: "\n").map(String.init)

  private static let unsigned = """
    https://x.example.com/a.mp4?v=1536874165
    https://x.example.com/uploads/1536874165/a.mp4
    https://x.example.com/80cd3862d699b7118eed99103f2a3a4f/a.mp4
    https://x.example.com/a.mp4?t=30
    https://x.example.com/a.mp4?token=abc
    https://x.example.com/80cd3862d699b7118eed99103f2a3a4f/12345678/a.mp4
    https://x.example.com/80cd3862d699b7118eed99103f2a3a4f/deadbeef/a.mp4
    https://x.example.com/a.mp4?e=1&s=2
    https://x.example.com/a.mp4?updated_at=1536874165&hash=80cd3862d699b7118eed99103f2a3a4f
    https://x.example.com/a.mp4?ts=1536874165&hash=80cd3862d699b7118eed99103f2a3a4f
    https://x.example.com/a.mp4?_=1536874165000
    https://x.example.com/a.mp4?t=1536874165
    https://x.example.com/a.mp4?time=1536874165
    https://x.example.com/20160101/80cd3862d699b7118eed99103f2a3a4f.mp4
    https://x.example.com/a.mp4?id=80cd3862d699b7118eed99103f2a3a4f&t=1536874165
    https://x.example.com/1536874165/80cd3862d699b7118eed99103f2a3a4f.mp4
    https://x.example.com/a.mp4?width=60&height=60&sig=x
    https://x.example.com/a.mp4?created=1536874165&sig=x
    https://x.example.com/a.mp4?key=abc&time=1536874165
    https://x.example.com/2016/06/07/80cd3862d699b7118eed99103f2a3a4f/a.mp4
    """.split(separator: "\n").map(String.init)
}
