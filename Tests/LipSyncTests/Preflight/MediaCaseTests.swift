import Foundation
import LipSyncMedia
import LipSyncTransfer
import Testing

@testable import LipSync

/// Small files of people and programs that were judged wrongly once, each with what is right (`LIPFLIGHT_CASES`).
@Suite(
  "Media cases",
  .enabled(if: Cases.root != nil, "LIPFLIGHT_CASES names no directory: the cases are skipped"))
struct MediaCaseTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var file: String
    var subject: Subject
    var lengths: (video: MediaTime?, audio: MediaTime?)
    var isAccepted: Bool
    var fires: Set<String>
    var isSilentOn: Set<String>
    var testDescription: String { file }
  }

  static let cases: [Case] = {
    guard let table = try? String(contentsOfFile: Cases.path("media", "right.tsv"), encoding: .utf8) else {
      return []
    }
    return table.split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      // A rule with a question mark is a matter of taste.
      func rules(_ cell: String) -> Set<String> {
        Set(cell.split(separator: " ").map(String.init).filter { !$0.hasSuffix("?") })
      }
      return Case(
        file: cells[0], subject: cells[1] == "audio" ? .audio : .video,
        lengths: (MediaTime(decimal: cells[2]), MediaTime(decimal: cells[3])),
        isAccepted: cells[4] == "accept", fires: rules(cells[5]), isSilentOn: rules(cells[6]))
    }
  }()

  /// Lengths that the table has wrong, as FFmpeg 5.1 guesses them for a path: 2402 ticks of 1/600 s by the sample table, which are
  /// 120 pictures of 29.97 a second.
  static let corrected = ["mov_29_97_ts600_bframes.mov": MediaTime(2402, 600)]

  /// What is not right yet, and why.
  static let open = [
    "mp4_audio_late_3s.mp4":
      "no box of the file states the encoder's priming: the edit list plays it, and so does every decoder"
  ]

  @Test("Lengths, verdict and findings are right", arguments: cases)
  func judged(_ row: Case) async throws {
    let inspector = Inspector(client: HTTPClient(policy: .publicOnly), offline: true)
    let path = Cases.path("media", row.file)
    // The other part of the pair does not matter: its findings are about another subject.
    let report = await Preflight.check(
      CheckRequest(video: .file(path: path), audio: .file(path: path)), inspector: inspector)
    let inspection = row.subject == .audio ? report.audio : report.video
    let findings = report.findings.filter { $0.subject == row.subject }
    let rules = Set(findings.map(\.rule.rawValue))
    // A place for the length that was left empty is an error by contract, and all of the file plays.
    let refusing = findings.filter { $0.severity == .error && $0.rule != .mediaDurationMisstated }
    func judge() {
      #expect(refusing.isEmpty == row.isAccepted, "\(rules.sorted())")
      #expect(row.fires.isSubset(of: rules), "\(row.fires.subtracting(rules).sorted()) did not fire")
      #expect(row.isSilentOn.isDisjoint(with: rules), "\(row.isSilentOn.intersection(rules).sorted()) fired")
      for (right, found) in [
        (Self.corrected[row.file] ?? row.lengths.video, inspection.media?.video?.duration),
        (row.lengths.audio, inspection.media?.audio?.duration),
      ] {
        guard let right else { continue }
        #expect(
          found.map { ($0 - right).magnitude <= MediaTime(3, 2000) } == true,
          "\(found.map { "\($0)" } ?? "nil")")
      }
    }
    if let why = Self.open[row.file] { withKnownIssue(Comment(rawValue: why)) { judge() } } else { judge() }
  }
}
