public import LipSyncMedia
public import LipSyncTransfer

/// Tells all the addresses of a host's name; none where it is an address, or has none.
typealias HostAddresses = @Sendable (_ host: String) async -> [IPAddress]

/// Finds out what a source is: the link, the bytes, the media.
public struct Inspector: Sendable {
  /// Speaks HTTP. Its address policy says which hosts count as reachable for the service.
  public let client: HTTPClient
  /// Whether the network is out of bounds.
  public let offline: Bool
  /// The time allowed for each source.
  public let timeout: Duration
  /// How long after now the service may still fetch a source; links that die sooner are warned of.
  public let fetchHorizon: Duration
  /// Whether a share link's direct form is taken in its place.
  public let fixesLinks: Bool
  /// Bytes of a URL gone through at most in search of its exact length, of `Defaults.readLimits`.
  public let readLimit: Int64
  /// Bytes of a URL received at most where its host ignores ranges.
  public let wholeLimit: Int64
  /// How long a whole file may take to fetch, at the pace of its first bytes, before that is warned of.
  public let slowFetch: Duration
  /// Tells the addresses of a name; tests tell other ones than the system.
  var lookup: HostAddresses = Self.systemLookup
  /// Nil where no step of a job comes after the look.
  private var shelf: SourceShelf? = SourceShelf()
  /// What was found out a while ago; nil where each look is a new one.
  private(set) var memory: InspectionMemory?

  static let systemLookup: HostAddresses = {
    await HostLookup.addresses(of: $0, within: Defaults.lookupPatience)
  }

  /// An inspector of what its client may reach.
  public init(
    client: HTTPClient, offline: Bool = false,
    timeout: Duration = Defaults.sourceTimeout, fetchHorizon: Duration = Defaults.fetchHorizon,
    fixesLinks: Bool = false, readLimit: Int64 = Defaults.readLimit,
    wholeLimit: Int64 = Defaults.wholeLimit, slowFetch: Duration = Defaults.slowFetch
  ) {
    self.slowFetch = slowFetch
    self.client = client
    self.offline = offline
    self.timeout = timeout
    self.fetchHorizon = fetchHorizon
    self.fixesLinks = fixesLinks
    self.readLimit = min(max(readLimit, Defaults.readLimits.lowerBound), Defaults.readLimits.upperBound)
    self.wholeLimit = min(max(wholeLimit, Defaults.wholeLimit), Defaults.readLimits.upperBound)
  }

  /// The same inspector for many jobs: what it finds out of a source serves all that name it, as long as it is young, the file
  /// is the same and a link is not about to expire.
  ///
  /// - Parameters:
  ///   - age: how long what was found out serves.
  ///   - bytes: memory that what was found out may take.
  public func remembering(for age: Duration, bytes: Int = Defaults.rememberedBytes) -> Inspector {
    var inspector = self
    inspector.memory = InspectionMemory(age: age, horizon: fetchHorizon, bytes: bytes)
    return inspector
  }

  /// The same inspector for looks that nothing comes after: no byte of a source is kept once it was looked at.
  package func keepingNoBytes() -> Inspector {
    var inspector = self
    inspector.shelf = nil
    return inspector
  }

  /// Looks at a source; never throws, as what is wrong with it is a finding.
  ///
  /// A file on this machine is fine: it will be uploaded. Where the task is cancelled, or the time is over, what
  /// was found until then is returned with a finding that says so.
  public func inspect(_ source: Source, as subject: Subject) async -> SourceInspection {
    await inspect(source, as: subject, look: nil)
  }

  /// What is to be seen and heard in media that is good so far.
  typealias Look =
    @Sendable (_ media: MediaInfo, _ bytes: any ByteSource, _ isRemote: Bool) async -> MediaFacts?

  /// The same with a look at what is in the media, beside the other client's.
  func inspect(_ source: Source, as subject: Subject, look: Look?) async -> SourceInspection {
    let cancellation = Cancellation()
    let deadline = Deadline.after(timeout, cancellation: cancellation)
    return await withTaskCancellationHandler {
      switch source {
      case .file(let path): await inspect(path: path, source, subject, deadline, look)
      case .url(let url): await inspect(shared: url, source, subject, deadline, look)
      }
    } onCancel: {
      cancellation.cancel()
    }
  }

  /// The bytes of a source: a file, or a URL read by ranges, `Defaults.fetchLimit` bytes at most. What an inspection has
  /// fetched of a URL is not fetched again.
  ///
  /// - Throws: `MediaError` where a file cannot be opened, `TransferError` for a URL where the network is out of
  ///   bounds.
  public func open(_ source: Source) throws -> any ByteSource {
    switch source {
    case .file(let path): return try FileSource(path: path)
    case .url(let url):
      let http = try shelved(url)
      // Who opens a source wants all of it.
      http.limitWhole(to: nil)
      return http
    }
  }

  private func shelved(_ url: String) throws -> HTTPSource {
    guard !offline else {
      throw TransferError(
        .forbiddenAddress, subject: shortened(url), message: "not fetched: the network is to be left alone")
    }
    if let known = shelf?.source(of: url) { return known }
    let fresh = HTTPSource(client: client, url: url)
    shelf?.keep(fresh, of: url)
    return fresh
  }

  private func inspect(
    path: String, _ source: Source, _ subject: Subject, _ deadline: Deadline, _ look: Look?
  ) async -> SourceInspection {
    var inspection = SourceInspection(source: source)
    if let finding = FileJudge.finding(path, about: subject) {
      inspection.findings = [finding]
      return inspection
    }
    do {
      // One thread for all of it: a short file is probed in less time than threads take to begin.
      let outcome = try await onBlockingThread {
        () -> (served: Finding?, media: Result<MediaInfo, any Error>?, file: FileSource) in
        let file = try FileSource(path: path)
        let sniff = Sniff.of(try Self.head(of: file, deadline))
        let isPage = [.html, .errorDocument].contains(sniff.served)
        let remedy =
          "Download the file itself: this is what the download of a share link or a dead link leaves."
        if let finding = ServedFinding.make(sniff, about: subject, remedy: isPage ? remedy : nil) {
          return (finding, nil, file)
        }
        return (nil, Result { try MediaInfo.probeBlocking(file, deadline: deadline) }, file)
      }
      if let finding = outcome.served { inspection.findings = [finding] }
      if let media = outcome.media { take(media, into: &inspection, subject) }
      if let facts = await sight(inspection, outcome.file, look) { inspection.media?.facts = facts }
    } catch {
      inspection.findings = [SourceFault.finding(error, about: subject, isURL: false)]
    }
    return inspection
  }

  /// A URL that may be a share link: what counts is its direct form, which is looked at like any other URL.
  private func inspect(
    shared url: String, _ source: Source, _ subject: Subject, _ deadline: Deadline, _ look: Look?
  ) async -> SourceInspection {
    guard let share = ShareLink.read(url), let direct = share.directURL else {
      return await inspect(url: url, source, subject, deadline, look)
    }
    var cost = (requests: 0, bytes: Int64(0))
    // Its bytes decide, whatever the table says: some of these links lead to the file itself after all.
    if !offline {
      let own = await inspect(url: url, source, subject, deadline, look)
      let isPage = own.findings.contains { $0.rule == .linkSharePage }
      let isRefused = share.isCertain && own.link?.served != .media
      guard isPage || isRefused else { return own }
      cost = (own.link?.requests ?? 0, own.link?.bytesRead ?? 0)
    }
    var inspection = await inspect(
      url: direct, fixesLinks ? .url(direct) : source, subject, deadline, look)
    inspection.link?.requests += cost.requests
    inspection.link?.bytesRead += cost.bytes
    inspection.link?.directURL = direct
    let finding = URLJudge.sharePage(
      share, about: subject, served: offline ? nil : .html, from: url, isFixed: fixesLinks,
      isGood: offline ? nil : inspection.failure == nil)
    inspection.findings.insert(contentsOf: finding.map { [$0] } ?? [], at: 0)
    return inspection
  }

  private func inspect(
    url: String, _ source: Source, _ subject: Subject, _ deadline: Deadline, _ look: Look?
  ) async -> SourceInspection {
    let instant = deadline.instant ?? .now + timeout
    let second = SecondLook(client: client, url: url, subject: subject, deadline: instant)
    let early = EarlyLook(second)
    let links = LinkInspector(
      client: client, offline: offline, horizon: fetchHorizon, slowFetch: slowFetch,
      lookup: lookup, onHead: early.begin)
    let outcome = await links.inspect(url, about: subject, until: instant)
    var inspection = SourceInspection(source: source, link: outcome.link, findings: outcome.findings)
    guard let http = outcome.source else {
      let spent = await early.cancel()?.cost
      inspection.link?.requests += spent?.requests ?? 0
      inspection.link?.bytesRead += spent?.bytesRead ?? 0
      return inspection
    }
    http.limitWhole(to: wholeLimit)
    shelf?.keep(http, of: url)
    let (size, supportsRanges) = (outcome.link.bytes, outcome.link.supportsRanges)
    // In flight while the media is probed.
    async let otherClient = second.afterMedia(
      size: size, supportsRanges: supportsRanges, witness: outcome.witness, early: await early.answer)
    let bytes: any ByteSource = outcome.undone ?? http
    let isHeard = look != nil && subject == .audio && outcome.sniff?.isSound == true
    await probe(
      bytes, into: &inspection, subject, deadline, limit: probeLimit(outcome), whole: isHeard ? size : nil)
    // What cannot be decoded in time is neither silent nor black; the demuxer's verdict stands.
    let facts = await sight(inspection, bytes, look)
    if let facts { inspection.media?.facts = facts }
    let other = await otherClient
    if other.belies {
      // What was read of it is not to be trusted either.
      inspection.media = nil
      inspection.findings = outcome.findings
    }
    judgeReads(of: http, &inspection, subject)
    await lookBehindTheEnd(second, outcome, &inspection, subject)
    // Where the media's own reads were refused too, nothing is known of clients.
    let refusals: Set<Rule> = [.linkHTTPStatus, .linkBadRanges]
    let wasRefused = inspection.findings.contains { refusals.contains($0.rule) && $0.severity == .error }
    if let finding = other.finding, !wasRefused { inspection.findings.append(finding) }
    inspection.link?.requests += http.requests + other.requests
    inspection.link?.bytesRead += http.bytesRead + other.bytesRead
    // A demuxer is surer of media without a signature than the first bytes are.
    if inspection.media != nil { inspection.link?.served = .media }
    return inspection
  }

  /// What is in media that is good so far; nil where nothing is to be looked at, or could be made out.
  private func sight(
    _ inspection: SourceInspection, _ bytes: any ByteSource, _ look: Look?
  ) async -> MediaFacts? {
    guard let look, inspection.failure == nil, let media = inspection.media else { return nil }
    return await look(media, bytes, inspection.link != nil)
  }

  /// What the reads of a probe have shown of the host.
  private func judgeReads(of http: HTTPSource, _ inspection: inout SourceInspection, _ subject: Subject) {
    let host = inspection.link?.finalURL.flatMap { URLParts($0)?.host } ?? "The host"
    let isWrong = inspection.findings.contains { $0.rule == .linkBadRanges }
    if let change = http.change, !isWrong {
      inspection.findings.append(
        Finding(
          .linkBadRanges, about: subject,
          "\(host) contradicts itself from answer to answer: \(change). Either the file is being replaced, or the host's "
            + "machines disagree; a broken download is not resumed then, or put together wrongly.",
          remedy:
            "Wait until the upload is complete, or use a host that names one state of a file in one way.",
          severity: .warning, evidence: [("change", .string(change))]))
    }
    if inspection.link?.supportsRanges == true, http.supportsRanges == false, !isWrong {
      inspection.link?.supportsRanges = false
      inspection.findings.append(
        Finding(
          .linkNoRanges, about: subject,
          "\(host) answers the first byte range with that range, and later ones with the whole file, so a broken download "
            + "has to start over.", evidence: [("status", .int(200)), ("index_is_last", .null)]))
    }
  }

  /// A file that seems cut, by a host that has more of it than the length it states: then the host is at fault.
  private func lookBehindTheEnd(
    _ second: SecondLook, _ outcome: LinkInspector.Outcome, _ inspection: inout SourceInspection,
    _ subject: Subject
  ) async {
    guard let size = outcome.link.bytes, outcome.link.supportsRanges,
      let cut = inspection.findings.firstIndex(where: { $0.rule == .mediaTruncated })
    else { return }
    let look = await second.behind(size)
    inspection.link?.requests += look.requests
    inspection.link?.bytesRead += look.bytesRead
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
          return try MediaInfo.probeBlocking(bytes, readLimit: limit, deadline: deadline)
        })
    } catch { media = .failure(error) }
    take(media, into: &inspection, subject)
  }

  private func take(
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

  private static func head(of source: some ByteSource, _ deadline: Deadline) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Defaults.sniffedBytes)
    var filled = 0
    while filled < bytes.count {
      let count = try bytes.withUnsafeMutableBytes { buffer in
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        return try source.read(at: Int64(filled), into: rest, deadline: deadline)
      }
      if count == 0 { break }
      filled += count
    }
    return Array(bytes.prefix(filled))
  }
}
