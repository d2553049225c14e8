import Foundation
import LipSyncMedia
import TestSupport

@testable import LipSync

extension RuleCases {
  private static func pair(_ video: MediaTime, _ audio: MediaTime) -> PairLengths {
    PairLengths(
      video: video, audio: audio, advice: PlaybackAdvice.make(video: video, audio: audio, frame: nil),
      chosen: nil)
  }

  static let playbackCases = [
    RuleCase(
      .playbackVideoShorter, pair(MediaTime(9959, 1000), MediaTime(10)),
      pair(MediaTime(9960, 1000), MediaTime(10))),
    RuleCase(
      .playbackVideoLonger, pair(MediaTime(10_041, 1000), MediaTime(10)),
      pair(MediaTime(10_040, 1000), MediaTime(10))),
  ]

  /// A job of 125 s, which is one credit.
  private static func cost(quota: Credits? = nil, ceiling: Credits? = nil) -> JobCost {
    JobCost(
      credits: CreditRange(output: MediaTime(125)...MediaTime(125)), quota: quota, ceiling: ceiling)
  }

  private static func charged(_ hundredths: Int64) -> ChargedCredits {
    ChargedCredits(charged: Credits(hundredths: hundredths), measured: MediaTime(125))
  }

  static let creditsCases = [
    RuleCase(
      .creditsInsufficient, cost(quota: Credits(hundredths: 99)), cost(quota: Credits(hundredths: 100))),
    RuleCase(
      .creditsOverCeiling, cost(ceiling: Credits(hundredths: 99)), cost(ceiling: Credits(hundredths: 100))),
    // Either way, and beyond what rounding to hundredths explains.
    RuleCase(.creditsChargeDiffers, charged(102), charged(101)),
    RuleCase(.creditsUnknown, AskedCredits(trouble: "HTTP 404."), AskedCredits(trouble: nil)),
  ]

  private static func task(_ status: TaskStatus) -> [Finding] {
    let task = LipSyncTask(id: "t-1", status: status, errorMessage: status == .failed ? "boom" : nil)
    return task.status == .failed ? [TaskProof.failure(task)] : []
  }

  static let taskCases = [
    RuleCase(.taskFailed, fires: { task(.failed) }, silent: { task(.success) }),
    RuleCase(
      .taskNotCreated, PlannedTask(video: nil, audio: MediaTime(1), playbackType: nil),
      PlannedTask(video: nil, audio: MediaTime(1), playbackType: .normal)),
  ]

  /// What the file of a name is found to be in a folder of its own.
  private static func file(_ make: @escaping @Sendable (String) throws -> Void) -> RuleCase.Findings {
    {
      let folder = try TemporaryDirectory()
      let path = folder.file("a.wav")
      try make(path)
      return [FileJudge.finding(path, about: .audio)].compactMap(\.self)
    }
  }

  /// What comes of a report that is written into a folder.
  private static func report(into folder: @escaping @Sendable (TemporaryDirectory) -> String)
    -> RuleCase.Findings
  {
    {
      let home = try TemporaryDirectory()
      let path = folder(home) + "/t-1.json"
      do {
        _ = try Job.save(.null, to: path)
        return []
      } catch { return [TaskProof.notWritten(path, error)] }
    }
  }

  private static let whole = file { try Data("RIFF".utf8).write(to: URL(filePath: $0)) }

  static let fileCases = [
    RuleCase(.fileMissing, fires: file { _ in }, silent: whole),
    RuleCase(
      .fileNotAFile,
      fires: file { try FileManager.default.createDirectory(atPath: $0, withIntermediateDirectories: true) },
      silent: whole),
    // A link to itself cannot be looked at, whoever asks; permissions do not hold against root.
    RuleCase(
      .fileUnreadable,
      fires: file { try FileManager.default.createSymbolicLink(atPath: $0, withDestinationPath: $0) },
      silent: whole),
    RuleCase(
      .fileNotWritten, fires: report { $0.file("missing") }, silent: report { $0.path }),
  ]
}
