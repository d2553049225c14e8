internal import LipSyncMedia

extension PlaybackAdvice: JSONDocument {
  /// The `playback` member of the documents of `check` and `estimate`.
  public var json: JSON {
    .object([
      ("recommended", .string(recommended.rawValue)), ("reason", .string(reason)),
      ("options", .array(options.map(\.json))),
    ])
  }

  /// Reads what `json` states, which is all.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      recommended: try json.required("recommended", .word), reason: try json.required("reason", .string),
      options: try json.list("options", .document))
  }
}

extension PlaybackOption: JSONDocument {
  /// The option as it stands in `options`; lengths to the microsecond.
  public var json: JSON {
    .object([
      ("playback_type", .string(type.rawValue)),
      (
        "output_seconds",
        .object([("low", .seconds(output.lowerBound)), ("high", .seconds(output.upperBound))])
      ),
      ("credits", credits.json),
      ("reversals", .array(reversals.map { .seconds($0) })),
      ("note", .string(note)),
    ])
  }

  /// Reads what `json` states, which is all.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      type: try json.required("playback_type", .word), output: try json.required("output_seconds", .range),
      credits: try json.required("credits", .document), reversals: try json.list("reversals", .seconds),
      note: try json.required("note", .string))
  }
}

extension PlaybackModel {
  /// What several models that fit the same result agree on; null if they do not.
  static func json(_ models: [PlaybackModel]) -> JSON {
    func agreed<T: RawRepresentable & Equatable>(_ path: KeyPath<PlaybackModel, T>) -> JSON
    where T.RawValue == String {
      guard let first = models.first?[keyPath: path], models.allSatisfy({ $0[keyPath: path] == first })
      else { return .null }
      return .string(first.rawValue)
    }
    return .object([
      ("normal_when_short", agreed(\.whenShort)), ("when_long", agreed(\.whenLong)),
      ("normal_reverse_when_uneven", agreed(\.whenUneven)),
    ])
  }

  /// All models that agree with what `json(_:)` gave; none if it states nothing.
  static func models(_ json: JSON) throws(DocumentError) -> [PlaybackModel] {
    let short: WhenShort? = try json.nullable("normal_when_short", .word)
    let long: WhenLong? = try json.nullable("when_long", .word)
    let uneven: WhenUneven? = try json.nullable("normal_reverse_when_uneven", .word)
    if short == nil, long == nil, uneven == nil { return [] }
    return all.filter {
      $0.whenShort == short ?? $0.whenShort && $0.whenLong == long ?? $0.whenLong
        && $0.whenUneven == uneven ?? $0.whenUneven
    }
  }
}
