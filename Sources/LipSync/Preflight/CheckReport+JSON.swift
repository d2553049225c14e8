extension CheckReport: JSONDocument {
  /// The document of `check`.
  public var json: JSON {
    .object([
      ("verdict", .string(verdict.rawValue)), ("video", video.json), ("audio", audio.json),
      ("playback", advice?.json ?? .null), ("credits", credits?.json ?? .null),
      ("quota", quota.map { .number($0.shownDown) } ?? .null),
      ("findings", .array(findings.map(\.json))),
    ])
  }

  /// Reads what `json` states. It does not state which type is `chosen`, only what that costs; and all findings are in the
  /// report's list, none in its sources.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      verdict: try json.required("verdict", .word), video: try json.required("video", .document),
      audio: try json.required("audio", .document), advice: try json.nullable("playback", .document),
      chosen: nil, credits: try json.nullable("credits", .document),
      quota: try json.nullable("quota", .document),
      findings: try json.list("findings", .document))
  }
}
