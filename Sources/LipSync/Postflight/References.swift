internal import LipSyncMedia

/// What was sent, decoded for comparison; parts that were not named or cannot be read are nil.
struct References: Sendable {
  var video: DecodedMedia?
  var envelope: AudioEnvelope?
  var waveform: Waveform?
  /// Loudness and peak of the audio.
  var sound: SoundFacts?
  var videoLength: MediaTime?
  var audioLength: MediaTime?
  var findings: [Finding] = []

  /// Decodes both sources at once. A source that can no longer be read gives a finding and is not compared.
  static func decode(_ sent: SentMedia, inspector: Inspector) async -> References {
    async let video = opened(sent.video, inspector) { source, deadline in
      try inspector.examiner.decode(
        source, options: .init(signatures: true, envelope: false), deadline: deadline,
        patience: inspector.proofTime(of: source))
    }
    async let audio = opened(sent.audio, inspector) { source, deadline in
      try inspector.examiner.decode(
        source, options: .init(signatures: false, envelope: true, waveform: true, content: true),
        deadline: deadline,
        patience: inspector.proofTime(of: source))
    }
    var references = References()
    switch await video {
    case .success(let decoded)?
    where decoded.videoDuration != nil && !decoded.frames.isEmpty && !decoded.info.isImage:
      references.video = decoded
      references.videoLength = decoded.videoDuration
    case .success?:
      references.findings.append(
        Finding(
          .mediaNoVideoStream, about: .video,
          "The video that was named has no moving picture that decodes, so the result's was not compared with it."
        ))
    case .failure(let error)?: references.findings.append(unavailable(sent.video, .video, error))
    case nil: break
    }
    switch await audio {
    case .success(let decoded)? where decoded.envelope != nil && decoded.audioDuration != nil:
      references.envelope = decoded.envelope
      references.waveform = decoded.waveform
      references.sound = decoded.info.facts.sound
      references.audioLength = decoded.audioDuration
    case .success?:
      references.findings.append(
        Finding(
          .mediaNoAudioStream, about: .audio,
          "The audio that was named has no sound, so the result's was not compared with it."))
    case .failure(let error)?: references.findings.append(unavailable(sent.audio, .audio, error))
    case nil: break
    }
    return references
  }

  private static func opened(
    _ source: Source?, _ inspector: Inspector,
    _ work: @escaping @Sendable (any ByteSource, Deadline) throws -> DecodedMedia
  ) async -> Result<DecodedMedia, any Error>? {
    guard let source else { return nil }
    do {
      return .success(
        try await onBlockingThread(until: nil) { deadline in try work(try inspector.open(source), deadline) })
    } catch {
      return .failure(error)
    }
  }

  /// A given file that does not exist is the user's mistake; a URL may have expired since the job was sent, and
  /// that says nothing about the result.
  private static func unavailable(_ source: Source?, _ subject: Subject, _ error: any Error) -> Finding {
    if case .file(let path)? = source, let finding = FileJudge.finding(path, about: subject) {
      return finding
    }
    let reason = (error as? MediaError)?.message ?? String(describing: error)
    return Finding(
      .mediaUnreadable, about: subject,
      "The \(subject.rawValue) that was sent cannot be read, so the result was not compared with it: \(reason)",
      severity: source?.isURL == true ? .warning : .error)
  }
}
