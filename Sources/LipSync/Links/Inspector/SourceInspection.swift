public import LipSyncMedia

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
  package init(source: Source, link: LinkInfo? = nil, media: MediaInfo? = nil, findings: [Finding] = []) {
    self.source = source
    self.link = link
    self.media = media
    self.findings = findings
  }

  /// The first error; nil where the source can be used.
  package var failure: Finding? { findings.first { $0.severity == .error } }

  /// About how many bytes of memory it takes.
  var weight: Int {
    let texts = findings.reduce(0) { sum, finding in
      sum + finding.message.utf8.count + finding.remedy.utf8.count + 128 + 96 * finding.evidence.count
    }
    let hops = link?.redirects.reduce(0) { $0 + $1.utf8.count } ?? 0
    // The parts of fixed size, with the dictionary's, the allocator's and the streams' share.
    return 1536 + texts + hops + 2 * source.shown.utf8.count + (media == nil ? 0 : 512)
  }
}
