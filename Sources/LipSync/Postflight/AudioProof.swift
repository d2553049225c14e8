internal import Media

extension AudioMatch {
  /// What the comparison of the result's sound with the audio sent means.
  ///
  /// - Parameter expectedCut: how much of the audio's tail the playback plan leaves out (`normal` that ends with a
  ///   shorter video); a missing tail up to that is as asked.
  func findings(expectedCut: MediaTime = .zero) -> [Finding] {
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
    let tail = missingTailMilliseconds - expectedCut.seconds * 1000
    for (side, missing) in [("beginning", missingHeadMilliseconds), ("end", tail)]
    where missing > Defaults.audioCut {
      found.append(
        Finding(
          .resultAudioCut, about: .result,
          "\(figure(missing, 0)) ms of the audio are missing at the \(side) of the result.",
          evidence: evidence))
    }
    return found
  }

  private func figure(_ value: Double, _ places: Int) -> String { JSON.double(value, places: places).text }
}
