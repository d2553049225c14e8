internal import LipSyncMedia

extension AudioMatch {
  /// What the comparison of the result's sound with the audio sent means.
  ///
  /// - Parameter expectedCut: how much of the audio's tail the playback plan leaves out (`normal` that ends with a
  ///   shorter video); a missing tail up to that is as asked.
  /// - Parameter sent: the length of the audio sent, over which a drift adds up.
  func findings(expectedCut: MediaTime = .zero, sent: MediaTime? = nil) -> [Finding] {
    let evidence: [JSON.Member] = [
      ("similarity", .double(similarity, places: 4)), ("offset_ms", .double(offsetMilliseconds, places: 1)),
      ("missing_head_ms", .double(missingHeadMilliseconds, places: 1)),
      ("missing_tail_ms", .double(missingTailMilliseconds, places: 1)),
    ]
    guard similarity >= Defaults.audioSimilarity else {
      return [
        Finding(
          .resultAudioMismatch, about: .result,
          "The result does not carry the audio that was sent: similarity "
            + "\(figure(similarity, 2)) where \(figure(Defaults.audioSimilarity, 2)) is the least.",
          evidence: evidence)
      ]
    }
    var found: [Finding] = []
    if offsetMilliseconds.magnitude > Defaults.audioOffsetWarning {
      let late = offsetMilliseconds > 0
      found.append(
        Finding(
          .resultAudioOffset, about: .result,
          "The sound comes \(figure(offsetMilliseconds.magnitude, 0)) ms too \(late ? "late" : "early").",
          severity: offsetMilliseconds.magnitude > Defaults.audioOffsetError ? .error : .warning,
          evidence: evidence))
    }
    if let drift = driftPPM, let finding = drifting(drift, over: sent, evidence) { found.append(finding) }
    let tail = missingTailMilliseconds - expectedCut.seconds * 1000
    for (side, missing) in [("beginning", missingHeadMilliseconds), ("end", tail)]
    where missing > Defaults.audioCut {
      found.append(
        Finding(
          .resultAudioCut, about: .result,
          "\(figure(missing, 0)) ms of the audio are missing at the \(side) of the result.",
          evidence: evidence))
    }
    found += dropouts.map { dropout in
      Finding(
        .resultAudioDropout, about: .result,
        "The sound is missing for \(figure(dropout.duration.seconds, 2)) s from "
          + "\(figure(dropout.start.seconds, 2)) s on, where what was sent can be heard.",
        evidence: [("start_seconds", .seconds(dropout.start)), ("seconds", .seconds(dropout.duration))])
    }
    return found
  }

  /// What a drift adds up to over the length of what was sent.
  private func drifting(_ drift: Double, over sent: MediaTime?, _ evidence: [JSON.Member]) -> Finding? {
    guard let sent, drift.magnitude >= Defaults.audioDriftLeast else { return nil }
    let total = drift.magnitude / 1_000_000 * sent.seconds * 1000
    guard total >= Defaults.audioDriftWarning else { return nil }
    return Finding(
      .resultAudioDrift, about: .result,
      "The sound runs \(figure(drift.magnitude, 0)) ppm \(drift > 0 ? "slower" : "faster") than what was sent: "
        + "\(figure(total, 0)) ms apart at the end.",
      severity: total > Defaults.audioOffsetError ? .error : .warning,
      evidence: evidence + [("drift_ppm", .double(drift, places: 1))])
  }
}
