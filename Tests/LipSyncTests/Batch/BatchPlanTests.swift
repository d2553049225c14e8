import Foundation
import LipSyncMedia
import TestSupport
import Testing

@testable import LipSync

@Suite("Manifests and plans of batches")
struct BatchPlanTests {
  private static func list(_ text: String) throws -> RowList<JobRow> {
    let directory = try TemporaryDirectory()
    return try RowList(path: try directory.write(Array(text.utf8), as: "list"))
  }

  private static func rows(_ text: String) throws -> [JobRow] {
    let directory = try TemporaryDirectory()
    let list: RowList<JobRow> = try RowList(path: try directory.write(Array(text.utf8), as: "list"))
    return Array(list.rows())
  }

  private static func facts(_ picture: MediaTime?, _ sound: MediaTime?, _ findings: [Finding] = [])
    -> SourceFacts
  {
    var facts = SourceFacts(findings: findings)
    (facts.picture, facts.sound, facts.frame) = (picture, sound, MediaTime(1, 25))
    return facts
  }

  @Test("rows of both forms: labels are the other columns, or an object of their own")
  func jobs() throws {
    let csv = "id,video,audio,output,language\nA 1,v.mp4,a.wav,out/x,fr\n"
    let lines =
      #"{"id":"A 1","video":"v.mp4","audio":"a.wav","output":"out/x","labels":{"language":"fr"}}"#
    for text in [csv, lines] {
      let row = try #require(try Self.rows(text).first)
      #expect(row.id == "A 1" && row.output == "out/x" && row.pair.video == "v.mp4")
      #expect(row.pair.labels.map(\.0) == ["language"] && row.pair.labels.first?.1.labelText == "fr")
    }
  }

  @Test(
    "what cannot be a job's name, place or twin, with line and column",
    arguments: [
      ("id,video,audio\n,v,a", "line 2, column 1: \u{201c}id\u{201d} is empty"),
      ("id,video,audio\na/b,v,a", "line 2, column 1: the id \u{201c}a/b\u{201d} holds a slash"),
      ("id,video,audio\n..,v,a", "begins with a dot"), ("video,audio\nv,a", "line 1, column 1"),
      ("id,video,audio,output\na,v,a,../x", "line 2, column 7: the path"),
      ("id,video,audio,output\na,v,a,/etc", "has an empty part"),
      (
        "id,video,audio\na,v,a\na,v,b",
        "line 3, column 1: an earlier row already has the id \u{201c}a\u{201d}"
      ),
      ("id,video,audio\n\(String(repeating: "x", count: 121)),v,a", "longer than 120 bytes"), ("", "no job"),
    ])
  func faults(text: String, words: String) throws {
    let faults = try Self.list(text).faults
    #expect(faults.count == 1 && faults[0].description.contains(words), "\(faults)")
  }

  @Test("faults of a row come in the order of its columns, and none hides another")
  func allFaults() throws {
    let faults = try Self.list("id,video,audio,playback_type\n.a,,b,c").faults
    #expect(faults.map(\.column) == [1, 4, 7])
  }

  @Test("sums: verdicts, types, credits job by job rounded up, labels, and pairs that are named again")
  func sums() throws {
    var plan = BatchPlan()
    let rows = try Self.rows(
      """
      id,video,audio,language
      a,v,1,fr
      b,v,2,fr
      c,v,1,de
      d,bad,1,de

      """)
    let video = Self.facts(MediaTime(10), nil)
    // 6.25 s cost 0.05 exactly; a millisecond more costs 0.06.
    #expect(plan.add(rows[0], video: video, audio: Self.facts(nil, MediaTime(10))).verdict == .pass)
    plan.add(rows[1], video: video, audio: Self.facts(nil, MediaTime(10_001, 1000)))
    plan.add(rows[2], video: video, audio: Self.facts(nil, MediaTime(10)))
    let bad = Finding(.mediaUnreadable, about: .video, "broken")
    #expect(
      plan.add(rows[3], video: Self.facts(nil, nil, [bad]), audio: Self.facts(nil, MediaTime(1))).verdict
        == .fail)
    #expect(plan.jobs == 4 && plan.verdict == .fail && plan.repeated == 1)
    #expect(plan.paid.jobs == 2 && plan.types == [.normal: 2])
    #expect(plan.paid.most.text == "0.17", "0.08 + 0.09, each rounded up")
    let group = try #require(plan.byLabel.first)
    #expect(group.name == "language" && group.values.map(\.value) == ["fr"])
    #expect(group.values[0].sum.jobs == 2)
    #expect(
      plan.findings.first?.rule.rawValue == "media.unreadable"
        && plan.findings.first?.examples.first?.id == "d")
    #expect(
      plan.shortfall(quota: Credits(hundredths: 16), ceiling: nil)?.rule.rawValue == "credits.insufficient")
    #expect(
      plan.shortfall(quota: nil, ceiling: Credits(hundredths: 16))?.rule.rawValue == "credits.over-ceiling")
    #expect(plan.shortfall(quota: Credits(hundredths: 17), ceiling: Credits(hundredths: 17)) == nil)
  }

  @Test("a label with a value of its own for each job is no group")
  func labels() throws {
    var plan = BatchPlan()
    let text = (0..<300).map { "j\($0),v,\($0),\($0)" }.joined(separator: "\n")
    for row in try Self.rows("id,video,audio,title\n" + text) {
      plan.add(row, video: Self.facts(MediaTime(1), nil), audio: Self.facts(nil, MediaTime(1)))
    }
    #expect(plan.paid.jobs == 300 && plan.byLabel.isEmpty)
  }

  @Test("each source is taken once, and its facts are kept for all who name it")
  func sources() {
    var table = SourceTable()
    for _ in 0..<3 { table.name("v", as: .video) }
    table.name("v", as: .audio)
    #expect(table.count == 2)
    let first = table.claim("v", as: .video)
    let second = table.claim("v", as: .video)
    #expect(first && !second)
    let facts = Self.facts(MediaTime(1001, 30000), nil, [Finding(.mediaRotation, about: .video, "turned")])
    table.keep(facts, of: "v", as: .video)
    #expect(table.facts(of: "v", as: .video)?.frame == MediaTime(1, 25))
    #expect(table.facts(of: "w", as: .video) == nil)
  }
}
