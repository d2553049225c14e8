import Foundation
import Testing

@Suite("Facts beside the lengths", .timeLimit(.minutes(2)))
struct FactsCommandTests {
  /// A video that ffmpeg makes, and the rule that is to fire.
  struct Case: Sendable, CustomTestStringConvertible {
    var rule: String
    var options: [String]
    var testDescription: String { rule }
  }

  static let cases = [
    Case(rule: "media.black-video", options: ["-f", "lavfi", "-i", "color=black:s=320x180:d=2"]),
    Case(rule: "media.frozen-video", options: ["-f", "lavfi", "-i", "smptebars=s=320x180:d=2"]),
    Case(
      rule: "media.hdr",
      options: [
        "-f", "lavfi", "-i", "testsrc=s=320x180:d=1", "-pix_fmt", "yuv420p10le", "-color_trc", "smpte2084",
        "-color_primaries", "bt2020", "-colorspace", "bt2020nc",
      ]),
  ]

  @Test("check warns of videos that lip sync cannot work with", arguments: cases)
  func video(_ bad: Case) async throws {
    try await withTemporaryDirectory { directory in
      let video = directory + "/video.mp4"
      let made = try await Tool.run(
        program: "/usr/bin/env", ["ffmpeg", "-v", "error"] + bad.options + ["-c:v", "libx264", video])
      try #require(made.status == 0, "ffmpeg is needed to make it: \(made.err)")
      let outcome = try await Tool.run("check", video, Tool.speech, "--json")
      let rules = try outcome.document().rules("findings")
      #expect(rules.contains(bad.rule), "\(outcome.out)")
      for other in Self.cases where other.rule != bad.rule { #expect(!rules.contains(other.rule)) }
    }
  }

  @Test("A good pair has none of them; probe --deep tells what is seen and heard")
  func good() async throws {
    let check = try await Tool.run("check", Tool.clip, Tool.speech, "--json")
    let rules = try check.document().rules("findings")
    #expect(rules.allSatisfy { !$0.hasPrefix("media.") }, "\(rules)")

    let deep = try await Tool.run("probe", Tool.clip, Tool.speech, "--deep", "--json")
    #expect(deep.status == 0, "\(deep.out)")
    let document = try deep.document()
    #expect(document.number("sources.0.media.facts.display_width") == 640)
    #expect(document["sources.0.media.facts.pictures.frozen"] as? Bool == false)
    #expect(document["sources.0.media.facts.pictures.whole"] as? Bool == true)
    let loudness = try #require(document.number("sources.1.media.facts.sound.loudness_lufs"))
    #expect((-40...(-5)).contains(loudness))
    #expect(document.isNull("sources.1.media.facts.pictures"))
    let plain = try await Tool.run("probe", Tool.clip, "--json")
    #expect(try plain.document().isNull("sources.0.media.facts.sound"))
  }
}
