import LipSync
import Testing

@Suite("Rules")
struct RulesTests {
  @Test("every id has one row, and every row its own id")
  func completeness() {
    #expect(Rules.all.map(\.id.rawValue).sorted() == RuleID.allCases.map(\.rawValue).sorted())
    for id in RuleID.allCases { #expect(Rules.rule(id).id == id) }
  }

  static let contract: [(names: String, severity: Severity)] = [
    (
      """
      link.unreachable link.timeout link.tls link.http-status link.redirect link.html-page link.playlist
      link.error-document link.archive link.text link.empty link.private-address link.expired link.share-page
      link.client-bound media.unreadable media.truncated media.encrypted media.unsupported media.no-video-stream
      media.no-audio-stream credits.insufficient result.incomplete result.unreadable result.duration-mismatch
      result.audio-mismatch result.audio-offset result.audio-cut result.picture-mismatch result.playback-mismatch
      cover.unreadable
      """, .error
    ),
    (
      """
      link.expires-soon link.content-type link.no-ranges link.no-length media.duration-misstated
      media.variable-frame-rate media.rotation media.hdr media.too-long media.too-large media.silent-audio
      media.frozen-video media.black-video result.tail-frozen result.av-uneven cover.blank cover.foreign
      """, .warning
    ),
    ("playback.video-shorter playback.video-longer", .info),
  ]

  @Test("the rules that scripts rely on are there, under the severity that was promised", arguments: contract)
  func promised(names: String, severity: Severity) throws {
    for name in names.split(whereSeparator: \.isWhitespace) {
      let rule = try #require(Rules.rule(named: String(name)), "\(name)")
      #expect(rule.severity == severity, "\(name)")
    }
    #expect(Rules.rule(named: "link.no-such-rule") == nil)
  }

  @Test("sentences and remedies are sentences, and fit into a table")
  func sentences() {
    for rule in Rules.all {
      for text in [rule.sentence, rule.remedy] {
        #expect(text.last == "." && !text.contains("|") && !text.contains("\n"), "\(rule.id.rawValue)")
        #expect(text.first?.isUppercase == true || text.first?.isNumber == true, "\(rule.id.rawValue)")
      }
    }
    let lines = Rules.markdownTable.split(separator: "\n")
    #expect(lines.count == Rules.all.count + 2)
    #expect(lines.allSatisfy { $0.hasPrefix("|") && $0.hasSuffix("|") })
  }

  @Test("a finding takes severity and remedy from the catalogue unless it knows better")
  func finding() {
    let plain = Finding(.linkNoRanges, about: .video, "It ignores ranges.")
    #expect(plain.rule == "link.no-ranges" && plain.severity == .warning && plain.id == .linkNoRanges)
    #expect(plain.remedy == Rules.rule(.linkNoRanges).remedy)
    let special = Finding(.linkNoRanges, about: .video, "X.", remedy: "Y.", severity: .error)
    #expect(special.remedy == "Y." && special.severity == .error)
    #expect(
      plain.json.text.hasPrefix(
        #"{"rule":"link.no-ranges","severity":"warning","subject":"video","message":"It ignores ranges.","remedy":"#
      ))
  }

  @Test("a verdict is the worst finding; strict raises warnings, ignored rules are left out")
  func verdict() {
    let warning = Finding(.linkNoRanges, about: .video, "X.")
    let info = Finding(.playbackVideoShorter, about: .pair, "X.")
    #expect(Verdict([Finding]()) == .pass && Verdict([info]) == .pass && Verdict([info, warning]) == .warn)
    #expect(Verdict([warning, info].judged(strict: true, ignoring: [])) == .fail)
    #expect(Verdict([warning, info].judged(strict: true, ignoring: ["link.no-ranges"])) == .pass)
  }
}
