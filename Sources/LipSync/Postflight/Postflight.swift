internal import LipSyncMedia
internal import LipSyncTransfer
internal import Platform

/// The step after a job: download the result and prove that it is the right one.
public enum Postflight {
  /// Gives a fresh URL of the result or the cover if the current one has expired; nil if there is none.
  public typealias Refresh = @Sendable (Subject) async -> String?

  /// Downloads a result given by URL, decodes it to its end, and compares it with what was sent.
  ///
  /// A result is decoded while it arrives, in parallel with what was sent, so that all of it takes little longer than the
  /// longer of the two. A container with its index at the end is decoded once that is there.
  ///
  /// - Parameters:
  ///   - request: what is to be proved; parts left out are not.
  ///   - inspector: opens the video and the audio that were sent; its client downloads the result and the cover.
  ///   - events: progress of downloads and of the comparison.
  ///   - refresh: gives a fresh URL if a download's URL expires on the way.
  /// - Throws: `TransferError` or a file error if the result could not be fetched at all, and `CancellationError`.
  ///   What is wrong with a fetched result is a finding.
  public static func verify(
    _ request: VerifyRequest, inspector: Inspector, events: (@Sendable (JobEvent) -> Void)? = nil,
    refresh: Refresh? = nil
  ) async throws -> VerifyReport {
    let client = inspector.client
    var report = VerifyReport(source: request.result.shown)
    report.findings = Finding.unknownRules(in: request.judgement.ignoredRules, about: .result)
    if case .file(let path) = request.result, let finding = FileJudge.finding(path, about: .result) {
      report.findings.append(finding)
      report.settle(request)
      return report
    }
    let scratch = request.directory == nil ? try ScratchDirectory() : nil
    let directory = request.directory ?? scratch?.path ?? "."
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)

    let arrival = request.result.isURL ? Arrival() : nil
    async let sent = References.decode(request.sent, inspector: inspector)
    async let early = decode(arrival, request, inspector, events)
    async let cover = DownloadedCover.fetch(
      request, directory: directory, kept: scratch == nil, inspector, refresh)
    let file = try await DownloadedFile.fetch(
      request.result, name: request.name, kind: .result, directory: directory, client: client,
      arrival: arrival,
      progress: { events?(.downloading(.result, received: $0, total: $1)) }, refresh: refresh)
    report.bytes = file.bytes
    report.path = scratch == nil || !request.result.isURL ? file.path : nil
    report.verifiedBy = file.verifiedBy
    report.sha256 =
      if let known = file.sha256 { known } else {
        try await onBlockingThread(until: nil) { try DownloadedFile.sha256(of: file.path, deadline: $0) }
      }

    let decoded: DecodedMedia
    do {
      if let known = await early, arrival?.isKept == true {
        decoded = known
      } else {
        decoded = try await decode(file.path, request, inspector, events)
      }
    } catch {
      try Task.checkCancellation()
      report.findings.append(unreadable(error))
      _ = await sent
      await report.add(cover, besides: [], shaped: nil)
      report.settle(request)
      return report
    }
    report.media = decoded.info
    let references = await sent
    try Task.checkCancellation()
    // Long computations: on Swift's own threads, one per core, they would block everything else, such as the renewal of leases.
    report = await onBlockingThread { [report] in
      var report = report
      prove(decoded, references, request, &report)
      let comparison = ResultComparison(request.sent, references, report)
      report.findings += Rule.findings(on: comparison, about: .result)
      return report
    }
    let found = await cover
    report = await onBlockingThread { [report] in
      var report = report
      report.add(found, besides: decoded.frames, shaped: decoded.aspect)
      return report
    }
    try Task.checkCancellation()
    report.settle(request)
    if request.directory != nil { try await takePictures(file.path, request, inspector, &report) }
    return report
  }

  /// The result as it arrives; nil if it has to be decoded from the finished file: it is no download, its length is
  /// not stated, the download started over, or something was wrong with it.
  private static func decode(
    _ arrival: Arrival?, _ request: VerifyRequest, _ inspector: Inspector,
    _ events: (@Sendable (JobEvent) -> Void)?
  ) async -> DecodedMedia? {
    guard let arrival else { return nil }
    return try? await onBlockingThread(until: nil) { deadline in
      try ArrivingSource(arrival, name: request.result.shown, deadline: deadline).map { source in
        try inspector.examiner.decode(
          source, options: wanted(request), deadline: deadline, patience: inspector.proofTime(of: source),
          progress: { events?(.verifying($0)) })
      }
    }
  }

  /// Without a video to compare with, colours and fine detail say nothing. The waveform is what lips are held against, too.
  private static func wanted(_ request: VerifyRequest) -> DecodedMedia.Options {
    DecodedMedia.Options(
      details: request.sent.video != nil, waveform: true, content: true, mouth: true)
  }

  private static func decode(
    _ path: String, _ request: VerifyRequest, _ inspector: Inspector,
    _ events: (@Sendable (JobEvent) -> Void)?
  ) async throws -> DecodedMedia {
    try await onBlockingThread(until: nil) { deadline in
      let source = try FileSource(path: path)
      return try inspector.examiner.decode(
        source, options: wanted(request), deadline: deadline, patience: inspector.proofTime(of: source),
        progress: { events?(.verifying($0)) })
    }
  }

  /// The pictures of the report's page.
  private static func takePictures(
    _ path: String, _ request: VerifyRequest, _ inspector: Inspector, _ report: inout VerifyReport
  ) async throws {
    guard let exhibits = report.exhibits, let length = report.lengths.measured else { return }
    let (cover, moment) = (report.cover?.path, report.cover?.moment)
    let region = report.difference?.region
    let marks = report.findings.filter(\.isSeen).compactMap(\.span).map(\.middle)
    report.exhibits = try await onBlockingThread(until: .now + inspector.timeout * 4) { deadline in
      var exhibits = exhibits
      exhibits.takePictures(
        result: try FileSource(path: path), length: length,
        source: request.sent.video.flatMap { try? inspector.open($0) }, trace: exhibits.trace,
        marks: marks, coverMoment: moment, examiner: inspector.examiner, deadline: deadline)
      if let region {
        exhibits.takeMouths(
          result: try FileSource(path: path), source: request.sent.video.flatMap { try? inspector.open($0) },
          region: region, examiner: inspector.examiner, deadline: deadline)
      }
      if let cover, moment != nil {
        exhibits.cover = try? inspector.examiner.pictures(
          of: FileSource(path: cover), at: [.zero], maximumSide: 480, deadline: deadline
        ).first
      }
      return exhibits
    }
  }

  private static func unreadable(_ error: any Error) -> Finding {
    let media = error as? MediaError
    return Finding(
      media?.code == .truncated ? .resultIncomplete : .resultUnreadable, about: .result,
      "The result cannot be decoded: \(media?.message ?? "\(error)")")
  }
}

extension Inspector {
  /// How long a result, or what was sent, may be decoded for a proof: the time of a source, and more in proportion to how much
  /// there is of it. Waits for its bytes are left out.
  func proofTime(of source: any ByteSource) -> Duration {
    timeout + Defaults.proofTimePerMegabyte * (Double(source.size ?? 0) / 1e6)
  }
}

extension Source {
  /// Whether it has to be fetched.
  package var isURL: Bool { if case .url = self { true } else { false } }
}
