internal import LipSyncMedia

extension VerifyReport: JSONDocument {
  /// The document of `verify`.
  public var json: JSON {
    let result = JSON.object([
      ("source", .string(source)), ("path", .optional(path)), ("bytes", .optional(bytes)),
      ("sha256", .optional(sha256)), ("verified_by", .optional(verifiedBy)),
      ("media", media?.json ?? .null),
    ])
    let compared: [JSON.Member] = [
      ("cover", cover?.json ?? .null), ("duration", lengths.json),
      ("audio", audio?.json ?? .null), ("playback", playback?.json ?? .null),
      ("lips", lips?.json ?? .null), ("lips_not_judged", .optional(lipsUnjudged?.rawValue)),
    ]
    let judged: [JSON.Member] = [
      ("findings", .array(findings.map(\.json))), ("checks", .array(checks.map(\.json))),
      ("difference", difference?.json ?? .null), ("credits", lengths.credits), ("report", .optional(page)),
    ]
    return .object([("verdict", .string(verdict.rawValue)), ("result", result)] + compared + judged)
  }

  /// Reads what `json` states, which is all but what a page shows besides the figures: pictures and waveforms are not kept.
  ///
  /// A verdict that does not follow from the findings is an error: a damaged document must not pass for a proof.
  public init(json: JSON) throws(DocumentError) {
    self = try json.within("result", Self.result)
    cover = try json.nullable("cover", .document)
    let stated: Lengths = try json.required("duration", .document)
    lengths = try json.within("credits", stated.priced)
    audio = try json.nullable("audio", .document)
    playback = try json.nullable("playback", .document)
    lips = try json.nullable("lips", .document)
    lipsUnjudged = try json.nullable("lips_not_judged", .word)
    findings = try json.list("findings", .document)
    checks = try json.list("checks", .document)
    difference = try json.nullable("difference", .document)
    page = try json.nullable("report", .string)
    let follows = verdict
    try json.within("verdict") { word throws(DocumentError) in
      guard word.stringValue == follows.rawValue else {
        throw DocumentError(
          .malformed, "'\(follows.rawValue)' is expected here: it follows from the findings")
      }
    }
  }

  private static func result(_ json: JSON) throws(DocumentError) -> VerifyReport {
    var report = VerifyReport(source: try json.required("source", .string))
    report.path = try json.nullable("path", .string)
    report.bytes = try json.nullable("bytes", .whole)
    report.sha256 = try json.nullable("sha256", .string)
    report.verifiedBy = try json.nullable("verified_by", .string)
    report.media = try json.nullable("media", .document)
    return report
  }
}

extension VerifyReport.Cover: JSONDocument {
  /// The `cover` member of the document of `verify`.
  public var json: JSON {
    .object([
      ("source", .string(source)), ("path", .optional(path)), ("width", .optional(width)),
      ("height", .optional(height)), ("result_seconds", .seconds(moment)),
      ("similarity", similarity.map { .double($0, places: 4) } ?? .null),
    ])
  }

  /// Reads what `json` states, which is all.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      source: try json.required("source", .string), path: try json.nullable("path", .string),
      width: try json.nullable("width", .whole), height: try json.nullable("height", .whole),
      moment: try json.nullable("result_seconds", .seconds),
      similarity: try json.nullable("similarity", .number))
  }
}

extension VerifyReport.Playback: JSONDocument {
  /// The `playback` member of the document of `verify`.
  public var json: JSON {
    .object([
      ("requested", .optional(requested?.rawValue)), ("detected", .optional(detected?.rawValue)),
      ("reversals", .array(reversals.map(JSON.seconds))),
      ("trace", .array(trace.map { .array([.seconds($0.result), .seconds($0.source)]) })),
      ("distance", distance.map { .double($0, places: 2) } ?? .null), ("lag_seconds", .seconds(lag)),
      ("undocumented", PlaybackModel.json(models)),
    ])
  }

  /// Reads what `json` states. Of `models` it states what they agree on: all that agree with it are given.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      requested: try json.nullable("requested", .word), detected: try json.nullable("detected", .word),
      models: try json.within("undocumented", PlaybackModel.models),
      reversals: try json.list("reversals", .seconds),
      trace: try json.list("trace", .twoTimes).map { PlaybackTrace.Corner(result: $0, source: $1) },
      distance: try json.nullable("distance", .number),
      lag: try json.nullable("lag_seconds", .seconds))
  }
}
