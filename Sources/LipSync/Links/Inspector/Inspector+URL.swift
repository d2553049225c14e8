internal import LipSyncMedia
internal import LipSyncTransfer

/// Looking at a URL as it is: the first look, the media, and other clients' looks beside it.
extension Inspector {
  func inspectURL(_ url: String, _ visit: Visit) async -> SourceInspection {
    let (subject, deadline) = (visit.subject, visit.deadline)
    let instant = deadline.instant ?? .now + timeout
    let second = OtherClientCheck(client: client, url: url, subject: subject, deadline: instant)
    let links = LinkInspector(
      client: client, offline: offline, horizon: fetchHorizon, slowFetch: slowFetch, lookup: lookup,
      second: second)
    let outcome = await links.inspect(url, about: subject, until: instant)
    var inspection = SourceInspection(source: visit.source, link: outcome.link, findings: outcome.findings)
    guard let http = outcome.source else {
      inspection.add(await second.cancel())
      return inspection
    }
    http.limitWhole(to: wholeLimit)
    shelf?.keep(http, of: url)
    let (size, supportsRanges) = (outcome.link.bytes, outcome.link.supportsRanges)
    // In flight while the media is probed.
    async let otherClients = second.afterMedia(
      size: size, supportsRanges: supportsRanges, witness: outcome.witness)
    let bytes: any ByteSource = outcome.undone ?? http
    let isHeard = visit.hearing != nil && subject == .audio && outcome.sniff?.isSound == true
    await probe(
      bytes, into: &inspection, subject, deadline, limit: probeLimit(outcome), whole: isHeard ? size : nil)
    // What cannot be decoded in time is neither silent nor black; the demuxer's verdict stands.
    inspection.add(await contents(of: inspection, bytes, visit), about: subject)
    await readToTheEnd(http, outcome, &inspection, visit)
    let other = await otherClients
    if other.sawOtherBytes {
      // What was read of it is not to be trusted either.
      inspection.media = nil
      inspection.findings = outcome.findings
    }
    inspection.findings += ReadsJudge.findings(
      http, link: &inspection.link, besides: inspection.findings, about: subject)
    // Reads that fail are more than a first range that was only odd.
    let failsRanges = inspection.findings.contains { $0.rule == .linkBadRanges && $0.severity == .error }
    if failsRanges { inspection.findings.removeAll { $0.rule == .linkBadRanges && $0.severity < .error } }
    await lookBehindTheEnd(second, outcome, &inspection)
    // Where the media's own reads were refused too, nothing is known of clients.
    let refusals: Set<Rule> = [.linkHTTPStatus, .linkBadRanges]
    let wasRefused = inspection.findings.contains { refusals.contains($0.rule) && $0.severity == .error }
    if let finding = other.finding, !wasRefused { inspection.findings.append(finding) }
    inspection.link?.requests += http.requests
    inspection.link?.bytesRead += http.bytesRead
    inspection.add(other)
    // A demuxer is surer of media without a signature than the first bytes are.
    if inspection.media != nil { inspection.link?.served = .media }
    return inspection
  }

  /// What is in media that is good so far; nil where nothing is to be looked at, or could be made out.
  func contents(
    of inspection: SourceInspection, _ bytes: any ByteSource, _ visit: Visit
  ) async -> Contents? {
    guard let hearing = visit.hearing, inspection.failure == nil, let media = inspection.media else {
      return nil
    }
    return await hearing(media, bytes, inspection.link != nil)
  }

  /// Whether all of a short file comes where its host ignores ranges: nothing else shows a body that is shorter than the length
  /// that is stated.
  private func readToTheEnd(
    _ http: HTTPSource, _ outcome: LinkInspector.Outcome, _ inspection: inout SourceInspection, _ visit: Visit
  ) async {
    guard !outcome.link.supportsRanges, outcome.undone == nil, inspection.failure == nil,
      let size = outcome.link.bytes, size > 0, size <= wholeLimit / 4 * 3,
      !inspection.findings.contains(where: { $0.rule == .linkSlow })
    else { return }
    let deadline = visit.deadline
    do {
      try await onBlockingThread {
        var last: UInt8 = 0
        _ = try withUnsafeMutableBytes(of: &last) {
          try http.read(at: size - 1, into: $0, deadline: deadline)
        }
      }
    } catch let error as TransferError where error.code == .truncated {
      inspection.findings.append(SourceFault.finding(error, about: visit.subject, isURL: true))
    } catch {
      // What takes too long, or is too large, says nothing of its end.
    }
  }

  /// A file that seems cut, by a host that has more of it than the length it states: then the host is at fault.
  private func lookBehindTheEnd(
    _ second: OtherClientCheck, _ outcome: LinkInspector.Outcome, _ inspection: inout SourceInspection
  ) async {
    guard let size = outcome.link.bytes, outcome.link.supportsRanges,
      let cut = inspection.findings.firstIndex(where: { $0.rule == .mediaTruncated })
    else { return }
    let look = await second.behind(size)
    inspection.add(look)
    guard let finding = look.finding else { return }
    inspection.findings[cut] = finding
  }

  private func probe(
    _ bytes: any ByteSource, into inspection: inout SourceInspection, _ subject: Subject,
    _ deadline: Deadline, limit: Int64? = nil, whole: Int64? = nil
  ) async {
    let media: Result<MediaInfo, any Error>
    do {
      media = .success(
        try await onBlockingThread {
          // What will be heard from end to end comes in one answer.
          if let whole, whole <= Defaults.largestSilenceSearch {
            (bytes as? HTTPSource)?.fetch(whole, deadline)
          }
          return try examiner.probe(bytes, readLimit: limit, deadline: deadline)
        })
    } catch { media = .failure(error) }
    take(media, into: &inspection, subject)
  }

  func take(
    _ media: Result<MediaInfo, any Error>, into inspection: inout SourceInspection, _ subject: Subject
  ) {
    switch media {
    case .success(let media):
      inspection.media = media
      inspection.findings += MediaJudge.findings(media, about: subject)
    case .failure(let error):
      inspection.findings.append(
        SourceFault.finding(error, about: subject, isURL: inspection.link != nil))
    }
  }

  /// How far a probe may go through the bytes of a URL. Where ranges are ignored nothing can be left out: what is short is
  /// read whole, of others so much as leaves the reader's own limit untouched.
  private func probeLimit(_ outcome: LinkInspector.Outcome) -> Int64 {
    guard outcome.undone == nil else { return .max }
    // Of what has no stated length, and may have no end, no more than of what is short.
    let short = wholeLimit / 4 * 3
    guard let size = outcome.link.bytes else { return min(readLimit, short) }
    let isShort = outcome.link.supportsRanges || size <= short
    return isShort ? readLimit : min(readLimit, wholeLimit / 2)
  }
}

extension SourceInspection {
  /// Adds what a look of another client cost.
  fileprivate mutating func add(_ look: OtherClientCheck.Outcome) {
    link?.requests += look.requests
    link?.bytesRead += look.bytesRead
  }
}
