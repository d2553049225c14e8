import Foundation
import Testing

@testable import LipSync

@Suite("Rules")
struct RulesTests {
  @Test(
    "every rule that has a name in Swift is in the catalogue, once, and every one of the catalogue has a name"
  )
  func completeness() throws {
    // The names in Swift are no list that can be asked for, so they are read where they stand.
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/LipSync/Rules")
    let names = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .map { try String(contentsOf: $0, encoding: .utf8) }
      .flatMap { $0.matches(of: /public static let \w+ = Rule\(\s*"([^"]+)"/).map { String($0.1) } }
    #expect(names.count > 80 && Rule.all.map(\.id).sorted() == names.sorted())
    for rule in Rule.all { #expect(rule.isKnown && Rule(rule.id).sentence == rule.sentence) }
  }

  @Test("an id of elsewhere passes through unharmed, and is known not to be in the catalogue")
  func foreign() throws {
    let id = Rule("acme.too-loud")
    #expect(!id.isKnown && id.sentence.isEmpty && Rule.linkTLS.isKnown)
    #expect(
      id.rawValue == "acme.too-loud" && "\(id)" == id.rawValue && id == Rule(rawValue: "acme.too-loud"))
    let text = try JSONEncoder().encode([id, .linkTLS])
    #expect(String(decoding: text, as: UTF8.self) == #"["acme.too-loud","link.tls"]"#)
    #expect(try JSONDecoder().decode([Rule].self, from: text) == [id, .linkTLS])
    let finding = Finding(id, about: .audio, "It is too loud.")
    #expect(finding.rule == id && finding.severity == .warning && finding.remedy.isEmpty)
    #expect([finding].judged(strict: false, ignoring: [id]).isEmpty)
  }

  @Test("to leave out a rule that is not in the catalogue is a finding, which can be left out itself")
  func uselessIgnoring() throws {
    let typos: Set<Rule> = [Rule("link.expird"), .linkTLS, Rule("a.b")]
    let finding = try #require(Finding.unknownRules(in: typos, about: .pair).first)
    #expect(finding.rule == .ruleUnknown && finding.severity == .warning)
    #expect(finding.message.contains("\u{201c}a.b\u{201d}, \u{201c}link.expird\u{201d}"))
    #expect(finding.json.text.contains(#"{"rules":["a.b","link.expird"]}"#))
    #expect(Finding.unknownRules(in: [.linkTLS, .ruleUnknown], about: .pair).isEmpty)
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
  func promised(names: String, severity: Severity) {
    for name in names.split(whereSeparator: \.isWhitespace) {
      let rule = Rule(String(name))
      #expect(rule.isKnown && rule.severity == severity, "\(name)")
    }
    #expect(!Rule("link.no-such-rule").isKnown)
  }

  @Test("a sentence with a limit has its figures from the limit")
  func limits() throws {
    let stated: [(rule: Rule, figures: [String])] = [
      (.mediaQuietAudio, ["-36 LUFS"]), (.mediaLatePicture, ["100 ms"]),
      (.mediaSampleRate, ["16,000", "48,000 Hz"]), (.mediaDurationMisstated, ["50 ms"]),
      (.mediaTooLong, ["300 s", "600 s"]), (.mediaTooLarge, ["100 MB", "20 MB"]),
      (.resultAudioOffset, ["45 ms", "125 ms"]), (.resultSofter, ["70 %"]),
    ]
    for (rule, figures) in stated {
      let limit = try #require(rule.limit)
      for figure in figures {
        #expect(rule.sentence.contains(figure) && limit.contains(figure), "\(rule): \(rule.sentence)")
      }
    }
  }

  @Test("sentences and remedies are sentences, and fit into a table")
  func sentences() {
    for rule in Rule.all {
      for text in [rule.sentence, rule.remedy] {
        #expect(text.last == "." && !text.contains("|") && !text.contains("\n"), "\(rule.id)")
        #expect(text.first?.isUppercase == true || text.first?.isNumber == true, "\(rule.id)")
        // They are read by those who have no command line, too.
        #expect(!text.contains("--") && !text.contains("lipflight"), "\(rule.id)")
      }
    }
    let lines = Rule.markdownTable(of: Rule.all).split(separator: "\n")
    #expect(lines.count == Rule.all.count + 2)
    #expect(lines.allSatisfy { $0.hasPrefix("|") && $0.hasSuffix("|") })
  }

  @Test("a finding takes severity and remedy from the catalogue unless it knows better")
  func finding() {
    let plain = Finding(.linkNoRanges, about: .video, "It ignores ranges.")
    #expect(
      plain.rule.rawValue == "link.no-ranges" && plain.severity == .warning && plain.rule == .linkNoRanges)
    #expect(plain.remedy == Rule.linkNoRanges.remedy && plain.settings.isEmpty)
    let slow = Finding(.linkTimeout, about: .video, "X.")
    #expect(slow.settings == [.timeout] && (try? Finding(json: slow.json))?.settings == [.timeout])
    // What has another remedy speaks of nothing that the catalogue's speaks of.
    #expect(Finding(.linkTimeout, about: .video, "X.", remedy: "Y.").settings.isEmpty)
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
    #expect(Verdict([warning, info].judged(strict: true, ignoring: [.linkNoRanges])) == .pass)
  }
}
