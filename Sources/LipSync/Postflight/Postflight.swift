internal import FoundationEssentials
internal import Media
public import Transfer

/// The step after a job: bring the result home and prove that it is the right one.
public enum Postflight {
  /// Downloads what is a URL, decodes it to its end, and holds it against what was sent.
  ///
  /// - Parameters:
  ///   - request: what is to be proved; parts left out are not.
  ///   - inspector: opens the video and the audio that were sent.
  ///   - events: progress of downloads and of the comparison.
  /// - Throws: `TransferError` or a file error where the result could not be had at all, and `CancellationError`.
  ///   What is wrong with a result that was had is a finding.
  public static func verify(
    _ request: VerifyRequest, inspector: Inspector, client: HTTPClient,
    events: (@Sendable (JobEvent) -> Void)? = nil
  ) async throws -> VerifyReport {
    var report = VerifyReport(source: request.result.shown)
    if case .file(let path) = request.result, let finding = FileJudge.finding(path, about: .result) {
      report.findings = [finding].judged(strict: request.strict, ignoring: request.ignoredRules)
      return report
    }
    let scratch = request.directory == nil ? try ScratchDirectory() : nil
    let directory = request.directory ?? scratch?.path ?? "."
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)

    let home = try await Homecoming.bring(
      request.result, name: request.name, kind: .result, directory: directory, client: client
    ) { events?(.downloading(.result, received: $0, total: $1)) }
    report.bytes = home.bytes
    report.path = scratch == nil || !request.result.isURL ? home.path : nil
    report.verifiedBy = home.verifiedBy
    report.sha256 =
      if let known = home.sha256 { known } else {
        try await onBlockingThread(until: nil) { try Homecoming.sha256(of: home.path, deadline: $0) }
      }

    async let sent = References.decode(request, inspector: inspector)
    let decoded: DecodedMedia
    do {
      decoded = try await onBlockingThread(until: nil) { deadline in
        try DecodedMedia.decode(
          FileSource(path: home.path), deadline: deadline, progress: { events?(.verifying($0)) })
      }
    } catch {
      try Task.checkCancellation()
      report.findings.append(unreadable(error))
      _ = await sent
      report.findings = report.findings.judged(strict: request.strict, ignoring: request.ignoredRules)
      return report
    }
    report.media = decoded.info
    let references = await sent
    try Task.checkCancellation()
    prove(decoded, references, request, &report)

    if let cover = request.cover {
      await proveCover(
        cover, name: request.name, directory: directory, kept: scratch == nil, decoded, client, &report)
      try Task.checkCancellation()
    }
    report.findings = report.findings.judged(strict: request.strict, ignoring: request.ignoredRules)
    return report
  }

  /// All proofs that need nothing but values.
  static func prove(
    _ decoded: DecodedMedia, _ sent: References, _ request: VerifyRequest, _ report: inout VerifyReport
  ) {
    report.findings += sent.findings
    report.findings += completeness(decoded)
    report.findings += PictureProof.findings(decoded)

    report.lengths.reported = request.reportedDuration
    report.lengths.measured = decoded.videoDuration ?? decoded.audioDuration
    if let video = sent.videoLength, let audio = sent.audioLength {
      report.lengths.expected = VerifyReport.Lengths.expected(
        request.playbackType, video: video, audio: audio)
    }
    report.findings += report.lengths.findings(frame: decoded.info.frame)

    if let audio = sent.envelope {
      // Only a picture that ends early as some plan allows may take the sound's tail with it.
      let measured = report.lengths.measured ?? .zero
      let end = report.lengths.expected.map { max($0.lowerBound, measured) }
      let cut = end.map { max(.zero, (sent.audioLength ?? .zero) - $0) } ?? .zero
      if let envelope = decoded.envelope {
        report.audio = AudioMatch.compare(result: envelope, sent: audio)
        report.findings += report.audio?.findings(expectedCut: cut) ?? silence(envelope, audio)
      } else {
        report.findings.append(
          Finding(.resultAudioMismatch, about: .result, "The result has no sound at all."))
      }
    }

    if let video = sent.video, let trace = PlaybackTrace.recover(result: decoded.frames, source: video.frames)
    {
      let judgeable = PlaybackProof.moves(video.frames) && sent.audioLength != nil
      let playback = PlaybackProof.playback(
        trace: trace, requested: request.playbackType, video: sent.videoLength ?? .zero,
        audio: sent.audioLength, result: report.lengths.measured ?? .zero, sourceMoves: judgeable)
      report.playback = playback
      report.findings += PlaybackProof.findings(playback, distance: trace.distance, judgeable: judgeable)
    }
  }

  /// Whether the result is whole and decodes to its end.
  static func completeness(_ decoded: DecodedMedia) -> [Finding] {
    var found: [Finding] = []
    if decoded.info.isImage {
      found.append(Finding(.resultUnreadable, about: .result, "The result is a still picture, not a video."))
    } else if decoded.videoDuration == nil {
      found.append(
        Finding(.resultUnreadable, about: .result, "The result has no picture that decodes."))
    }
    if decoded.info.isTruncated {
      found.append(
        Finding(
          .resultIncomplete, about: .result,
          "The container speaks of bytes that the file does not have: "
            + "\(decoded.info.bytes.map(String.init) ?? "an unknown number of") bytes are here, and "
            + "\(JSON.double((decoded.videoDuration ?? decoded.audioDuration ?? .zero).seconds, places: 2).text) s of it play.",
          evidence: [("bytes", .optional(decoded.info.bytes))]))
    } else if decoded.errorCount > 0 {
      found.append(
        Finding(
          .resultIncomplete, about: .result,
          "\(decoded.errorCount) pieces of the result do not decode; the first: "
            + (decoded.errors.first ?? "unknown") + ".",
          evidence: [("errors", .array(decoded.errors.prefix(5).map(JSON.string)))]))
    }
    return found
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
        "The audio that was sent is silent, steady or too short throughout, so the result's sound was not held "
          + "against it.", remedy: "Listen to the result's sound.")
    ]
  }

  private static func unreadable(_ error: any Error) -> Finding {
    let media = error as? MediaError
    return Finding(
      media?.code == .truncated ? .resultIncomplete : .resultUnreadable, about: .result,
      "The result cannot be decoded: \(media?.message ?? "\(error)")")
  }

  private static func proveCover(
    _ cover: Source, name: String?, directory: String, kept: Bool, _ decoded: DecodedMedia,
    _ client: HTTPClient,
    _ report: inout VerifyReport
  ) async {
    var facts = VerifyReport.Cover(source: cover.shown)
    defer { report.cover = facts }
    do {
      let home = try await Homecoming.bring(
        cover, name: name, kind: .cover, directory: directory, client: client, progress: nil)
      facts.path = kept || !cover.isURL ? home.path : nil
      let picture = try await onBlockingThread(until: nil) { deadline in
        try Thumbnail.read(FileSource(path: home.path), deadline: deadline)
      }
      let nearest = PictureProof.nearest(to: picture.signature, in: decoded.frames)
      (facts.width, facts.height) = (picture.width, picture.height)
      (facts.moment, facts.similarity) = (nearest?.time, nearest?.similarity)
      report.findings += PictureProof.coverFindings(
        picture, similarity: nearest?.similarity, moment: nearest?.time)
    } catch let error as TransferError {
      report.findings.append(
        Finding(.coverUnreadable, about: .cover, "The cover could not be fetched: \(error.message)"))
    } catch {
      let reason = (error as? MediaError)?.message ?? String(describing: error)
      report.findings.append(
        Finding(.coverUnreadable, about: .cover, "The cover is no picture that can be read: \(reason)"))
    }
  }
}

extension Source {
  /// Whether it has to be fetched.
  var isURL: Bool { if case .url = self { true } else { false } }
}
