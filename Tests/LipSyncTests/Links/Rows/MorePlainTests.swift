import LipSyncTransfer
import Testing

@testable import LipSync

@Suite("links and paths that are right as they are, more of them")
struct MorePlainTests {
  @Test(
    "links",
    arguments: [
      "Https://cdn.example.com/clip.mp4", "HTTPS://CDN.EXAMPLE.COM/clip.mp4", "https://a.example/none",
      "https://a.example/null-1.mp4",
      "https://cdn.example.com/clip.mp4?a=b+c",
      "https://cdn.example.com/clip.mp4#t=10",
      "https://cdn.example.com/clip.mp4?u=https://x.example/y",
      "https://cdn.example.com/clip.mp4?t=1,2",
      "https://cdn.example.com/clip.mp4/a...b.mp4",
      "https://cdn.example.com/clip.mp4?q=%7B%7D",
      "https://cdn.example.com/clip.mp4?x=%253D",
      "https://a.example/a_(1).mp4",
      "https://a.example/%5Btest%5D.mp4",
      "https://a.example/it's.mp4",
      "https://a.example/a&b.mp4",
      "https://a.example/?a=1&copy=2&reg=3",
      "https://a.example/?a=1&region=us",
      "https://xn--bcher-kva.example/a.mp4",
      "https://a.example/caf%C3%A9.mp4",
      "https://a.example/a=3Db.mp4",
      "https://web.archive.org/web/2020/https://a.example/b.mp4",
      "https://a.example/xxx.mp4",
      "https://a.example/your-name.mp4",
      "https://a.example/a%20%26%20b.mp4",
      "https://a.example/100%25.mp4",
      "https://a.example/a.mp4?filename=a%3Fb",
    ])
  func links(url: String) { #expect(PastedLink.read(url) == nil && Source(url) == .url(url)) }

  @Test(
    "paths",
    arguments: [
      "clips/https/a.mp4", "file.mp4", "about.mp4", "tel.mp4", "data.mp4", "app/a.mp4", "s3.mp4",
      "s3: notes.mp4",
      "did: it.mp4", "urn: a.mp4", "http.mp4", "httpd/a.b.mp4", "https/a.b/c.mp4", "[[a]].mp4", "{a}.mp4",
      "a${b}.mp4",
      "YOUR_FILE.mp4", "<a>.mp4", "htp.mp4", "C:\\clips\\a.mp4", "take:2.mp4", "ipfs.mp4", "sms.mp4",
    ])
  func paths(path: String) { #expect(Source(path) == .file(path: path), "\(Source(path))") }

  @Test("a secret in a paste is never printed")
  func secrets() throws {
    let secret = "SeCrEt0123456789aBcDeF"
    for text in [
      "&lt;https://a.example/a.mp4?sig=\(secret)&gt;", "curl -H x https://a.example/a.mp4?token=\(secret)",
      "https://a.example/a.mp4 (password: \(secret))", "vlc://https://a.example/a.mp4?sig=\(secret)",
      "hxxps://a.example/a.mp4?sig=\(secret)", "https://a.example/{{x}}.mp4?sig=\(secret)",
      "https://https://a.example/a.mp4?sig=\(secret)", "https://a.example/a.mp4?sig=\(secret)%",
      "player://open?url=https%3A%2F%2Fa.example%2Fa.mp4%3Fsig%3D\(secret)",
    ] {
      guard case .url(let url) = Source(text) else {
        Issue.record("taken for a path: \(text)")
        continue
      }
      let found = URLJudge(policy: .publicOnly, now: .now, horizon: 0).judge(url, about: .video).findings
      for finding in found where finding.rule == .linkBadURL {
        let words = finding.message + finding.remedy
        #expect(!words.contains(secret), "\(words)")
      }
    }
  }
}
