/// Bytes behind the end of what a file's header speaks of, which nobody plays: another file that was joined to it, as scripts
/// join speech, or samples that the header does not count.
public struct TrailingBytes: Sendable, Equatable {
  /// Where they begin, in bytes.
  public var offset: Int64
  /// How many there are.
  public var count: Int64
  /// What they begin with, such as `RIFF`; nil where it is nothing known.
  public var kind: String?

  package init(offset: Int64, count: Int64, kind: String?) {
    self.offset = offset
    self.count = count
    self.kind = kind
  }
}

extension TrailingBytes: JSONDocument {
  /// The `trailing_bytes` member of a source's facts.
  public var json: JSON {
    .object([("at", .int(offset)), ("bytes", .int(count)), ("kind", .optional(kind))])
  }

  /// Reads what `json` states.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      offset: try json.required("at", .whole), count: try json.required("bytes", .whole),
      kind: try json.nullable("kind", .string))
  }
}
