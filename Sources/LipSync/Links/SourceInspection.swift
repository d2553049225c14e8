public import Media

/// What was found out about one source.
public struct SourceInspection: Sendable {
  /// What the user named.
  public var source: Source
  /// What the URL leads to; nil for files.
  public var link: LinkInfo?
  /// What is in it; nil where it could not be opened as media.
  public var media: MediaInfo?
  /// The rules that fired.
  public var findings: [Finding]

  /// What was found out about a source.
  public init(source: Source, link: LinkInfo? = nil, media: MediaInfo? = nil, findings: [Finding] = []) {
    self.source = source
    self.link = link
    self.media = media
    self.findings = findings
  }

  /// The first error; nil where the source can be used.
  public var failure: Finding? { findings.first { $0.severity == .error } }

  /// `{"source","link","media"}`, as in the contract's `check`.
  public var json: JSON {
    .object([
      ("source", .string(source.shown)), ("link", link?.json ?? .null), ("media", media?.json ?? .null),
    ])
  }

  /// `{"source","link","media","error"}`, as in the contract's `probe`.
  public var probeJSON: JSON {
    let error = failure.map { JSON.object([("rule", .string($0.rule)), ("message", .string($0.message))]) }
    return .object([
      ("source", .string(source.shown)), ("link", link?.json ?? .null), ("media", media?.json ?? .null),
      ("error", error ?? .null),
    ])
  }
}
