extension MediaFacts: JSONDocument {
  /// The `facts` member of a source's facts.
  public var json: JSON {
    .object([
      ("display_width", .optional(displayWidth)), ("display_height", .optional(displayHeight)),
      ("dynamic_range", .optional(dynamicRange?.rawValue)), ("alpha", hasAlpha.map { .bool($0) } ?? .null),
      ("video_streams", .int(videoStreams)), ("audio_streams", .int(audioStreams)),
      ("video_stream", .optional(videoStream)), ("audio_stream", .optional(audioStream)),
      ("video_start_seconds", .seconds(videoStart)), ("audio_start_seconds", .seconds(audioStart)),
      ("audio_wait_seconds", .seconds(audioWait)), ("audio_gaps_seconds", .seconds(audioGaps)),
      ("trailing_bytes", trailing?.json ?? .null),
      ("sound", sound?.json ?? .null), ("pictures", pictures?.json ?? .null),
      ("faces", faces?.json ?? .null), ("faces_not_looked_at", .optional(facesUnseen?.rawValue)),
    ])
  }

  /// Reads what `json` states.
  public init(json: JSON) throws(DocumentError) {
    self.init()
    displayWidth = try json.nullable("display_width", .whole)
    displayHeight = try json.nullable("display_height", .whole)
    dynamicRange = try json.nullable("dynamic_range", .word)
    hasAlpha = try json.nullable("alpha", .bool)
    videoStreams = try json.required("video_streams", .whole)
    audioStreams = try json.required("audio_streams", .whole)
    videoStream = try json.nullable("video_stream", .whole)
    audioStream = try json.nullable("audio_stream", .whole)
    videoStart = try json.nullable("video_start_seconds", .seconds)
    audioStart = try json.nullable("audio_start_seconds", .seconds)
    audioWait = try json.nullable("audio_wait_seconds", .seconds)
    audioGaps = try json.nullable("audio_gaps_seconds", .seconds)
    trailing = try json.nullable("trailing_bytes", .document)
    sound = try json.nullable("sound", .document)
    pictures = try json.nullable("pictures", .document)
    faces = try json.nullable("faces", .document)
    facesUnseen = try json.nullable("faces_not_looked_at", .word)
  }
}

extension SoundFacts: JSONDocument {
  /// What is heard, in a document; levels to the hundredth of a decibel.
  public var json: JSON {
    .object([
      ("loudness_lufs", loudness.map { .double($0, places: 2) } ?? .null),
      ("sample_peak_dbfs", peak.map { .double($0, places: 2) } ?? .null), ("silent", .bool(isSilent)),
      ("silent_head_seconds", .seconds(silentHead)), ("silent_tail_seconds", .seconds(silentTail)),
    ])
  }

  /// Reads what `json` states.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      loudness: try json.nullable("loudness_lufs", .number),
      peak: try json.nullable("sample_peak_dbfs", .number),
      silentHead: try json.required("silent_head_seconds", .seconds),
      silentTail: try json.required("silent_tail_seconds", .seconds),
      isSilent: try json.required("silent", .bool))
  }
}

extension PictureFacts: JSONDocument {
  /// What is seen, in a document.
  public var json: JSON {
    .object([
      ("looked_at_seconds", .seconds(looked)), ("whole", .bool(isWhole)), ("black", .bool(isBlack)),
      ("frozen", .bool(isStill)), ("black_stretches", .array(black.map(\.json))),
      ("frozen_stretches", .array(still.map(\.json))),
    ])
  }

  /// Reads what `json` states.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      looked: try json.required("looked_at_seconds", .seconds),
      isWhole: try json.required("whole", .bool), isBlack: try json.required("black", .bool),
      isStill: try json.required("frozen", .bool))
    black = try json.list("black_stretches", .twoTimes).map { Stretch(start: $0, end: $1) }
    still = try json.list("frozen_stretches", .twoTimes).map { Stretch(start: $0, end: $1) }
  }
}

extension PictureFacts.Stretch {
  fileprivate var json: JSON { .array([.seconds(start), .seconds(end)]) }
}
