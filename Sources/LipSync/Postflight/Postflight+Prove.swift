internal import LipSyncMedia

extension Postflight {
  /// All proofs that need nothing but values.
  static func prove(
    _ decoded: DecodedMedia, _ sent: References, _ request: VerifyRequest, _ report: inout VerifyReport
  ) {
    report.findings += sent.findings
    report.findings += Rule.findings(on: DecodedResult(decoded), about: .result)

    report.lengths.reported = request.reportedDuration
    report.lengths.measured = decoded.videoDuration ?? decoded.audioDuration
    if let video = sent.videoLength, let audio = sent.audioLength {
      report.lengths.expected = VerifyReport.Lengths.expected(
        request.sent.playbackType, video: video, audio: audio)
    }
    report.findings += report.lengths.findings(frame: decoded.info.frame)

    report.measured.pictures = decoded.frames.count
    let levels = SoundLevels(result: decoded.info.facts.sound, sent: sent.sound)
    report.measured.levels = levels
    if sent.envelope == nil { report.findings += Rule.findings(on: levels, about: .result) }
    if let audio = sent.envelope {
      // Only a picture that ends early as some plan allows may take the sound's tail with it.
      let measured = report.lengths.measured ?? .zero
      let end = report.lengths.expected.map { max($0.lowerBound, measured) }
      let cut = end.map { max(.zero, (sent.audioLength ?? .zero) - $0) } ?? .zero
      if let envelope = decoded.envelope {
        report.audio = AudioMatch.compare(
          result: envelope, sent: audio,
          waves: decoded.waveform.flatMap { shown in sent.waveform.map { (shown, $0) } })
        report.audio?.shift(by: decoded.soundDelay)
        report.findings +=
          report.audio.map { match in
            Rule.findings(
              on: ResultSound(
                match: match, expectedCut: cut, sent: sent.audioLength,
                levels: levels), about: .result)
          } ?? silence(envelope, audio)
      } else {
        report.findings.append(
          Finding(.resultAudioMismatch, about: .result, "The result has no sound at all."))
      }
    }

    (report.lips, report.lipsUnjudged) = LipProof.judge(decoded)
    report.findings += report.lips.map { Rule.findings(on: $0, about: .result) } ?? []

    let pictures = sent.video.flatMap { video in
      TracePictures(
        result: decoded.frames, source: video.frames,
        aspects: decoded.aspect.flatMap { shown in video.aspect.map { (shown, $0) } })
    }
    let trace = pictures?.trace()
    report.exhibits = Exhibits(
      sound: decoded.envelope, sentSound: sent.envelope, videoLength: sent.videoLength)
    var moments: PictureMoments?
    if let video = sent.video, let pictures, let trace {
      moments = compare(decoded, video, pictures, trace, sent, request, &report)
    }
    report.measured.ends = PictureProof.ends(decoded)
    report.measured.rates = moments?.rates
    report.findings += PictureProof.findings(decoded, moments: moments)
  }

  private static func compare(
    _ decoded: DecodedMedia, _ video: DecodedMedia, _ pictures: TracePictures, _ cheapest: PlaybackTrace,
    _ sent: References, _ request: VerifyRequest, _ report: inout VerifyReport
  ) -> PictureMoments? {
    var plans: PlaybackProof.Sent?
    if let audio = sent.audioLength, PlaybackProof.moves(video.frames) {
      plans = PlaybackProof.Sent(
        video: sent.videoLength ?? .zero, audio: audio, pictures: video.frames.count)
    }
    let (requested, length) = (request.sent.playbackType, report.lengths.measured ?? .zero)
    let still = PictureProof.still(decoded.frames)
    let trace =
      plans.map {
        PlaybackProof.settled(
          cheapest, pictures, requested: requested, sent: $0, result: length, frozen: still)
      } ?? cheapest
    let playback = PlaybackProof.playback(
      trace: trace, requested: requested, sent: plans, result: length, frozen: still)
    report.playback = playback
    report.exhibits?.plan = Exhibits.plan(playback, sent)
    report.exhibits?.trace = trace
    report.findings += PlaybackProof.findings(playback, trace, judgeable: plans != nil)
    guard PlaybackProof.isSame(trace) else { return nil }
    report.difference = PictureDifference.find(trace, result: decoded.frames, source: video.frames)
    if let fine = FineDifference.find(
      trace, result: decoded.details, source: video.details, region: report.difference?.region)
    {
      report.difference?.sharpness = fine.sharpness
      report.difference?.colour = fine.colour
      report.findings += fine.findings
    }
    report.findings += report.difference?.findings(sound: decoded.envelope) ?? []
    let shape = ResultShape(decoded, video, trace, brightness: report.difference?.brightness ?? 0)
    report.measured.shape = shape
    report.findings += shape.map { Rule.findings(on: $0, about: .result) } ?? []
    let plan = playback.detected == nil ? nil : report.exhibits?.plan
    let lag = playback.lag ?? .zero
    var moments = PictureMoments(
      result: decoded.frames, source: video.frames, trace: trace, region: report.difference?.region,
      length: decoded.videoDuration ?? length, expected: { plan?.sourceTime(at: max(.zero, $0 - lag)) })
    moments.isLively = report.difference?.isLively ?? false
    report.findings += Rule.findings(on: moments.facts(sound: decoded.envelope), about: .result)
    return moments
  }

  /// What it means that two tracks could not be compared.
  private static func silence(_ result: AudioEnvelope, _ sent: AudioEnvelope) -> [Finding] {
    if (sent.levels.max() ?? 0) > Defaults.audibleLevel, (result.levels.max() ?? 0) <= Defaults.audibleLevel {
      return [
        Finding(.resultAudioMismatch, about: .result, "The result is silent; the audio that was sent is not.")
      ]
    }
    return [
      Finding(
        .mediaSilentAudio, about: .audio,
        "The audio that was sent is silent, steady or too short throughout, so the result's sound was not compared "
          + "with it.", remedy: "Listen to the result's sound.")
    ]
  }
}

extension DecodedResult {
  init(_ decoded: DecodedMedia) {
    self.init(
      isImage: decoded.info.isImage, hasPicture: decoded.videoDuration != nil && !decoded.frames.isEmpty,
      isTruncated: decoded.info.isTruncated, bytes: decoded.info.bytes,
      plays: decoded.videoDuration ?? decoded.audioDuration ?? .zero, errorCount: decoded.errorCount,
      errors: decoded.errors)
  }
}

extension DecodedMedia {
  /// How much later the sound starts than the picture, as the container says.
  var soundDelay: MediaTime { (audioStart ?? .zero) - (videoStart ?? .zero) }
}

extension ResultShape {
  /// Nil if a size is unknown.
  init?(_ decoded: DecodedMedia, _ video: DecodedMedia, _ trace: PlaybackTrace, brightness: Double) {
    guard let shown = decoded.info.video, let sent = video.info.video else { return nil }
    self.init(
      pixels: ((shown.width, shown.height), (sent.width, sent.height)),
      aspects: decoded.aspect.flatMap { one in video.aspect.map { (one, $0) } },
      parts: (trace.fit.result.size, trace.fit.source.size), gain: trace.fit.gain, bias: trace.fit.bias,
      brightness: brightness)
  }
}
