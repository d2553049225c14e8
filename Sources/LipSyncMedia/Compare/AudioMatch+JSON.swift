extension AudioMatch: JSONDocument {
  /// The `audio` member of the document of `verify`.
  public var json: JSON {
    .object([
      ("similarity", .double(similarity, places: 4)), ("offset_ms", .double(offsetMilliseconds, places: 1)),
      ("drift_ppm", driftPPM.map { .double($0, places: 1) } ?? .null),
      ("missing_head_ms", .double(missingHeadMilliseconds, places: 1)),
      ("missing_tail_ms", .double(missingTailMilliseconds, places: 1)),
      ("dropouts", .array(dropouts.map { .array([.seconds($0.start), .seconds($0.duration)]) })),
    ])
  }

  /// Reads what `json` states.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      similarity: try json.required("similarity", .number),
      offsetMilliseconds: try json.required("offset_ms", .number),
      driftPPM: try json.nullable("drift_ppm", .number),
      missingHeadMilliseconds: try json.required("missing_head_ms", .number),
      missingTailMilliseconds: try json.required("missing_tail_ms", .number),
      dropouts: try json.list("dropouts", .twoTimes).map { Dropout(start: $0, duration: $1) })
  }
}
