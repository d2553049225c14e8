internal import LipSyncMedia

extension SourceInspection: JSONDocument {
  /// `{"source","link","media"}`, as in the document of `check`.
  public var json: JSON {
    .object([
      ("source", .string(source.shown)), ("link", link?.json ?? .null), ("media", media?.json ?? .null),
    ])
  }

  /// Reads what `json` states. A URL is without its signature, and there are no findings: a check's document has those of both
  /// sources in one list.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      source: Source(try json.required("source", .string)), link: try json.nullable("link", .document),
      media: try json.nullable("media", .document))
  }

  /// `{"source","link","media","error"}`, as in the document of `probe`.
  package var probeJSON: JSON { ProbeDocument.Entry(self).json }
}
