internal import LipSyncMediaReading

/// What must hold for every input, however spoilt: it ends in time, and what is called exact is what a decode plays.
public struct Oracle: Sendable {
  /// The time allowed for a probe; one that takes a good deal longer hangs.
  public var limit: Duration

  /// Allows a time.
  public init(limit: Duration = .seconds(10)) { self.limit = limit }

  /// What a probe of the bytes came to.
  public struct Outcome: Sendable {
    /// Kind of answer without figures: inputs of a new kind are worth spoiling further.
    public var kind: String
    /// What must not be; nil where all is well.
    public var breach: String?

    /// A kind of answer, which is all right until something is said against it.
    public init(kind: String, breach: String? = nil) { (self.kind, self.breach) = (kind, breach) }
  }

  /// Probes the bytes and, where a length is called exact, decodes them all.
  public func judge(_ bytes: [UInt8]) -> Outcome {
    let source = MemorySource(bytes, name: "input")
    let clock = ContinuousClock()
    let start = clock.now
    var outcome: Outcome
    do {
      let info = try MediaInfo.probeBlocking(source, deadline: .after(limit))
      outcome = Outcome(
        kind:
          "\(info.container) \(info.video?.codec ?? "-") \(info.audio?.codec ?? "-") \(info.durationMethod) "
          + "\(info.isDurationExact) \(info.isTruncated) \(info.isImage)")
      if info.isDurationExact { outcome.breach = misstatement(info, source) }
      if info.isDurationExact, info.isTruncated { outcome.breach = "both cut and exact" }
    } catch {
      outcome = Outcome(kind: "\(error.code) \(error.operation)")
    }
    let time = clock.now - start
    if time > limit * 3 { outcome.breach = "took \(time)" }
    return outcome
  }

  private func misstatement(_ info: MediaInfo, _ source: MemorySource) -> String? {
    let options = DecodedMedia.Options(signatures: false, envelope: false)
    guard let decoded = try? DecodedMedia.decode(source, options: options, deadline: .after(limit)) else {
      return "exact, but it does not decode"
    }
    let frame = info.video.flatMap { video in video.frameRate.map { $0 > 0 ? 1 / $0 : 0 } } ?? 0
    let lengths = [
      (
        "video", info.isImage ? nil : info.video?.duration, info.isImage ? nil : decoded.videoDuration,
        max(frame, 0.05)
      ),
      ("audio", info.audio?.duration, decoded.audioDuration, 0.05),
    ]
    for (name, stated, played, tolerance) in lengths {
      switch (stated, played) {
      case (let stated?, let played?) where (stated - played).magnitude.seconds <= tolerance + 1e-6: continue
      case (nil, nil): continue
      default:
        return
          "\(name) is called exact at \(stated?.seconds.description ?? "-") s (\(info.durationMethod)), a decode plays "
          + "\(played?.seconds.description ?? "-") s with \(decoded.errorCount) faults; \(info.container)"
      }
    }
    return nil
  }
}
