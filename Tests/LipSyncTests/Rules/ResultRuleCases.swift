import LipSyncTransfer
import TestSupport

@testable import LipSync
@testable import LipSyncMedia

extension RuleCases {
  static let resultLipCases = [
    RuleCase(
      .resultLipsOffset, LipOffset(offsetMilliseconds: -161, confidence: 0.4, judged: 1),
      LipOffset(offsetMilliseconds: 600, confidence: 0.39, judged: 1))
  ]

  private static func lengths(reported: MediaTime) -> ResultLengths {
    ResultLengths(reported: reported, measured: MediaTime(10), expected: nil, frame: nil)
  }

  private static func decoded(hasPicture: Bool = true, errors: [String] = []) -> DecodedResult {
    DecodedResult(
      isImage: false, hasPicture: hasPicture, isTruncated: false, bytes: 900, plays: MediaTime(10),
      errorCount: errors.count, errors: errors)
  }

  private static func result(
    similarity: Double = 0.99, offset: Double = 0, head: Double = 0, drift: Double? = nil,
    dropouts: [AudioMatch.Dropout] = [], jump: Double? = nil, foreign: Bool = false
  ) -> ResultSound {
    var match = AudioMatch(
      similarity: similarity, offsetMilliseconds: offset, driftPPM: drift, missingHeadMilliseconds: head,
      missingTailMilliseconds: 0)
    match.dropouts = dropouts
    match.jumps =
      jump.map {
        [.init(at: MediaTime(5), beforeMilliseconds: 0, afterMilliseconds: $0)]
      } ?? []
    if foreign { match.foreign = [.init(start: MediaTime(3), duration: MediaTime(1))] }
    return ResultSound(match: match, sent: MediaTime(100))
  }

  private static func detail(sharpness: Double = 1, colour: Double = 0) -> ResultDetail {
    ResultDetail(sharpness: sharpness, colour: colour, saturation: nil)
  }

  private static func end(frozen: MediaTime = .zero, apart: MediaTime = .zero) -> ResultEnd {
    ResultEnd(
      video: MediaTime(10), frozen: frozen, isWhole: true, ends: (MediaTime(10), MediaTime(10) + apart))
  }

  /// What a course through the source means: its pictures so far from the source's, and its picture so late.
  private static func course(
    distance: Double = 1, detected: PlaybackType? = .normal, lag: MediaTime = .zero
  ) -> RuleCase.Findings {
    {
      let frames = (0..<25).map { index in
        DecodedMedia.Frame(time: MediaTime(Int64(index), 25), signature: wave(index))
      }
      guard var trace = PlaybackTrace.recover(result: frames, source: frames) else { return [] }
      (trace.distance, trace.backgroundDistance, trace.contrast) = (distance, distance, 60)
      var playback = VerifyReport.Playback(
        requested: .normal, detected: detected, models: [], reversals: [], trace: trace.corners,
        distance: distance)
      playback.lag = lag
      return PlaybackProof.findings(playback, trace, judgeable: true)
    }
  }

  /// A wave that moves across the picture.
  private static func wave(_ index: Int) -> FrameSignature {
    let side = FrameSignature.side
    return FrameSignature(
      luma: (0..<side * side).map { UInt8(40 + ($0 % side + index * 2) % 24 * 5 + $0 / side) })
  }

  /// What is made of an edited region that stands still so long, in twenty-fifths of a second; nil for no region.
  private static func edited(still: Int?) -> RuleCase.Findings {
    {
      let movement = (1..<125).map { index in
        (
          time: MediaTime(Int64(index), 25),
          levels: still.map { (25..<25 + $0).contains(index) } ?? false ? 0.0 : 4.0
        )
      }
      let region = EditedRegion(
        left: 0.4, top: 0.5, width: 0.1, height: 0.1, share: 0.01, difference: 4, cells: [],
        movement: movement, mayBeSeam: false)
      let difference = PictureDifference(
        region: still == nil ? nil : region, outside: 0.5, brightness: 0, sharpness: nil, colour: nil)
      let speech = AudioEnvelope(
        levels: (0..<1000).map { 0.2 + 0.1 * Float($0 % 50) / 50 }, duration: MediaTime(5))
      return difference.findings(sound: speech)
    }
  }

  /// Loud speech, or silence.
  private static func levels(isSilent: Bool) -> SoundLevels {
    let speech = SoundFacts(loudness: -20, peak: -3, silentHead: .zero, silentTail: .zero, isSilent: false)
    let silence = SoundFacts(loudness: nil, peak: nil, silentHead: .zero, silentTail: .zero, isSilent: true)
    return SoundLevels(result: isSilent ? silence : speech, sent: speech)
  }

  private static func shape(width: Int = 640, height: Int = 360, part: Double = 1, gain: Double = 1)
    -> ResultShape
  {
    ResultShape(
      pixels: ((width, height), (640, 360)), aspects: (Double(width) / Double(height), 640.0 / 360),
      parts: ((1, 1), (part, part)), gain: gain, bias: 0, brightness: 0)
  }

  /// Five seconds of pictures of which some are as they are made by `change`.
  private static func moments(
    of places: Range<Int> = 40..<41, still: Double? = nil, rate: Double = 25,
    _ change: (inout PictureMoments.Moment) -> Void = { _ in }
  ) -> ResultMoments {
    var moments = PictureMoments(
      moments: (0..<125).map { index in
        let time = MediaTime(Int64(index), 25)
        var moment = PictureMoments.Moment(
          time: time, source: time, away: 1, inside: 8, luma: 120, contrast: 40, sourceContrast: 40)
        if places.contains(index) { change(&moment) }
        return moment
      })
    moments.frameRates = (25, 25)
    moments.rates = (rate, 25)
    moments.sourceEnd = MediaTime(5)
    if let still {
      moments.stills = [
        .init(
          start: MediaTime(1), end: MediaTime(2), moved: 0.1, sourceMoved: still, isHeld: false,
          isLast: false,
          isWhole: true)
      ]
    }
    let speech = AudioEnvelope(
      levels: (0..<1000).map { 0.2 + 0.1 * Float($0 % 50) / 50 }, duration: MediaTime(5))
    return moments.facts(sound: speech)
  }

  static let resultMomentCases = [
    RuleCase(.resultPictureBlank, moments { ($0.away, $0.contrast) = (60, 1) }, moments { $0.contrast = 1 }),
    RuleCase(.resultPictureForeign, moments { $0.away = 6.1 }, moments { $0.away = 6 }),
    RuleCase(
      .resultFaceCovered, moments(of: 40..<45) { $0.inside = 31 }, moments(of: 40..<44) { $0.inside = 31 }),
    RuleCase(.resultFrozen, moments(still: 1), moments(still: 0.9)),
    RuleCase(.resultLowRate, moments(rate: 17.4), moments(rate: 17.6)),
    RuleCase(
      .resultFaceUnedited, moments(of: 40..<80) { ($0.inside, $0.outside) = (1, 1) },
      moments(of: 40..<55) { ($0.inside, $0.outside) = (1, 1) }),
    RuleCase(.resultShape, shape(width: 600), shape(width: 620)),
    RuleCase(.resultSmaller, shape(width: 446, height: 251), shape(width: 450, height: 253)),
    RuleCase(.resultCropped, shape(part: 0.87), shape(part: 0.88)),
    RuleCase(.resultLevels, shape(gain: 0.87), shape(gain: 0.89)),
  ]

  static let resultWordsCases = [
    RuleCase(.resultNoSound, levels(isSilent: true), levels(isSilent: false)),
    RuleCase(.resultAudioForeign, result(foreign: true), result()),
    RuleCase(.resultAudioJump, result(jump: -31), result(jump: 30)),
    RuleCase(.resultAudioAltered, result(similarity: 0.87), result(similarity: 0.88)),
  ]

  static let resultCases = [
    RuleCase(.resultIncomplete, decoded(errors: ["no frame"]), decoded()),
    RuleCase(.resultUnreadable, decoded(hasPicture: false), decoded()),
    RuleCase(
      .resultDurationMismatch, lengths(reported: MediaTime(10_251, 1000)),
      lengths(reported: MediaTime(10_249, 1000))),
    RuleCase(.resultAudioMismatch, result(similarity: 0.49), result(similarity: 0.5)),
    RuleCase(.resultAudioOffset, result(offset: -46), result(offset: 45)),
    // 20 ms over 100 s are 200 millionths, which good clocks do not have.
    RuleCase(.resultAudioDrift, result(drift: -201), result(drift: 199)),
    RuleCase(.resultAudioCut, result(head: 151), result(head: 150)),
    RuleCase(
      .resultAudioDropout,
      result(dropouts: [AudioMatch.Dropout(start: MediaTime(3), duration: MediaTime(1))]), result()),
    RuleCase(.resultTailFrozen, end(frozen: MediaTime(1, 2)), end(frozen: MediaTime(499, 1000))),
    RuleCase(.resultAVUneven, end(apart: MediaTime(251, 1000)), end(apart: MediaTime(1, 4))),
    RuleCase(.resultPictureMismatch, fires: course(distance: 21), silent: course(distance: 20)),
    RuleCase(.resultPlaybackMismatch, fires: course(detected: nil), silent: course()),
    RuleCase(
      .resultPictureOffset, fires: course(lag: MediaTime(7, 25)), silent: course(lag: MediaTime(6, 25))),
    RuleCase(.resultSofter, detail(sharpness: 0.69), detail(sharpness: 0.7)),
    RuleCase(.resultColourShifted, detail(colour: 5.1), detail(colour: 5)),
    RuleCase(.resultUnedited, fires: edited(still: nil), silent: edited(still: 0)),
    RuleCase(
      .resultNotCompared, ResultComparison(video: nil, audio: "it is not known"),
      ResultComparison(video: nil, audio: nil)),
    RuleCase(.resultStillMouth, fires: edited(still: 45), silent: edited(still: 20)),
  ]

  private static func cover(
    contrast: Double = 40, similarity: Double = 0.99, aspect: Double = 1.77
  ) -> CoverPicture {
    CoverPicture(
      width: 192, height: 108, aspect: aspect, contrast: contrast, similarity: similarity, moment: .zero,
      result: 1.77)
  }

  /// What is found of a cover's bytes.
  private static func cover(_ bytes: @escaping @Sendable () throws -> [UInt8]) -> RuleCase.Findings {
    {
      let folder = try TemporaryDirectory()
      let path = try folder.write(bytes(), as: "cover.jpg")
      let request = VerifyRequest(result: .file(path: path), cover: .file(path: path))
      return await DownloadedCover.fetch(
        request, directory: folder.path, kept: true, VerifyTests.inspector, nil)?.findings
        ?? []
    }
  }

  static let coverCases = [
    RuleCase(.coverUnreadable, fires: cover { Fixtures.page() }, silent: cover { try Fixtures.image() }),
    RuleCase(.coverBlank, cover(contrast: 2.9), cover(contrast: 3)),
    RuleCase(.coverForeign, cover(similarity: 0.89), cover(similarity: 0.9)),
    RuleCase(.coverAspect, cover(aspect: 1.83), cover(aspect: 1.82)),
  ]
}
