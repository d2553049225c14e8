import LipSyncMedia
import Platform
import TestSupport
import Testing

@testable import LipSync

/// Report pages: nothing in them can become markup, load anything or give a secret away.
@Suite("Report pages") struct ReportPageTests {
  @Test(arguments: [
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("a\" onload=\"b", "a&quot; onload=&quot;b"),
    ("a&amp;'b", "a&amp;amp;&#39;b"), ("x\u{0}\u{1b}y", "x\u{FFFD}\u{FFFD}y"),
    ("\u{202e}gpj.mp4", "\u{FFFD}gpj.mp4"),
    ("Gr\u{fc}\u{df}e", "Gr\u{fc}\u{df}e"),
  ])
  func nothingBecomesMarkup(text: String, markup: String) {
    #expect(HTML.text(text).markup == markup)
    #expect(HTML.tag("p", [("title", text)]).markup == "<p title=\"\(markup)\"></p>")
  }

  private func report() -> VerifyReport {
    var report = VerifyReport(
      source: Source("https://res.example/<b>.mp4?X-Amz-Signature=0123456789abcdef0123456789abcdef").shown)
    report.findings = [
      Finding(.resultTailFrozen, about: .result, "It \"stands\" <still>."),
      Finding(.resultAudioCut, about: .result, "Cut."),
    ]
    report.lengths = .init(
      reported: MediaTime(10), measured: MediaTime(125), expected: MediaTime(125)...MediaTime(250))
    return report
  }

  @Test("a page stands by itself, with the worst finding first")
  func standsByItself() throws {
    let page = ReportPage.page(report())
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("default-src 'none'") == false)
    #expect(page.contains("default-src &#39;none&#39;"))
    // The only script is the one whose hash the policy names.
    let script = PageScript.players
    #expect(page.ranges(of: "<script").count == 1 && page.contains("<script>\(script.text)</script>"))
    #expect(script.source.hasPrefix("'sha256-") && script.source.count == "'sha256-'".count + 44)
    #expect(page.contains(HTML.text("; script-src \(script.source)").markup))
    for loader in ["<link", "src=\"http", "url(", "@import", "<b>.mp4", "0123456789abcdef"] {
      #expect(!page.contains(loader), "\(loader)")
    }
    let error = try #require(page.firstRange(of: "result.audio-cut"))
    let warning = try #require(page.firstRange(of: "result.tail-frozen"))
    #expect(error.lowerBound < warning.lowerBound)
    #expect(page.contains("It &quot;stands&quot; &lt;still&gt;."))
    #expect(page.contains("1.00 credits") && page.contains("1.00 to 2.00 credits"))
  }

  @Test("a proof brings pictures, trace and sound; a file that lies there stays")
  func proof() async throws {
    let sent = try VerifyTests.Sent()
    let directory = try TemporaryDirectory()
    _ = try directory.write([1, 2], as: "report.html")
    var report = try await Postflight.verify(
      VerifyRequest(
        result: .file(path: sent.video),
        sent: SentMedia(video: .file(path: sent.video), audio: .file(path: sent.audio)),
        directory: directory.path), inspector: VerifyTests.inspector)
    let media = SentMedia(video: .file(path: sent.video), audio: .file(path: sent.audio))
    // The same proof again takes the place of its page; another one's stays.
    for _ in 0..<2 { report.page = try ReportPage.save(report, of: media, in: directory.path) }
    _ = try ReportPage.save(report, in: directory.path)
    #expect(try directory.contents().sorted() == ["report-2.html", "report-3.html", "report.html"])
    #expect(try directory.read("report.html") == [1, 2])
    let page = String(decoding: try directory.read("report-2.html"), as: UTF8.self)
    #expect(page.ranges(of: "data:image/jpeg").count == 12, "six moments of two videos")
    #expect(page.contains("aria-label=\"Source time over result time\""))
    #expect(page.contains("aria-label=\"Loudness over time\""))
    #expect(report.json["report"]?.stringValue?.hasSuffix("report-2.html") == true)
    #expect(ReadBack.loss(of: report) == nil)
  }

  @Test("a check brings first and last picture, the sound and three playback types")
  func check() async throws {
    let sent = try VerifyTests.Sent()
    let directory = try TemporaryDirectory()
    let report = await Preflight.check(
      CheckRequest(video: .file(path: sent.video), audio: .file(path: sent.audio)),
      inspector: VerifyTests.inspector)
    #expect(ReadBack.loss(of: report) == nil)
    let path = try await ReportPage.save(
      report, inspector: VerifyTests.inspector, to: directory.file("check.html"))
    let page = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    #expect(page.ranges(of: "data:image/jpeg").count == 2)
    #expect(page.ranges(of: "aria-label=\"Playback over time\"").count == 3)
    #expect(page.contains("normal_reverse_by_audio (advised)"))
    withExtendedLifetime(sent) {}
  }

  @Test("A page is named after what was sent and the task, and its players find the files from where it lies")
  func subject() throws {
    var report = report()
    report.path = "/out/my results/t-1.mp4"
    report.media = PreflightTests.video()
    let sent = SentMedia(
      video: .file(path: "/in/anna.mp4"),
      audio: Source("https://h.example/de/anna.wav?X-Amz-Signature=abcdef"))
    let task = LipSyncTask(id: "t-1", status: .success)
    let subject = PageSubject(
      sent, report, task: task, service: "api.example", charged: Credits(output: MediaTime(125)))
    let page = ReportPage.page(report, subject, at: "/out/my results/report.html")
    #expect(page.contains("<title>fail: anna.mp4 + anna.wav + task t-1</title>"))
    #expect(page.contains("src=\"t-1.mp4\"") && page.contains("src=\"../../in/anna.mp4\""))
    for words in ["api.example", Product.name, "\(Credits(output: MediaTime(125)).text) credits", "t-1"] {
      #expect(page.contains(words), "\(words)")
    }
    #expect(!page.contains("abcdef"))
  }

  @Test(
    "A link leads from the page's folder to the file",
    arguments: [
      ("/a/b/c.mp4", "/a/b/page.html", "c.mp4"), ("/a/c.mp4", "/a/b/page.html", "../c.mp4"),
      ("/x/y z.mp4", "/a/b/page.html", "../../x/y%20z.mp4"), ("/a/b/../c.mp4", "/a/./page.html", "c.mp4"),
    ])
  func link(file: String, page: String, link: String) {
    #expect(RelativeLink.to(file, from: page) == link)
  }
}
