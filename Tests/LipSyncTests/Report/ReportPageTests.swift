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
    for loader in ["<script", "<link", "src=\"http", "url(", "@import", "<b>.mp4", "0123456789abcdef"] {
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
    report.page = try ReportPage.save(report, in: directory.path)
    #expect(try directory.contents().sorted() == ["report-2.html", "report.html"])
    #expect(try directory.read("report.html") == [1, 2])
    let page = String(decoding: try directory.read("report-2.html"), as: UTF8.self)
    #expect(page.ranges(of: "data:image/jpeg").count + 1 == 13, "six moments of two videos")
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
    #expect(page.ranges(of: "data:image/jpeg").count + 1 == 3)
    #expect(page.ranges(of: "aria-label=\"Playback over time\"").count + 1 == 4)
    #expect(page.contains("normal_reverse_by_audio (advised)"))
    withExtendedLifetime(sent) {}
  }
}
