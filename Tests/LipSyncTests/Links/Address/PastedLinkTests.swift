import LipSyncTransfer
import Testing

@testable import LipSync

@Suite("what is pasted in a link's place")
struct PastedLinkTests {
  static let link = "https://cdn.example.com/clip.mp4"

  private static func finding(_ text: String) throws -> Finding {
    guard case .url(let url) = Source(text) else {
      return Finding(.fileMissing, about: .video, "taken for a path: \(text)")
    }
    let judge = URLJudge(policy: .publicOnly, now: UnixTime(SignedURLTests.moment), horizon: 1800)
    return try #require(judge.judge(url, about: .video).findings.first)
  }

  @Test(
    "a link with something around it is a bad link, and the right one is named",
    arguments: [
      ("<\(link)>", "angle brackets"), ("\"\(link)\"", "quotes"), ("'\(link)'", "quotes"),
      ("\"\(link)", "quotes"),
      ("\u{201C}\(link)\u{201D}", "quotes"), ("\u{2018}\(link)\u{2019}", "quotes"),
      ("`\(link)`", "backquotes"),
      ("\u{201E}\(link)\u{201C}", "quotes"), ("\u{AB}\(link)\u{BB}", "quotes"), ("(\(link))", "brackets"),
      ("[\(link)]", "brackets"), ("[clip](\(link))", "Markdown"),
      ("![a clip](\(link) \"title\")", "Markdown"),
      ("\(link)>", "ends in a quote or a bracket"), ("\(link)\"", "ends in a quote or a bracket"),
      ("\u{200B}\(link)", "(U+200B) stands before"), ("\u{FEFF}\(link)", "(U+FEFF) stands before"),
      ("\u{202A}\(link)\u{202C}", "(U+202A) stands before"), ("\(link)\u{200B}", "(U+200B) stands after"),
      ("\u{FEFF}\"\(link)\"", "(U+FEFF) stands before"), ("<\u{201C}\(link)\u{201D}>", "angle brackets"),
      ("https:\\/\\/cdn.example.com\\/clip.mp4", "out of JSON"),
      ("https%3A%2F%2Fcdn.example.com%2Fclip.mp4", "percent-encoded as a whole"),
    ])
  func corrected(text: String, says: String) throws {
    let finding = try Self.finding(text)
    #expect(finding.rule == .linkBadURL && finding.severity == .error, "\(finding.message)")
    #expect(finding.message.contains(says), "\(finding.message)")
    #expect(finding.remedy == "Use \(Self.link).", "\(finding.remedy)")
    #expect(finding.evidence.first { $0.0 == "corrected_url" }?.1.stringValue == Self.link)
  }

  @Test(
    "what is no link is named for what it is, and not printed whole",
    arguments: [
      ("data:video/mp4;base64,SeCrEt012345", "own bytes", "by its path"),
      ("data:,SeCrEt012345", "own bytes", "by its path"),
      ("blob:https://app.example.com/SeCrEt012345?token=SeCrEt012345", "browser's tab", "by its path"),
      ("magnet:?xt=urn:btih:SeCrEt012345SeCrEt012345SeCrEt012345", "magnet link", "by its path"),
      (
        "https://a.example/a.mp4?sig=SeCrEt012345 https://b.example/b.mp4", "Two links", "Name one link alone"
      ),
      (
        "<https://a.example/a.mp4?sig=SeCrEt012345>", "angle brackets",
        "without that: https://a.example/a.mp4?…"
      ),
    ])
  func others(text: String, says: String, remedy: String) throws {
    let finding = try Self.finding(text)
    #expect(finding.rule == .linkBadURL && finding.message.contains(says), "\(finding.message)")
    #expect(finding.remedy.contains(remedy), "\(finding.remedy)")
    let isSpoken = finding.json.text.contains("SeCrEt012345") || Source(text).shown.contains("SeCrEt012345")
    #expect(isSpoken == text.hasPrefix("blob:"), "\(finding.json.text)")
  }

  @Test(
    "a signed link in another spelling: its end is read all the same",
    arguments: [
      (
        "X-Amz-Date=20261123T070000Z&amp;X-Amz-Expires=7200&amp;X-Amz-Signature=ab", Severity.error,
        "out of HTML"
      ),
      (
        "X-Amz-Date=20261123T070000Z\\u0026X-Amz-Expires=7200\\u0026X-Amz-Signature=ab", .error, "out of JSON"
      ),
      (
        "X-Amz-Credential=AK%252F20261123&X-Amz-Date=20261123T070000Z&X-Amz-Expires=7200&X-Amz-Signature=ab",
        .warning,
        "encoded twice"
      ),
    ])
  func signed(query: String, severity: Severity, says: String) throws {
    let url = Self.link + "?" + query
    let judge = URLJudge(policy: .publicOnly, now: UnixTime(SignedURLTests.moment), horizon: 1800)
    let outcome = judge.judge(url, about: .video)
    #expect(outcome.findings.first?.severity == severity)
    #expect(outcome.findings.first?.message.contains(says) == true)
    #expect(outcome.signed?.expiresAt?.seconds == SignedURLTests.moment + 7200)
  }

  @Test(
    "links that are right as they are",
    arguments: [
      link, link + "?a=%2525&b=c", "https://a.example/x_(1)", "https://a.example/it's",
      "https://a.example/b c.mp4",
      "https://a.example/?u=https://b.example/c", "https://a.example/a.mp4?sv=2&x=%252F",
      link + "?X-Amz-Signature=a&response-content-disposition=filename%3Dtake%252520one.mp4",
    ])
  func good(url: String) { #expect(PastedLink.read(url) == nil && Source(url) == .url(url)) }

  @Test(
    "paths stay paths",
    arguments: [
      "[clip] take.mp4", "\"a\".mp4", "(1).mp4", "data: all.csv", "magnet.mp4", "<a>", "'", "\u{200B}a.mp4",
    ])
  func paths(path: String) { #expect(Source(path) == .file(path: path)) }

  @Test("one layer of escapes is taken away, and no more")
  func escapes() {
    #expect(Escape.undone("a%252Fb%25zz%2525") == "a%2Fb%25zz%25" && Escape.undone("%25") == "%25")
  }

  @Test(
    "a link whose end a shell cut off",
    arguments: [
      ("X-Amz-Algorithm=AWS4-HMAC-SHA256", "AWS"), ("X-Goog-Algorithm=GOOG4-RSA-SHA256", "Google"),
      ("sv=2024-08-04", "Azure"), ("AWSAccessKeyId=AK&Expires=1795420000", "identifier"),
      ("q-sign-algorithm=sha1&q-ak=a", "Tencent"), ("x-oss-credential=a", "OSS"),
    ])
  func cut(query: String, family: String) throws {
    let finding = try Self.finding(Self.link + "?" + query)
    #expect(finding.rule == .linkBadURL && finding.severity == .warning && finding.message.contains(family))
    #expect(finding.remedy.contains("put it in quotes"))
  }

  @Test(
    "a whole signature is not a cut one",
    arguments: ["sv=2024-08-04&sig=x", "sv=2", "", "x-amz-algorithm=a&X-Amz-Signature=b"])
  func whole(query: String) { #expect(CutSignature.finding(Self.link + "?" + query, about: .video) == nil) }

  @Test("a # in a file's name")
  func hash() throws {
    let finding = try Self.finding("https://a.example/take #2.mp4")
    #expect(finding.severity == .warning && finding.message.contains("holds a #"))
    #expect(finding.remedy == "Write it as https://a.example/take%20%232.mp4.")
  }

  @Test(
    "addresses of stores, and the https form",
    arguments: [
      ("oss://bucket/a b.mp4", "https://bucket.oss-REGION.aliyuncs.com/a%20b.mp4"),
      ("cos://bucket-125/a.mp4", "https://bucket-125.cos.REGION.myqcloud.com/a.mp4"),
      ("b2://bucket/a.mp4", "https://f00N.backblazeb2.com/file/bucket/a.mp4"),
      ("r2://bucket/a.mp4", "public address"),
      ("az://box/a.mp4", "https://ACCOUNT.blob.core.windows.net/box/a.mp4"),
      ("wasbs://box@acc.blob.core.windows.net/a.mp4", "https://acc.blob.core.windows.net/box/a.mp4"),
      ("abfss://box@acc.dfs.core.windows.net/a.mp4", "https://acc.blob.core.windows.net/box/a.mp4"),
      ("hf://datasets/ns/r/a/t.wav", "https://huggingface.co/datasets/ns/r/resolve/main/a/t.wav"),
      ("hf://ns/r/t.wav", "https://huggingface.co/ns/r/resolve/main/t.wav"), ("hf://ns/r", "by its path"),
      ("ipfs://bafy/a.mp4", "https://ipfs.io/ipfs/bafy/a.mp4"),
    ])
  func stores(url: String, remedy: String) throws {
    let finding = try Self.finding(url)
    #expect(finding.rule == .linkBadURL && finding.remedy.contains(remedy), "\(finding.remedy)")
  }
}
