import LipSyncTransfer
import Testing

@testable import LipSync

/// Accidents of pasting that nobody had named before they were tried.
@Suite("pasted links, more of them")
struct MorePastedTests {
  static func finding(_ text: String) throws -> Finding {
    guard case .url(let url) = Source(text) else {
      return Finding(.fileMissing, about: .video, "taken for a path: \(text)")
    }
    let judge = URLJudge(policy: .publicOnly, now: UnixTime(SignedURLTests.moment), horizon: 1800)
    return try #require(judge.judge(url, about: .video).findings.first)
  }

  @Test(
    "the link that is meant is named, and can be taken in the pasted one's place",
    arguments: [
      "https://cdn.example.com\\clip.mp4", "https://cdn.example .com/clip.mp4",
      "url=https%3A%2F%2Fcdn.example.com%2Fclip.mp4",
      "https://cdn.example.com/\n> clip.mp4", "vnd.ms-video:https://cdn.example.com/clip.mp4",
      "\u{89C6}\u{9891}https://cdn.example.com/clip.mp4\u{FF0C}\u{8BF7}",
      "https://cdn.example.com/clip.mp4\t1920x1080",
      "&lt;https://cdn.example.com/clip.mp4&gt;",
      "<https://cdn.example.com/clip.mp4|clip>",
      "<URL:https://cdn.example.com/clip.mp4>",
      "URL:https://cdn.example.com/clip.mp4",
      "https://cdn.example.com/clip.mp4 (12 MB)",
      "https://cdn.example.com/clip.mp4 - my clip",
      "clip.mp4 - https://cdn.example.com/clip.mp4",
      "https://cdn.example.com/clip.mp4';",
      "'https://cdn.example.com/clip.mp4",
      "https://cdn.example.com/clip.mp4&quot;",
      "\\\"https://cdn.example.com/clip.mp4\\\"",
      "https:\\\\cdn.example.com\\clip.mp4",
      "https: //cdn.example.com/clip.mp4",
      "https ://cdn.example.com/clip.mp4",
      "[url]https://cdn.example.com/clip.mp4[/url]",
      "[url=https://cdn.example.com/clip.mp4]clip[/url]",
      "[video]https://cdn.example.com/clip.mp4[/video]",
      "[https://cdn.example.com/clip.mp4 clip]",
      "[[https://cdn.example.com/clip.mp4|clip]]",
      "[[https://cdn.example.com/clip.mp4][clip]]",
      "\\url{https://cdn.example.com/clip.mp4}",
      "=HYPERLINK(\"https://cdn.example.com/clip.mp4\",\"clip\")",
      "https://cdn.example.com/clip.mp4[clip]",
      "`clip <https://cdn.example.com/clip.mp4>`_",
      "clip,https://cdn.example.com/clip.mp4,12",
      "url(https://cdn.example.com/clip.mp4)",
      "url('https://cdn.example.com/clip.mp4')",
      "{\"url\":\"https://cdn.example.com/clip.mp4\"}",
      "video_url: 'https://cdn.example.com/clip.mp4'",
      "ffmpeg -i https://cdn.example.com/clip.mp4 out.mp4",
      "https://cdn.example.com/clip.mp4\\n",
      "https://cdn.example.com/clip.mp4\\r\\n",
      "https:https://cdn.example.com/clip.mp4",
      "https://https:/cdn.example.com/clip.mp4",
      "hxxps[:]//cdn[.]example[.]com/clip.mp4",
      "https://cdn[.]example[.]com/clip.mp4",
      "https://cdn(dot)example(dot)com/clip.mp4",
      "\u{FF48}\u{FF54}\u{FF54}\u{FF50}\u{FF53}://cdn.example.com/clip.mp4",
      "https%253A%252F%252Fcdn.example.com%252Fclip.mp4",
      "1. https://cdn.example.com/clip.mp4",
      "* https://cdn.example.com/clip.mp4",
      "\u{2022} https://cdn.example.com/clip.mp4",
      "> https://cdn.example.com/clip.mp4",
      "https://cdn.example.com/clip.mp4\u{3002}",
      "\u{201E}https://cdn.example.com/clip.mp4\u{201D}",
      "\u{2039}https://cdn.example.com/clip.mp4\u{203A}",
      "(https://cdn.example.com/clip.mp4)",
      "(https://cdn.example.com/clip.mp4",
      "https://cdn.example.com/clip.mp4)",
      "#https://cdn.example.com/clip.mp4",
      "@https://cdn.example.com/clip.mp4",
      "\u{94FE}\u{63A5}\u{FF1A}https://cdn.example.com/clip.mp4 \u{63D0}\u{53D6}\u{7801}: abcd",
      "https://cdn.example.com/clip.mp4\u{3011}",
      "\u{3010}https://cdn.example.com/clip.mp4",
      "https://cdn.exam\u{200B}ple.com/clip.mp4",
      "https://cdn.example.com/cl\u{AD}ip.mp4",
      "https://cdn.example.com/cli\u{2060}p.mp4",
      "https:\u{2215}\u{2215}cdn.example.com/clip.mp4",
      "HTTPS//cdn.example.com/clip.mp4",
      "h ttps://cdn.example.com/clip.mp4",
      "htttps://cdn.example.com/clip.mp4",
      "httos://cdn.example.com/clip.mp4",
      "htpps://cdn.example.com/clip.mp4",
      "https:////cdn.example.com/clip.mp4",
      "https.//cdn.example.com/clip.mp4",
      "https:.//cdn.example.com/clip.mp4",
      "https:// cdn.example.com/clip.mp4",
      "\u{FEFF}\u{201C}https://cdn.example.com/clip.mp4\u{201D}",
      "https://cdn.example.com/clip.mp4%0D%0A%0D%0A",
      "https://cdn.example.com/clip.mp4&#10;",
      "https://cdn.example.com/clip.mp4%E3%80%82",
      "https://cdn.example.com/clip.mp4%EF%BC%8C",
      "https://cdn.example.com/clip.mp4%5D",
      "https://cdn.example.com/clip.mp4%29",
      "https://cdn.example.com/clip.mp4%2C",
      "https://cdn.example.com/clip.mp4%27",
      "https://cdn.example.com/clip.mp4&gt;",
      "chrome-extension://efaidnbmnnnibpcajpcglclefindmkaj/https://cdn.example.com/clip.mp4",
      "vlc://https://cdn.example.com/clip.mp4",
      "potplayer://https://cdn.example.com/clip.mp4",
      "iina://weblink?url=https%3A%2F%2Fcdn.example.com%2Fclip.mp4",
      "view-source:https://cdn.example.com/clip.mp4",
      "vlc-x-callback://x-callback-url/stream?url=https%3A%2F%2Fcdn.example.com%2Fclip.mp4",
      "intent://cdn.example.com/clip.mp4#Intent;scheme=https;package=x;end",
      "nplayer-https://cdn.example.com/clip.mp4",
      "infuse://x-callback-url/play?url=https%3A%2F%2Fcdn.example.com%2Fclip.mp4",
      "googlechromes://cdn.example.com/clip.mp4",
      "microsoft-edge:https://cdn.example.com/clip.mp4",
      "git+https://cdn.example.com/clip.mp4",
      "feed:https://cdn.example.com/clip.mp4",
      "web+https://cdn.example.com/clip.mp4",
    ])
  func corrected(text: String) throws {
    let finding = try Self.finding(text)
    #expect(
      finding.rule == .linkBadURL && finding.remedy == "Use \(PastedLinkTests.link).", "\(finding.message)")
    #expect(finding.settings == [.fixesLinks])
    #expect(RemedyCheck.faults(finding.remedy, message: finding.message, wasFetched: false) == [])
  }
}
