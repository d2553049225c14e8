internal import LipSyncMedia

extension LipOffset: JSONDocument {
  /// The `lips` member of the document of `verify`.
  public var json: JSON {
    .object([
      ("offset_ms", offsetMilliseconds.map { .double($0, places: 0) } ?? .null),
      ("confidence", .double(confidence, places: 3)), ("judged_share", .double(judged, places: 3)),
    ])
  }

  /// Reads what `json` states.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      offsetMilliseconds: try json.nullable("offset_ms", .number),
      confidence: try json.required("confidence", .number), judged: try json.required("judged_share", .number)
    )
  }
}
