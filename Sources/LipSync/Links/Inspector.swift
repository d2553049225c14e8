public import Media
public import Transfer

/// Finds out what a source is: the link, the bytes, the media.
public struct Inspector: Sendable {
  /// Speaks HTTP.
  public let client: HTTPClient
  /// Which hosts count as reachable for the service.
  public let policy: AddressPolicy
  /// Whether the network is out of bounds.
  public let offline: Bool
  /// The time allowed for each source.
  public let timeout: Duration

  /// An inspector; `policy` should be the one that the client enforces.
  public init(
    client: HTTPClient, policy: AddressPolicy, offline: Bool = false,
    timeout: Duration = Defaults.sourceTimeout
  ) {
    self.client = client
    self.policy = policy
    self.offline = offline
    self.timeout = timeout
  }

  /// Looks at a source; never throws, as what is wrong with it is a finding.
  ///
  /// A file on this machine is fine: it will be uploaded.
  public func inspect(_ source: Source, as subject: Subject) async -> SourceInspection { fatalError("stub") }

  /// The bytes of a source: a file, or a URL read by ranges with `Defaults.readLimit`.
  public func open(_ source: Source) throws -> any ByteSource { fatalError("stub") }
}
