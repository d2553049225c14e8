import Foundation
import Testing

@testable import LipSync

@Suite("Rules")
struct RulesTests {
  @Test("every id has one row, and every row its own id")
  func completeness() throws {
    // The names in Swift are no list that can be asked for, so they are read where they stand.
    let source = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/LipSync/RuleID.swift")
    let text = try String(contentsOf: source, encoding: .utf8)
    let rows = text.matches(of: /\/\/\/ (.+)\n +public static let \w+ = RuleID\("([^"]+)"\)/)
    let names = rows.map { String($0.2) }
    #expect(names.count == text.ranges(of: "public static let").count)
    #expect(Rules.all.map(\.id.rawValue).sorted() == names.sorted())
    for row in rows {
      let id = RuleID(String(row.2))
      #expect(Rules.rule(id)?.id == id && id.isKnown)
      #expect(Rules.rule(id)?.sentence == String(row.1), "its comment says what the catalogue says")
    }
  }

  @Test("an id of elsewhere passes through unharmed, and is known not to be in the catalogue")
  func foreign() throws {
    let id = RuleID("acme.too-loud")
    #expect(!id.isKnown && Rules.rule(id) == nil && RuleID.linkTLS.isKnown)
    #expect(
      id.rawValue == "acme.too-loud" && "\(id)" == id.rawValue && id == RuleID(rawValue: "acme.too-loud"))
    let text = try JSONEncoder().encode([id, .linkTLS])
    #expect(String(decoding: text, as: UTF8.self) == #"["acme.too-loud","link.tls"]"#)
    #expect(try JSONDecoder().decode([RuleID].self, from: text) == [id, .linkTLS])
    let finding = Finding(id, about: .audio, "It is too loud.")
    #expect(finding.rule == id && finding.severity == .warning && finding.remedy.isEmpty)
    #expect([finding].judged(strict: false, ignoring: [id]).isEmpty)
  }

  @Test("to leave out a rule that is not in the catalogue is a finding, which can be left out itself")
  func uselessIgnoring() throws {
    let typos: Set<RuleID> = [RuleID("link.expird"), .linkTLS, RuleID("a.b")]
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
  func promised(names: String, severity: Severity) throws {
    for name in names.split(whereSeparator: \.isWhitespace) {
      let rule = try #require(Rules.rule(RuleID(String(name))), "\(name)")
      #expect(rule.severity == severity, "\(name)")
    }
    #expect(Rules.rule(RuleID("link.no-such-rule")) == nil)
  }

  @Test("sentences and remedies are sentences, and fit into a table")
  func sentences() {
    for rule in Rules.all {
      for text in [rule.sentence, rule.remedy] {
        #expect(text.last == "." && !text.contains("|") && !text.contains("\n"), "\(rule.id.rawValue)")
        #expect(text.first?.isUppercase == true || text.first?.isNumber == true, "\(rule.id.rawValue)")
        // They are read by those who have no command line, too.
        #expect(!text.contains("--") && !text.contains("lipflight"), "\(rule.id.rawValue)")
      }
    }
    let lines = Rules.markdownTable.split(separator: "\n")
    #expect(lines.count == Rules.all.count + 2)
    #expect(lines.allSatisfy { $0.hasPrefix("|") && $0.hasSuffix("|") })
  }

  @Test("a finding takes severity and remedy from the catalogue unless it knows better")
  func finding() {
    let plain = Finding(.linkNoRanges, about: .video, "It ignores ranges.")
    #expect(
      plain.rule.rawValue == "link.no-ranges" && plain.severity == .warning && plain.rule == .linkNoRanges)
    #expect(plain.remedy == Rules.rule(.linkNoRanges)?.remedy && plain.settings.isEmpty)
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
