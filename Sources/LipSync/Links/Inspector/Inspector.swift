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
  /// Whether a share link's direct form, or a pasted link put right, is taken in its place.
  public let fixesLinks: Bool
  /// Bytes of a URL gone through at most in search of its exact length, of `Defaults.readLimits`.
  public let readLimit: Int64
  /// Bytes of a URL received at most where its host ignores ranges.
  public let wholeLimit: Int64
  /// How long a whole file may take to fetch, at the pace of its first bytes, before that is warned of.
  public let slowFetch: Duration
  /// Who demuxes and decodes what was found: the installed worker program, unless told otherwise.
  public var examiner = MediaExaminer.installed
  /// Tells the addresses of a name; tests tell other ones than the system.
  var lookup: HostAddresses = Self.systemLookup
  /// Nil where no step of a job comes after the look.
  private(set) var shelf: SourceCache? = SourceCache()
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
    await inspect(source, as: subject, hearing: nil)
  }

  /// Tells what is seen and heard in media that is good so far.
  typealias Hearing =
    @Sendable (_ media: MediaInfo, _ bytes: any ByteSource, _ isRemote: Bool) async -> Contents?

  /// What was seen and heard.
  struct Contents: Sendable {
    var facts: MediaFacts
    /// All of it, if all was decoded.
    var decoded: DecodedMedia?
  }

  /// The same with what is in the media, found out beside the other clients' looks.
  func inspect(_ source: Source, as subject: Subject, hearing: Hearing?) async -> SourceInspection {
    let cancellation = Cancellation()
    let deadline = Deadline.after(timeout, cancellation: cancellation)
    let visit = Visit(source: source, subject: subject, deadline: deadline, hearing: hearing)
    return await withTaskCancellationHandler {
      switch source {
      case .file(let path): await inspectFile(path, visit)
      case .url(let url): await inspectShareLink(url, visit)
      }
    } onCancel: {
      cancellation.cancel()
    }
  }

  /// One inspection: what for, until when, and how far.
  struct Visit: Sendable {
    /// What the user named, or what was taken in its place.
    var source: Source
    let subject: Subject
    let deadline: Deadline
    let hearing: Hearing?
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
}
