extension AudioMatch: JSONDocument {
  /// The `audio` member of the document of `verify`.
  public var json: JSON {
    .object([
      ("similarity", .double(similarity, places: 4)), ("offset_ms", .double(offsetMilliseconds, places: 1)),
      ("drift_ppm", driftPPM.map { .double($0, places: 1) } ?? .null),
      ("missing_head_ms", .double(missingHeadMilliseconds, places: 1)),
      ("missing_tail_ms", .double(missingTailMilliseconds, places: 1)),
      ("dropouts", .array(dropouts.map { .array([.seconds($0.start), .seconds($0.duration)]) })),
      ("jumps", .array(jumps.map(\.json))),
      ("foreign", .array(foreign.map { .array([.seconds($0.start), .seconds($0.duration)]) })),
      ("found", found.map { .double($0, places: 4) } ?? .null),
      ("waveform", waveform.map { .double($0, places: 4) } ?? .null),
      ("least_waveform", leastWaveform.map { .double($0, places: 4) } ?? .null),
      (
        "offsets",
        .array(offsets.map { .array([.seconds($0.at), .double($0.milliseconds, places: 1)]) })
      ),
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
      dropouts: try json.list("dropouts", .twoTimes).map { Dropout(start: $0, duration: $1) },
      jumps: try json.list("jumps", .document),
      foreign: try json.list("foreign", .twoTimes).map { Stretch(start: $0, duration: $1) },
      found: try json.nullable("found", .number), waveform: try json.nullable("waveform", .number),
      leastWaveform: try json.nullable("least_waveform", .number),
      offsets: try json.list("offsets", .offset))
  }
}

extension AudioMatch.Jump: JSONDocument {
  /// A member of the `jumps` of `audio`.
  public var json: JSON {
    .object([
      ("at_seconds", .seconds(at)), ("before_ms", .double(beforeMilliseconds, places: 1)),
      ("after_ms", .double(afterMilliseconds, places: 1)),
    ])
  }

  /// Reads what `json` states, which is all.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      at: try json.required("at_seconds", .seconds),
      beforeMilliseconds: try json.required("before_ms", .number),
      afterMilliseconds: try json.required("after_ms", .number))
  }
}

extension JSONReading where Value == AudioMatch.Offset {
  /// A moment in seconds, and milliseconds.
  fileprivate static var offset: JSONReading {
    JSONReading { json throws(DocumentError) in
      guard case .array(let pair) = json, pair.count == 2 else {
        throw .malformed("a moment and an offset", json)
      }
      return AudioMatch.Offset(
        at: try JSONReading<MediaTime>.seconds.read(pair[0]),
        milliseconds: try JSONReading<Double>.number.read(pair[1]))
    }
  }
}
