internal import LipSyncMedia

extension VerifyReport {
  /// What was measured that only the checks tell.
  struct Measured: Sendable {
    var levels: SoundLevels?
    var ends: (video: MediaTime, audio: MediaTime)?
    var shape: ResultShape?
    var rates: (result: Double, source: Double)?
    var pictures = 0
  }

  /// Judges what was found, and lists what was proved and what was not.
  mutating func settle(_ request: VerifyRequest) {
    let fired = Set(findings.map(\.rule))
    findings = findings.judged(request.judgement)
    let ignored = fired.intersection(request.judgement.ignoredRules)
    checks = ProofCheck.Kind.allCases.map { kind in
      var check = ProofCheck(kind: kind, outcome: .pass, limit: kind.limit)
      let told = findings.filter { kind.rules.contains($0.rule) }
      if let why = whyNot(kind, request), told.isEmpty {
        (check.outcome, check.why) = (.notCompared, why)
        return check
      }
      check.figure = figure(of: kind)
      switch Verdict(told) {
      case .fail: check.outcome = .fail
      case .warn: check.outcome = .warn
      case .pass:
        if let rule = kind.rules.first(where: ignored.contains) {
          (check.outcome, check.why) = (.notCompared, "\(rule.id) fired and is left out")
        }
      }
      return check
    }
  }

  private func whyNot(_ kind: ProofCheck.Kind, _ request: VerifyRequest) -> String? {
    if media == nil { return kind == .decodes ? nil : "the result could not be decoded" }
    switch kind.need {
    case .audio: return whyNoSound(request)
    case .video: return whyNoPicture(kind, request)
    case .both:
      if let why = whyNoPicture(kind, request) { return why }
      if request.sent.audio == nil { return "no audio was named" }
      return playback?.detected == nil ? "the video hardly moves, so that every schedule looks alike" : nil
    case .nothing: break
    }
    switch kind {
    case .length:
      return lengths.expected == nil && lengths.reported == nil
        ? "neither video and audio nor a stated length were named" : nil
    case .ends: return measured.ends == nil ? "it has no sound" : nil
    case .lips: return whyNoLips
    case .cover: return cover == nil ? "no cover was named" : nil
    default: return nil
    }
  }

  private func whyNoSound(_ request: VerifyRequest) -> String? {
    if request.sent.audio == nil { return "no audio was named" }
    return audio == nil
      ? "there is nothing in the audio that was named, or in the result's, to compare by" : nil
  }

  private func whyNoPicture(_ kind: ProofCheck.Kind, _ request: VerifyRequest) -> String? {
    if request.sent.video == nil { return "no video was named" }
    if playback == nil { return "the video that was named could not be compared" }
    if kind != .picture, findings.contains(where: { $0.rule == .resultPictureMismatch }) {
      return "it shows another video"
    }
    switch kind {
    case .detail:
      return difference?.sharpness == nil && measured.shape == nil ? "the pictures are too small" : nil
    case .face: return difference == nil ? "no pictures could be held against each other" : nil
    default: return nil
    }
  }

  /// Lips of which nothing can be told were not judged: that is no pass.
  private var whyNoLips: String? {
    guard let lips else { return lipsUnjudged?.words ?? "there are no moving pictures" }
    if lips.offsetMilliseconds != nil, lips.confidence >= Limits.lipConfidence { return nil }
    return "the movement of the mouth does not tell (confidence \(LipSyncBase.figure(lips.confidence, 2)))"
  }

  private func figure(of kind: ProofCheck.Kind) -> String? {
    func number(_ value: Double, _ places: Int) -> String { LipSyncBase.figure(value, places) }
    switch kind {
    case .decodes: return lengths.measured.map { "\(measured.pictures) pictures, \(number($0.seconds, 3)) s" }
    case .length:
      return lengths.measured.map { "\(number($0.seconds, 3)) s" + (planned.map { ", planned \($0)" } ?? "") }
    case .sound: return measured.levels?.result?.loudness.map { "\(number($0, 1)) LUFS" }
    case .words:
      return audio.map { match in
        "similarity \(number(match.similarity, 2))"
          + (match.found.map { ", \(number($0 * 100, 0)) % of the seconds found" } ?? "")
      }
    case .sync:
      return audio.map { match in
        "\(number(match.offsetMilliseconds.magnitude, 0)) ms "
          + (match.offsetMilliseconds.magnitude < 0.5
            ? "off" : match.offsetMilliseconds > 0 ? "late" : "early")
          + (match.jumps.isEmpty ? "" : ", jumps \(match.jumps.count)")
      }
    case .complete:
      return audio.map { match in
        "\(number(match.missingHeadMilliseconds, 0)) ms missing at the beginning, "
          + "\(number(match.missingTailMilliseconds, 0)) ms at the end, dropouts \(match.dropouts.count)"
      }
    case .quality: return measured.levels?.words
    case .ends:
      return measured.ends.map {
        "picture \(number($0.video.seconds, 2)) s, sound \(number($0.audio.seconds, 2)) s"
      }
    case .picture: return playback?.distance.map { "\(number($0, 1)) levels of 255 away" }
    case .schedule:
      return playback.flatMap { playback in
        playback.detected.map { type in
          type.rawValue
            + (playback.lag.map { ", \(number(abs($0.seconds), 2)) s \($0.isNegative ? "early" : "late")" }
              ?? "")
        }
      }
    case .moments: return "\(measured.pictures) pictures looked at"
    case .movement:
      return measured.rates.map {
        "\(number($0.result, 0)) different pictures a second, the video \(number($0.source, 0))"
      }
    case .frame: return measured.shape?.words
    case .detail:
      return difference.map { difference in
        [
          difference.sharpness.map { "\(number($0 * 100, 0)) % of the detail" },
          measured.shape.map { "\(number($0.gain * 100, 0)) % of the contrast" },
          "\(number(difference.brightness, 0)) levels brighter",
        ].compactMap(\.self).joined(separator: ", ")
      }
    case .face: return difference?.region.map { "\(number($0.share * 100, 1)) % of the picture edited" }
    case .lips:
      return lips.flatMap { lips in
        lips.offsetMilliseconds.map {
          "\(number($0.magnitude, 0)) ms \($0 < 0 ? "early" : "late"), confidence \(number(lips.confidence, 2)), "
            + "\(number(lips.judged * 100, 0)) % judged"
        }
      }
    case .cover: return cover?.similarity.map { "similarity \(number($0, 2))" }
    }
  }

  private var planned: String? {
    lengths.expected.map { range in
      let low = LipSyncBase.figure(range.lowerBound.seconds, 3)
      let high = LipSyncBase.figure(range.upperBound.seconds, 3)
      return low == high ? "\(low) s" : "\(low) to \(high) s"
    }
  }
}

extension ProofCheck: JSONDocument {
  /// A member of the `checks` of the document of `verify`.
  public var json: JSON {
    .object([
      ("check", .string(kind.rawValue)), ("outcome", .string(outcome.rawValue)),
      ("figure", .optional(figure)),
      ("limit", .optional(limit)), ("why", .optional(why)),
    ])
  }

  /// Reads what `json` states, which is all.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      kind: try json.required("check", .word), outcome: try json.required("outcome", .word),
      figure: try json.nullable("figure", .string), limit: try json.nullable("limit", .string),
      why: try json.nullable("why", .string))
  }
}

extension ProofCheck.Outcome {
  /// In a word.
  package var word: String { self == .notCompared ? "not compared" : rawValue }
}

extension ProofCheck {
  /// Outcome, figure and limit, or why there is none.
  package var words: String {
    let word = outcome.word
    let facts = [figure, limit.map { "limit: \($0)" }].compactMap(\.self).joined(separator: "; ")
    return why.map { "\(word): \($0)" } ?? (facts.isEmpty ? word : "\(word): \(facts)")
  }
}
