import LipSyncTransfer
import Testing

@testable import LipSync

@Suite("SignedURL")
struct SignedURLTests {
  /// 2026-11-23 07:00:00 UTC.
  static let moment: Int64 = 1_795_417_200

  @Test(
    "families, by the fields that they need",
    arguments: [
      (
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261123T060000Z&X-Amz-Expires=3600&X-Amz-Signature=ab",
        "AWS Signature V4", 0
      ),
      ("AWSAccessKeyId=AK&Signature=s%3D&Expires=1795417200", "AWS Signature V2", 0),
      ("Expires=1795417260&Signature=s&Key-Pair-Id=K", "CloudFront", 60),
      ("X-Goog-Date=20261123T070000Z&X-Goog-Expires=604800", "Google Cloud Storage V4", 604800),
      ("GoogleAccessId=a&Expires=1795417200&Signature=s", "Google Cloud Storage V2", 0),
      ("sv=2024-08-04&se=2026-11-23T08:00:00Z&sp=r&sig=x", "Azure SAS", 3600),
      ("sv=2024-08-04&se=2026-11-24&sp=r&sig=x", "Azure SAS", 61200),
      ("sv=1&se=2026-11-23T08%3A00Z&ske=2026-11-23T07:30:00Z&sig=x", "Azure SAS", 1800),
      ("ex=6b042e70&is=6b02dcf0&hm=aa", "Discord", 0x6b04_2e70 - 1_795_417_200),
      ("x-oss-date=20261123T070000Z&x-oss-expires=60", "Aliyun OSS V4", 60),
      ("q-ak=a&q-sign-time=1795417100%3B1795417300&q-key-time=1795417100;1795417200", "Tencent COS", 0),
      ("hdnts=st=1795417000~exp=1795417200~acl=/*~hmac=aa", "Akamai", 0),
      ("X-Obs-Date=20261123T070000Z&X-Obs-Expires=60", "Huawei OBS V4", 60),
      ("OSSAccessKeyId=a&Expires=1795417200&Signature=s", "Aliyun OSS", 0),
      ("AccessKeyId=a&Expires=1795417200&Signature=s", "Huawei OBS", 0),
      ("X-Tos-Date=20261123T070000Z&X-Tos-Expires=60", "Volcengine TOS", 60),
      ("x-oss-date=20261123T070000Z&x-oss-expires=1795417260", "Aliyun OSS V4", 60),
      ("oe=6B042E70&oh=00_a", "Meta", 0x6b04_2e70 - 1_795_417_200),
      ("x-expires=1795417260", "a signed link", 60),
      ("token=1795417260_a1b2c3", "a signed link", 60), ("token=t&expire=1795417260", "a signed link", 60),
      ("token=HS256-x&expires=1795417260&token_path=/", "a signed link", 60),
      ("expires=1795417260&s=x", "a signed link", 60),
      ("expire=1795417260&sparams=expire&sig=x", "googlevideo", 60),
      ("deadline=1795417260&upsig=x", "Bilibili", 60),
      ("time=1795417200&expires=8h&sign=x", "Baidu", 28800), ("exp=1795417260&sig=x", "a signed link", 60),
      ("exp=1795417260000&sig=x", "a signed link", 60),
      ("tempauth=v1.eyJh.eyJleHAiOjE3OTU0MTcyMDB9.s", "JSON Web Token", 0),
      ("tempauth=eyJh.eyJleHAiOiIxNzk1NDE3MjAwIn0.s", "JSON Web Token", 0),
    ] as [(String, String, Int64)])
  func families(query: String, family: String, offset: Int64) throws {
    let signed = try #require(SignedURL.read("https://cdn.example.com/talk.mp4?" + query))
    #expect(signed.family == family)
    #expect(signed.expiresAt?.seconds == Self.moment + offset)
    // What is written in seconds, or may be in milliseconds with that host, is no mistake.
    #expect(!signed.isInMilliseconds)
  }

  @Test("an end further ahead than the host takes, and links whose end the URL does not tell")
  func tooFarAndUnknown() throws {
    let judge = ExpiryJudge(now: UnixTime(Self.moment), horizon: 1800)
    func finding(_ url: String) throws -> Finding? {
      judge.findings(try #require(SignedURL.read(url)), about: .video).first
    }
    let base = "https://storage.googleapis.com/b/a.mp4?GoogleAccessId=a&Signature=s&Expires="
    let far = try #require(try finding(base + "\(Self.moment + 30 * 86400)"))
    #expect(far.severity == .warning && far.message.contains("7 days at most"), "\(far.message)")
    #expect(try finding(base + "\(Self.moment + 6 * 86400)") == nil)
    let temporary = try #require(try finding("https://ucabc.dl.dropboxusercontent.com/cd/0/get/x/file"))
    #expect(temporary.severity == .info && temporary.message.contains("Dropbox temporary link"))
  }

  @Test("JSON Web Tokens and CloudFront policies are read from their base64")
  func encoded() throws {
    let claims = "eyJleHAiOjE3OTU0MTcyMDAsIm5iZiI6MTc5NTQxNzAwMH0"
    let token = try #require(
      SignedURL.read("https://x.supabase.co/storage/v1/object/sign/b/a.mp4?token=eyJh.\(claims).s"))
    #expect(token.expiresAt?.seconds == Self.moment && token.validFrom?.seconds == Self.moment - 200)
    let policy =
      "eyJTdGF0ZW1lbnQiOlt7IlJlc291cmNlIjoiKiIsIkNvbmRpdGlvbiI6eyJEYXRlTGVzc1RoYW4iOnsiQVdTOkVwb2NoVGltZSI6MTc5NTQxNzIwMH19fV19"
    let signed = try #require(
      SignedURL.read("https://d.cloudfront.net/a.mp4?Policy=\(policy)&Signature=s&Key-Pair-Id=K"))
    #expect(signed.family == "CloudFront policy" && signed.expiresAt?.seconds == Self.moment)
  }

  @Test(
    "ends in the path",
    arguments: [
      ("/bcdn_token=x&expires=1795417260&token_path=%2F/a.mp4", "a signed link"),
      ("/sig/exp:1795417260/plain/a.mp4", "imgproxy"), ("/hdnts=exp=1795417260~acl=x~hmac=y/a.mp4", "Akamai"),
      (
        "/videoplayback/expire/1795417260/ei/x/ip/192.0.2.1/sparams/expire,ip/sig/s/file/a.mp4", "googlevideo"
      ),
      ("/0123456789abcdef0123456789abcdef/6b03e4ac/video/tos/a/", "TikTok"),
      ("/eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjE3OTU0MTcyNjB9.sig/manifest/a.mp4", "JSON Web Token"),
    ])
  func paths(path: String, family: String) throws {
    let signed = try #require(SignedURL.read("https://cdn.example.com" + path))
    #expect(signed.family == family && signed.expiresAt?.seconds == Self.moment + 60)
  }

  @Test(
    "what a host is going to refuse whatever the time, and ends that are not told",
    arguments: [
      ("sv=1&se=2036-11-23T08:00:00Z&sp=cw&sig=x", ["link.http-status"]),
      ("sv=1&se=2036-11-23T08:00:00Z&sp=r&spr=https&sig=x", ["link.http-status"]),
      ("X-Amz-Date=20261123T070000Z&X-Amz-Expires=700000&X-Amz-Signature=x", ["link.http-status"]),
      ("OSSAccessKeyId=a&Expires=3600&Signature=s", ["link.http-status", "link.expired"]),
      ("sv=1&si=policy&sr=b&sig=x", ["link.expires-soon"]),
      ("verify=1795417200-abc%3D", ["link.expires-soon"]),
    ])
  func flaws(query: String, rules: [String]) throws {
    let judge = URLJudge(policy: .publicOnly, now: UnixTime(Self.moment), horizon: 1800)
    let judged = judge.judge("http://cdn.example.com/talk.mp4?" + query, about: .video)
    #expect(judged.findings.map(\.rule.rawValue) == rules, "\(judged.findings.map(\.message))")
    #expect(judged.findings.first?.severity != .error)
  }

  @Test("addresses that a link is bound to, by the URL alone")
  func bound() throws {
    func token(_ claims: String) -> String { "eyJh." + Self.base64(claims) + ".s" }
    let open = #""accessRules":[{"type":"ip.src","ip":["192.0.2.1"],"action":"allow"}"#
    let closed = open + #",{"type":"any","action":"block"}]"#
    let video = "https://customer-x.cloudflarestream.com/"
    let path = "/downloads/default.mp4"
    let other = "https://r1.googlevideo.com/videoplayback/expire/1795417260/ip/192.0.2.7/sparams/expire"
    for (url, address) in [
      (other + ",ip/sig/s", "192.0.2.7"), (other + "/sig/s", nil),
      (video + token("{\"exp\":1795417260,\(closed)}") + path, "192.0.2.1"),
      (video + token("{\(closed)}") + path, "192.0.2.1"),
      (video + token("{\"exp\":1795417260,\(open)]}") + path, nil),
    ] as [(String, String?)] {
      #expect(try #require(SignedURL.read(url)).boundTo == address, "\(url)")
    }
    let shown = try #require(SignedURL.read(video + token(#"{"sub":"v","exp":1795417260}"#) + path))
    #expect(shown.flaw?.contains("downloadable") == true)
    let given = token(#"{"sub":"v","exp":1795417260,"downloadable":true}"#)
    #expect(try #require(SignedURL.read(video + given + path)).flaw == nil)
  }

  private static func base64(_ text: String) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var out = ""
    var (held, bits) = (0, 0)
    for byte in text.utf8 {
      (held, bits) = ((held << 8 | Int(byte)) & 0xFFFF, bits + 8)
      while bits >= 6 {
        bits -= 6
        out.append(digits[held >> bits & 63])
      }
    }
    if bits > 0 { out.append(digits[held << (6 - bits) & 63]) }
    return out
  }

  @Test("no signature is ever printed")
  func secrets() async throws {
    let secret = "SeCrEt0123456789aBcDeF0123456789SeCrEt"
    for query in [
      "X-Amz-Date=20200101T000000Z&X-Amz-Expires=60&X-Amz-Signature=\(secret)&X-Amz-Security-Token=\(secret)",
      "Expires=1577836800&Signature=\(secret)&Key-Pair-Id=K",
      "sv=1&se=2020-01-01&sp=cw&sip=1.2.3.4&sig=\(secret)",
      "token=\(secret)&expires=1577836800000", "hdnts=exp=1577836800~hmac=\(secret)",
      "ex=5e0be100&is=5e0be000&hm=\(secret)",
      "expires=1577836800&s=\(secret) x", "Authorization=\(secret)", "verify=1577836800-\(secret)",
    ] {
      for path in [
        "/a.mp4", "/file/b/a.mp4", "/file/bot123456:\(secret)/a.mp4", "/eyJhbGci.\(secret).x/a.mp4",
      ] {
        let url = "https://cdn.example.com\(path)?\(query)"
        let inspection = await InspectorTests.inspector(offline: true).inspect(.url(url), as: .video)
        #expect(!inspection.findings.isEmpty)
        let printed = inspection.json.text + inspection.findings.map(\.json.text).joined()
        #expect(!printed.contains(secret), "\(printed)")
      }
    }
  }

  @Test("milliseconds and sessions are told, and other queries are left alone")
  func oddities() throws {
    let milliseconds = try #require(SignedURL.read("https://x/a?token=t&expires=1795417200000"))
    #expect(milliseconds.isInMilliseconds && milliseconds.expiresAt?.seconds == Self.moment)
    let session = try #require(
      SignedURL.read("https://x/a?X-Amz-Date=20261123T070000Z&X-Amz-Expires=9&X-Amz-Security-Token=q"))
    #expect(session.mayDieEarlier)
    for query in [
      "", "?expires=1795417200", "?v=2", "?X-Amz-Date=yesterday&X-Amz-Expires=3", "?se=2026-11-23",
      "?token=eyJ.x",
    ] {
      #expect(SignedURL.read("https://x/a" + query) == nil, "\(query)")
    }
  }

  @Test(
    "dates are read and written as ISO 8601 in UTC",
    arguments: [
      ("20261123T070000Z", "2026-11-23T07:00:00Z"), ("2026-11-23T07:00:00.123Z", "2026-11-23T07:00:00Z"),
      ("2026-11-23T07:00Z", "2026-11-23T07:00:00Z"), ("2026-11-23", "2026-11-23T00:00:00Z"),
      ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"), ("2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z"),
      ("2000-03-01", "2000-03-01T00:00:00Z"), ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
    ])
  func dates(text: String, written: String) throws {
    #expect(try #require(UnixTime(iso8601: text)).iso8601 == written)
  }

  @Test(arguments: [
    "", "2026", "2026-13-01", "2026-11-23T25:00Z", "2026-11-23T0700", "yesterday", "20261123T",
  ])
  func notDates(text: String) {
    // Four digits behind the T are hours and minutes.
    #expect((UnixTime(iso8601: text) == nil) == (text != "2026-11-23T0700"))
  }

  @Test("times beyond all years do no harm")
  func extremes() {
    let far = UnixTime(.max)
    #expect(far.iso8601 == "9999-12-31T23:59:59Z" && UnixTime(.min).iso8601 == "0001-01-01T00:00:00Z")
    #expect(far + .max == far && (UnixTime(.min) + .min) == UnixTime(.min) && UnixTime(.min) - far < 0)
    for end in ["9223372036854775807", "-9223372036854775808", "99999999999999999999"] {
      _ = URLJudge(policy: .publicOnly, now: .now, horizon: .max)
        .judge(
          "https://x.example.com/a?token=t&expires=\(end)&X-Amz-Date=20200101&X-Amz-Expires=\(end)",
          about: .video)
    }
  }

  @Test(
    "links that work for one address alone",
    arguments: [
      "sv=1&se=2036-11-23T08:00:00Z&sip=203.0.113.7&sig=x", "hdnts=exp=2095417200~ip=203.0.113.7~hmac=aa",
      "expire=2095417200&sparams=expire,ip,itag&ip=203.0.113.7&sig=x",
    ])
  func bound(query: String) throws {
    let url = "https://cdn.example.com/talk.mp4?" + query
    #expect(try #require(SignedURL.read(url)).boundTo == "203.0.113.7")
    let judged = URLJudge(policy: .publicOnly, now: UnixTime(Self.moment), horizon: 1800)
      .judge(url, about: .video)
    #expect(judged.findings.map(\.rule.rawValue) == ["link.client-bound"] && !judged.isHopeless)
  }

  @Test("expired, soon, far, and not yet valid")
  func judged() throws {
    let judge = URLJudge(policy: .publicOnly, now: UnixTime(Self.moment), horizon: 1800)
    func rules(_ seconds: Int64) -> [String] {
      judge.expiry.findings(SignedURL("X", expiresAt: UnixTime(Self.moment + seconds)), about: .video).map(
        \.rule.rawValue)
    }
    #expect(rules(-1) == ["link.expired"] && rules(0) == ["link.expired"])
    #expect(rules(1) == ["link.expires-soon"] && rules(1799) == ["link.expires-soon"])
    #expect(rules(1800).isEmpty)
    let early = SignedURL(
      "X", expiresAt: UnixTime(Self.moment + 9000), validFrom: UnixTime(Self.moment + 3600))
    let finding = try #require(judge.expiry.findings(early, about: .video).first)
    #expect(
      finding.rule.rawValue == "link.expired" && finding.message.contains("only from 2026-11-23T08:00:00Z on")
    )
    let gone = try #require(
      judge.expiry.findings(SignedURL("X", expiresAt: UnixTime(Self.moment - 12000)), about: .video).first)
    #expect(gone.message == "The link's signature (X) expired at 2026-11-23T03:40:00Z, 3 h 20 min ago.")
  }
}
