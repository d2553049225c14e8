internal import Media

/// What was sent, decoded for comparison; parts that were not named or cannot be read are nil.
struct References: Sendable {
  var video: DecodedMedia?
  var envelope: AudioEnvelope?
  var videoLength: MediaTime?
  var audioLength: MediaTime?
  var findings: [Finding] = []

  /// Decodes both sources at once. A source that cannot be read any more is said and not compared with.
  static func decode(_ request: VerifyRequest, inspector: Inspector) async -> References {
    async let video = opened(request.video, inspector) { source in
      try DecodedMedia.decode(source, options: .init(signatures: true, envelope: false))
    }
    async let audio = opened(request.audio, inspector) { source in
      try DecodedMedia.decode(source, options: .init(signatures: false, envelope: true))
    }
    var references = References()
    switch await video {
    case .success(let decoded)?:
      references.video = decoded
      references.videoLength = decoded.videoDuration
    case .failure(let error)?: references.findings.append(unavailable(.video, error))
    case nil: break
    }
    switch await audio {
    case .success(let decoded)?:
      references.envelope = decoded.envelope
      references.audioLength = decoded.audioDuration
    case .failure(let error)?: references.findings.append(unavailable(.audio, error))
    case nil: break
    }
    return references
  }

  private static func opened(
    _ source: Source?, _ inspector: Inspector,
    _ work: @escaping @Sendable (any ByteSource) throws -> DecodedMedia
  ) async -> Result<DecodedMedia, any Error>? {
    guard let source else { return nil }
    do {
      return .success(try await onBlockingThread { try work(try inspector.open(source)) })
    } catch {
      return .failure(error)
    }
  }

  private static func unavailable(_ subject: Subject, _ error: any Error) -> Finding {
    let reason = (error as? MediaError)?.message ?? String(describing: error)
    return Finding(
      .mediaUnreadable, about: subject,
      "The \(subject.rawValue) that was sent cannot be read, so the result was not held against it: \(reason)",
      severity: .warning)
  }
}
