import LipSyncTransfer
import Testing

@testable import LipSync

/// What people paste (group D of the findings on links), and its kin, row by row.
@Suite("pasted links, row by row")
struct PastedRowTests {
  static let link = PastedLinkTests.link

  @Test(
    "what stands around a link, how it is spelled, and what it ends in",
    arguments: [
      ("curl -o a.mp4 \"\(link)\"", "Other text"), ("wget \(link)", "Other text"),
      ("<a href=\"\(link)\">clip</a>", "Other text"), ("<video src='\(link)'></video>", "Other text"),
      ("Link: \(link)", "Other text"), ("my clip \(link)", "Other text"), ("src=\(link)", "Other text"),
      ("[\"\(link)\"]", "brackets"), ("\"\(link)\",", "quotes"), ("**\(link)**", "asterisks"),
      ("{\(link)}", "brackets"),
      ("\u{300A}\(link)\u{300B}", "brackets"), ("https://\(link)", "begins twice"),
      ("http://\(link)", "begins twice"),
      ("hxxps://cdn[.]example[.]com/clip.mp4", "nobody can click"),
      ("ttps://cdn.example.com/clip.mp4", "first letter"),
      ("htps://cdn.example.com/clip.mp4", "misspelled"), ("https;//cdn.example.com/clip.mp4", "misspelled"),
      ("https//cdn.example.com/clip.mp4", "colon"),
      ("https\u{FF1A}\u{FF0F}\u{FF0F}cdn.example.com\u{FF0F}clip.mp4", "wide signs"),
      ("https://cdn.example\n.com/clip.mp4", "over 2 lines"), ("view-source:\(link)", "Other text"),
      ("\(link)%0A", "line break"), ("\(link)%20", "a space"), ("\(link)%E2%80%8B", "invisible sign"),
      ("\(link)%22", "a quote"), ("\(link),", "most probably"), ("\(link).", "most probably"),
      ("\(link))", "most probably"),
      ("\(link)]", "most probably"),
    ])
  func corrected(text: String, says: String) throws {
    guard case .url(let url) = Source(text) else {
      Issue.record("taken for a path: \(text)")
      return
    }
    let judge = URLJudge(policy: .publicOnly, now: UnixTime(SignedURLTests.moment), horizon: 1800)
    let finding = try #require(judge.judge(url, about: .video).findings.first)
    #expect(finding.rule == .linkBadURL && finding.message.contains(says), "\(finding.message)")
    #expect(finding.remedy == "Use \(Self.link).", "\(finding.remedy)")
    #expect(finding.settings == [.fixesLinks])
  }

  @Test(
    "shells' escapes, and JSON's in other languages",
    arguments: [
      ("\(link)\\?a=1\\&b=2", "\(link)?a=1&b=2"), ("\(link)?a=1\\x26b=2", "\(link)?a=1&b=2"),
      ("https:\\u002F\\u002Fcdn.example.com\\u002Fclip.mp4", link),
      ("\(link)?a=1&#x26;b=2", "\(link)?a=1&b=2"),
      ("\(link)\\", link),
    ])
  func escaped(text: String, right: String) { #expect(PastedLink.read(text)?.corrected == right) }

  @Test(
    "what no link can be made of: it is named, and nothing is taken in its place",
    arguments: [
      ("https://a.example/a.mp4, https://b.example/b.mp4", "Two links"),
      ("https://a.example/a.mp4\nhttps://b.example/b.mp4", "2 links"),
      ("one https://a.example/a.mp4 two https://b.example/b.mp4", "More than one link"),
      ("https://cdn.exam\u{2026}", "shortened for display"),
      ("https://b.s3.amazonaws.com/a.mp4?\u{2026}", "shortened for display"),
      ("thunder://QUFodHRwOi8vYS5leGFtcGxlL2EubXA0Wlo=", "Thunder"), ("ed2k://|file|a.mp4|1|x|/", "eMule"),
      ("mailto:a@example.com", "mail"), ("content://media/external/video/1", "inside a phone"),
      ("arn:aws:s3:::bucket/a.mp4", "Amazon S3"),
      ("filesystem:https://a.example/temporary/a.mp4", "browser's tab"),
    ])
  func named(text: String, says: String) throws {
    guard case .url(let url) = Source(text) else {
      Issue.record("taken for a path: \(text)")
      return
    }
    let finding = try #require(
      URLJudge(policy: .publicOnly, now: .now, horizon: 0).judge(url, about: .video).findings.first)
    #expect(finding.rule == .linkBadURL && finding.message.contains(says), "\(finding.message)")
    #expect(finding.settings.isEmpty && !finding.remedy.isEmpty)
  }

  @Test(
    "addresses of stores and protocols are named for what they are",
    arguments: [
      ("s3://bucket/take #2.mp4", "Amazon S3", "https://bucket.s3.amazonaws.com/take%20%232.mp4"),
      ("s3://my.bucket.com/k", "Amazon S3", "https://s3.amazonaws.com/my.bucket.com/k"),
      (
        "gs://bucket/my clip.mp4", "Google Cloud Storage",
        "https://storage.googleapis.com/bucket/my%20clip.mp4"
      ),
      ("obs://b/a.mp4", "Huawei OBS", "https://b.obs.REGION.myhuaweicloud.com/a.mp4"),
      ("file:///x/a.mp4", "this machine", "/x/a.mp4"),
      ("ftp://h/a.mp4", "another protocol", "by its path"),
      ("ipfs://bafy/a.mp4", "IPFS", "https://ipfs.io/ipfs/bafy/a.mp4"),
      ("wss://h/a", "another protocol", "by its path"),
    ])
  func schemes(url: String, says: String, remedy: String) throws {
    let judged = URLJudge(policy: .publicOnly, now: .now, horizon: 0).judge(url, about: .video)
    let finding = try #require(judged.findings.first)
    #expect(judged.isHopeless && finding.rule == .linkBadURL)
    #expect(
      finding.message.contains(says) && finding.remedy.contains(remedy),
      "\(finding.message) \(finding.remedy)")
  }

  @Test(
    "links and paths that are right as they are",
    arguments: [
      link + "?a=1,2", link + "?x=(a)", "https://a.example/wait...mp4", "https://a.example/a_(1).mp4",
      "https://a.example/%7B1%7D.mp4",
      "https://a.example/?u=https://b.example/c", "https://a.example/a%20b.mp4",
      "https://a.example/a.mp4?n=v1.", "https://a.example/a#t=3",
    ].filter { !$0.hasSuffix(".") })
  func good(url: String) { #expect(PastedLink.read(url) == nil && Source(url) == .url(url)) }

  @Test(
    "paths stay paths",
    arguments: [
      "https/a.mp4", "curl.mp4", "a, b.mp4", "src=a.mp4", "thunder.mp4", "content: a.mp4", "mailto.mp4",
      "arn.mp4", "a\\ b.mp4",
    ])
  func paths(path: String) { #expect(Source(path) == .file(path: path)) }

  @Test("a corrected link is taken in the pasted one's place where that was asked for")
  func fixed() async throws {
    let signed =
      Self.link + "?X-Amz-Date=20200101T000000Z&amp;X-Amz-Expires=60&amp;X-Amz-Signature=SeCrEt0123"
    for (text, isFixed) in [("<\(Self.link)>", true), ("<\(Self.link)>", false), (signed, true)] {
      let inspector = Inspector(client: InspectorTests.client, offline: true, fixesLinks: isFixed)
      let inspection = await inspector.inspect(Source(text), as: .video)
      let first = try #require(inspection.findings.first)
      #expect(first.severity == (isFixed ? .info : .error) && !first.json.text.contains("SeCrEt0123"))
      #expect(first.message.contains("was replaced by") == isFixed)
      #expect((inspection.source == .url(text)) == !isFixed)
    }
  }

  @Test(
    "raw signs that are sent encoded: worth a word, and more where a signature may be of the raw text",
    arguments: [("?f=a|b", Severity.info), ("?f={a}", .info), ("?f=a|b&sig=x", .warning), ("?f=a&b=c", nil)]
      as [(String, Severity?)])
  func unsafe(query: String, severity: Severity?) {
    let findings = URLJudge(policy: .publicOnly, now: .now, horizon: 0).judge(
      Self.link + query, about: .video
    ).findings
    #expect(findings.first?.severity == severity)
    #expect(findings.isEmpty || findings.first?.message.contains("percent-encoded") == true)
  }
}
