public import LipSyncMedia

/// What `lipflight probe --json` prints: an entry a source, in the order in which they were named.
public struct ProbeDocument: JSONDocument {
  /// What was found out about one source.
  public struct Entry: Sendable, Equatable {
    /// Why a source cannot be used.
    public struct Fault: Sendable, Equatable {
      /// The rule that fired; nil where the command itself came to nothing.
      public var rule: Rule?
      /// What was seen.
      public var message: String

      /// States why.
      package init(rule: Rule?, message: String) { (self.rule, self.message) = (rule, message) }
    }

    /// What the user named; a URL's signature is shortened.
    public var source: Source
    /// What the URL leads to; nil for files.
    public var link: LinkInfo?
    /// What is in it; nil where it could not be opened as media.
    public var media: MediaInfo?
    /// The first error; nil where the source can be used.
    public var error: Fault?

    /// States what is known of a source.
    package init(source: Source, link: LinkInfo? = nil, media: MediaInfo? = nil, error: Fault? = nil) {
      (self.source, self.link, self.media, self.error) = (source, link, media, error)
    }

    /// What an inspection found, its first error alone.
    package init(_ inspection: SourceInspection) {
      self.init(
        source: inspection.source, link: inspection.link, media: inspection.media,
        error: inspection.failure.map { Fault(rule: $0.rule, message: $0.message) })
    }
  }

  /// An entry a source.
  public var sources: [Entry]

  /// States what is known of some sources.
  package init(sources: [Entry]) { self.sources = sources }

  /// The document.
  public var json: JSON { .object([("sources", .array(sources.map(\.json)))]) }

  /// Reads what `json` states, which is all.
  public init(json: JSON) throws(DocumentError) { sources = try json.list("sources", .document) }
}

extension ProbeDocument.Entry: JSONDocument {
  /// `{"source","link","media","error"}`.
  public var json: JSON {
    .object([
      ("source", .string(source.shown)), ("link", link?.json ?? .null), ("media", media?.json ?? .null),
      ("error", error?.json ?? .null),
    ])
  }

  /// Reads what `json` states; a URL is without its signature.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      source: Source(try json.required("source", .string)), link: try json.nullable("link", .document),
      media: try json.nullable("media", .document), error: try json.nullable("error", .document))
  }
}

extension ProbeDocument.Entry.Fault: JSONDocument {
  /// `{"rule","message"}`.
  public var json: JSON { .object([("rule", .optional(rule?.rawValue)), ("message", .string(message))]) }

  /// Reads what `json` states, which is all.
  public init(json: JSON) throws(DocumentError) {
    self.init(rule: try json.nullable("rule", .word), message: try json.required("message", .string))
  }
}
