import LipSyncTransfer
import Testing

@testable import LipSync

@Suite("AnswerJudge")
struct AnswerJudgeTests {
  static let media = [UInt8]("fLaC".utf8) + [UInt8](repeating: 7, count: 96)

  static func answer(
    _ status: Int = 206, range: String? = "bytes 0-99/5000", type: String? = "audio/flac",
    length: Int64? = nil,
    body: [UInt8] = media, cut: Bool = false, url: String = "https://cdn.example.com/a"
  ) -> Response {
    var headers: [(name: String, value: String)] = []
    if let range { headers.append(("Content-Range", range)) }
    if let type { headers.append(("Content-Type", type)) }
    if let length { headers.append(("Content-Length", String(length))) }
    return Response(status: status, headers: headers, body: body, bodyWasCut: cut, url: url)
  }

  static func rules(_ response: Response, asked: Int? = 100, share: ShareLink? = nil, isExpired: Bool = false)
    -> [String]
  {
    AnswerJudge(response: response, asked: asked, subject: .audio, share: share, isExpired: isExpired).judge()
      .findings.map(\.rule.rawValue)
  }

  @Test("a host that does it all right gives no finding")
  func good() {
    let outcome = AnswerJudge(
      response: Self.answer(), asked: 100, subject: .audio, share: nil, isExpired: false
    ).judge()
    #expect(outcome.findings.isEmpty && outcome.mayBeMedia)
    #expect(outcome.range == RangeVerdict(support: .honoured, total: 5000))
  }

  @Test("ranges: honoured, ignored, wrong")
  func ranges() {
    #expect(Self.rules(Self.answer(200, range: nil, length: 5000)) == ["link.no-ranges"])
    #expect(Self.rules(Self.answer(200, range: nil)) == ["link.no-ranges", "link.no-length"])
    #expect(Self.rules(Self.answer(range: "bytes 0-99/*")) == ["link.no-length"])
    // A slice is a slice, whatever the status says.
    #expect(Self.rules(Self.answer(200)).isEmpty)
    for wrong in [
      Self.answer(range: nil), Self.answer(range: "bytes 10-109/5000"), Self.answer(range: "bytes x"),
      Self.answer(range: "bytes 0-199/5000", body: Self.media + Self.media), Self.answer(cut: true),
      Self.answer(range: "bytes 0-49/5000"),
      Self.answer(range: "bytes 0-89/5000", body: Array(Self.media.prefix(90))),
    ] {
      #expect(Self.rules(wrong) == ["link.bad-ranges"], "\(wrong.headers)")
    }
    // Right and short: worth a word, and read on.
    let short = AnswerJudge(
      response: Self.answer(range: "bytes 0-4999/70000", body: [UInt8](repeating: 7, count: 5000)),
      asked: 65536,
      subject: .audio, share: nil, isExpired: false
    ).judge()
    #expect(short.range.support == .honoured && short.range.cutTo == 5000)
    #expect(short.findings.contains { $0.rule == .linkBadRanges && $0.severity == .warning })
    // A file that is shorter than what was asked for comes whole.
    #expect(Self.rules(Self.answer(range: "bytes 0-99/100"), asked: 4096).isEmpty)
  }

  @Test(
    "Content-Types that fetchers reject, doubt, and take",
    arguments: [
      ("text/html; charset=utf-8", Severity.warning), ("text/plain", .warning),
      ("application/json", .warning),
      ("application/vnd.apple.mpegurl", .warning), ("audio/mpegurl", .warning),
      ("application/octet-stream", .info),
      ("binary/octet-stream", .info), (nil, .info), ("video/mp4", nil), ("AUDIO/MPEG", nil),
      ("application/ogg", nil),
    ] as [(String?, Severity?)])
  func types(type: String?, severity: Severity?) {
    let found = AnswerJudge(
      response: Self.answer(type: type), asked: 100, subject: .audio, share: nil, isExpired: false
    ).judge().findings
    #expect(found.map(\.severity) == (severity.map { [$0] } ?? []))
    #expect(found.allSatisfy { $0.rule == .linkContentType })
  }

  @Test(
    "statuses that say no, each with its own remedy",
    arguments: [400, 401, 402, 403, 404, 407, 410, 418, 429, 451, 500, 502, 503, 304])
  func statuses(status: Int) throws {
    let outcome = AnswerJudge(
      response: Self.answer(status, range: nil, body: []), asked: 100, subject: .video, share: nil,
      isExpired: false
    ).judge()
    let finding = try #require(outcome.findings.first)
    #expect(outcome.findings.count == 1 && finding.rule == .linkHTTPStatus && !outcome.mayBeMedia)
    #expect(finding.message.hasPrefix("cdn.example.com answers \(status) "))
    #expect(finding.severity == .error && finding.remedy.hasSuffix("."))
  }

  @Test("an error document explains a status, an expired signature excuses it")
  func explanations() throws {
    let body = Array("<Error><Code>NoSuchKey</Code></Error>".utf8)
    let response = Self.answer(404, range: nil, body: body)
    let outcome = AnswerJudge(response: response, asked: 100, subject: .video, share: nil, isExpired: false)
      .judge()
    #expect(
      outcome.findings.map(\.message) == [
        "cdn.example.com answers 404 Not Found. There is no such object. (NoSuchKey)"
      ])
    #expect(outcome.sniff.served == .errorDocument)
    #expect(Self.rules(Self.answer(403, range: nil), isExpired: true).isEmpty)
  }

  @Test("416 for nothing is an empty file")
  func empty() {
    #expect(Self.rules(Self.answer(416, range: "bytes */0", body: [])) == ["link.empty"])
    #expect(Self.rules(Self.answer(416, range: "bytes */9", body: [])) == ["link.http-status"])
    #expect(Self.rules(Self.answer(200, range: nil, length: 0, body: [])) == ["link.empty"])
  }

  @Test("a page under a media type is a page; a share link explains its page alone")
  func pages() throws {
    let page = Self.answer(type: "video/mp4", body: Array("<html><title>T</title>".utf8))
    #expect(Self.rules(page) == ["link.html-page"])
    let share = try #require(ShareLink.read("https://cloud.example.org/s/aBcDeFgHiJkLmNo"))
    #expect(Self.rules(page, share: share) == ["link.share-page"])
    #expect(Self.rules(Self.answer(), share: share).isEmpty)
  }

  @Test("a Git LFS pointer from GitHub names the address of the file")
  func pointer() throws {
    let response = Self.answer(
      body: Array("version https://git-lfs.github.com/spec/v1\nsize 9\n".utf8),
      url: "https://raw.githubusercontent.com/o/r/main/t.mp4")
    let outcome = AnswerJudge(response: response, asked: 100, subject: .video, share: nil, isExpired: false)
      .judge()
    #expect(outcome.findings.map(\.rule.rawValue) == ["link.text"])
    #expect(
      outcome.findings.first?.remedy
        == "Use https://media.githubusercontent.com/media/o/r/main/t.mp4 instead.")
  }
}

@Suite("PageHint")
struct PageHintTests {
  @Test(
    "what looks like a page, and what does not",
    arguments: [
      ("https://a.example/file/12/view", true), ("https://a.example/embed/abc", true),
      ("https://a.example/watch?v=1", true), ("https://a.example/#/files/1", true),
      ("https://a.example/talk.html", true), ("https://console.example.com/x", true),
      ("https://a.example/preview/talk.mp4", false), ("https://a.example/talk.mp4#t=3", false),
      ("https://a.example/download/123", false), ("https://a.example/v1/view/a.m4a?sig=1", false),
    ])
  func hints(url: String, isPage: Bool) {
    let finding = PageHint.finding(url, about: .video)
    #expect((finding?.severity == .info && finding?.rule == .linkSharePage) == isPage)
  }
}

@Suite("BoundHost")
struct BoundHostTests {
  @Test(
    "hosts whose links work for some clients, or for a while",
    arguments: [
      ("https://files.slack.com/files-pri/T1-F1/a.mp4", Severity.error),
      ("https://api.telegram.org/file/bot1:abc/a.mp4", .warning),
      ("https://a1b2.ngrok-free.app/a.mp4", .warning), ("https://x-y.trycloudflare.com/a.mp4", .warning),
      ("https://nas.tail1234.ts.net/a.mp4", .warning), ("https://ngrok-free.app.example.com/a.mp4", nil),
      ("https://cdn.example.com/a.mp4", nil),
    ] as [(String, Severity?)])
  func hosts(url: String, severity: Severity?) {
    #expect(BoundHost.finding(url, about: .video)?.severity == severity)
  }
}

@Suite("SlowJudge")
struct SlowJudgeTests {
  static func response(waited: Duration?, bytes: Int64 = 65536, took: Duration? = nil) -> Response {
    var response = Response(status: 206, url: "https://cdn.example.com/a", bytesReceived: bytes)
    (response.waited, response.bodyTook) = (waited, took)
    return response
  }

  static func says(waited: Duration?, bytes: Int64 = 65536, took: Duration? = nil, size: Int64? = nil)
    -> String?
  {
    SlowJudge.finding(response(waited: waited, bytes: bytes, took: took), size: size, about: .video)?.message
  }

  @Test("a late beginning and a slow pace are told, with what they mean for the whole file")
  func slow() throws {
    #expect(
      Self.says(waited: .milliseconds(4200))
        == "cdn.example.com takes 4.2 s to begin its answer; many fetchers give up before.")
    let pace = try #require(Self.says(waited: .zero, took: .seconds(4), size: 20_000_000))
    #expect(pace.contains("sends about 16 kB/s, so that all 20000000 bytes take 1221 s"), "\(pace)")
    // As long as the user says that fetchers wait.
    let response = Self.response(waited: .zero, took: .seconds(4))
    for (limit, isSlow) in [(Duration.seconds(1300), false), (.seconds(1200), true)] {
      let found = SlowJudge.finding(response, size: 20_000_000, about: .video, limit: limit)
      #expect((found != nil) == isSlow)
    }
    let both = try #require(Self.says(waited: .seconds(12), took: .seconds(4), size: 20_000_000))
    #expect(both.contains("takes 12 s to begin its answer and sends about 16 kB/s"), "\(both)")
  }

  @Test("what is quick enough, or not known, is no finding")
  func quick() {
    #expect(Self.says(waited: nil) == nil && Self.says(waited: .milliseconds(2900)) == nil)
    #expect(Self.says(waited: .zero, took: .seconds(4), size: 600_000) == nil)
    #expect(Self.says(waited: .zero, took: .seconds(4)) == nil)
    // Too little, or in too short a time, to tell.
    #expect(Self.says(waited: .zero, bytes: 900, took: .seconds(4), size: 20_000_000) == nil)
    #expect(Self.says(waited: .zero, took: .milliseconds(90), size: 2_000_000_000) == nil)
  }
}

@Suite("URLJudge")
struct URLJudgeTests {
  static func rules(_ url: String, _ policy: AddressPolicy = .publicOnly) -> [String] {
    let outcome = URLJudge(policy: policy, now: UnixTime(1_795_417_200), horizon: 1800).judge(
      url, about: .video)
    #expect(outcome.isHopeless == !outcome.findings.isEmpty)
    return outcome.findings.map(\.rule.rawValue)
  }

  @Test(
    "hosts that the service cannot reach, and URLs that are none",
    arguments: [
      ("http://127.0.0.1/a.mp4", "link.private-address"),
      ("http://localhost:8080/a.mp4", "link.private-address"),
      ("http://10.1.2.3/a.mp4", "link.private-address"), ("http://192.168.0.1/", "link.private-address"),
      ("http://[::1]/a.mp4", "link.private-address"), ("http://169.254.169.254/", "link.private-address"),
      ("http://2130706433/a.mp4", "link.private-address"), ("http://nas.local/a.mp4", "link.private-address"),
      ("http://me:secret@example.com/a.mp4", "link.bad-url"), ("http:///", "link.bad-url"),
      ("http://example.com:99999/a", "link.bad-url"), ("https:example.com/a.mp4", "link.bad-url"),
      ("s3://bucket/a.mp4", "link.bad-url"), ("ftp://example.com/a.mp4", "link.bad-url"),
    ])
  func refused(url: String, rule: String) {
    #expect(Source(url) == .url(url))
    #expect(Self.rules(url) == [rule])
  }

  @Test(
    "what to write instead of a URL that is none",
    arguments: [
      ("https:example.com/a.mp4", "the // after the scheme is missing", "complete http(s) URL"),
      ("HTTP:example.com/a.mp4", "the // after the scheme is missing", "complete http(s) URL"),
      ("s3://bucket/dir/a.mp4", "s3 is not http", "https://bucket.s3.amazonaws.com/dir/a.mp4"),
      ("gs://bucket/dir/a.mp4", "gs is not http", "https://storage.googleapis.com/bucket/dir/a.mp4"),
      ("file:///home/me/a.mp4", "file is not http", "/home/me/a.mp4"),
      ("sftp://example.com/a.mp4", "sftp is not http", "uploaded"),
    ])
  func instead(url: String, says: String, remedy: String) throws {
    let judge = URLJudge(policy: .publicOnly, now: UnixTime(1_795_417_200), horizon: 1800)
    let finding = try #require(judge.judge(url, about: .video).findings.first)
    #expect(finding.message.contains(says) && finding.remedy.contains(remedy), "\(finding)")
  }

  @Test(
    "white space around a URL is not its own, and a link without a scheme is recognised where there is no such file"
  )
  func copied() async {
    #expect(Source(" https://a.example/b c.mp4\n") == .url("https://a.example/b c.mp4"))
    #expect(Source(" a.mp4") == .file(path: " a.mp4"))
    #expect(FileJudge.hostAndPath("www.example.com/a.mp4") == "www.example.com/a.mp4")
    #expect(FileJudge.hostAndPath("//cdn.example.com/a.mp4") == "cdn.example.com/a.mp4")
    for path in ["a.mp4", "./a/b.mp4", "../a/b.mp4", "v1.2/a.mp4", "/a.b/c", "dir/a.mp4", "my clip.d/a"] {
      #expect(FileJudge.hostAndPath(path) == nil, "\(path)")
    }
    let finding = FileJudge.finding("www.none.example/a.mp4", about: .video)
    #expect(
      finding?.rule == .fileMissing && finding?.remedy.contains("https://www.none.example/a.mp4") == true)
  }

  @Test(
    "paths stay paths", arguments: ["a.mp4", "C:\\a.mp4", "/a:b.mp4", "take 1: end.mp4", "x/y://z", ":a", ""])
  func paths(path: String) { #expect(Source(path) == .file(path: path)) }

  @Test(
    "URLs that work here and not everywhere, by what is odd about them",
    arguments: [
      ("https://a.example/b c.mp4", .warning, "holds a space", "https://a.example/b%20c.mp4"),
      ("https://a.example/100%.mp4", .warning, "begins no escape", "https://a.example/100%25.mp4"),
      ("https:///a.example/b.mp4", .warning, "does not begin with", "https://a.example/b.mp4"),
      ("https://a.example/ä.mp4", .info, "outside ASCII", "https://a.example/%C3%A4.mp4"),
      ("https://bücher.example/a.mp4", .info, "outside ASCII", "https://xn--bcher-kva.example/a.mp4"),
      ("https://a.example./b.mp4", .warning, "ends in a dot", "without the last dot"),
      ("https://a.example/" + String(repeating: "b", count: 2100), .info, "bytes long", "shorter"),
      ("https://a.example/" + String(repeating: "b", count: 8000), .warning, "bytes long", "shorter"),
    ] as [(String, Severity, String, String)])
  func spellings(url: String, severity: Severity, says: String, remedy: String) throws {
    let judge = URLJudge(policy: .publicOnly, now: UnixTime(1_795_417_200), horizon: 1800)
    let outcome = judge.judge(url, about: .video)
    #expect(!outcome.isHopeless && outcome.findings.map(\.rule.rawValue) == ["link.bad-url"])
    let finding = try #require(outcome.findings.first)
    #expect(finding.severity == severity && finding.message.contains(says), "\(finding.message)")
    #expect(finding.remedy.contains(remedy), "\(finding.remedy)")
  }

  @Test("public hosts pass, and private ones where they are allowed; link-local never")
  func passing() {
    #expect(Self.rules("https://cdn.example.com/a.mp4").isEmpty)
    #expect(Self.rules("http://127.0.0.1/a.mp4", .privateAllowed).isEmpty)
    #expect(Self.rules("http://169.254.169.254/a.mp4", .privateAllowed) == ["link.private-address"])
  }
}
