extension MediaRecipe {
  /// The recipe on its way to a worker.
  package var json: JSON {
    .object([
      ("pieces", .array(pieces.map(\.json))), ("format", .string(format)),
      ("pictures", Self.json(pictures) { $0.json }), ("sound", Self.json(sound) { $0.json }),
      ("stated_samples", .optional(statedSamples)),
      ("sound_pieces", soundPieces.map { .array($0.map(\.json)) } ?? .null),
    ])
  }

  /// Reads what `json` states.
  package init(json: JSON) throws(DocumentError) {
    self.init(
      pieces: try json.list("pieces", JSONReading { json throws(DocumentError) in try Piece(json: json) }),
      format: try json.required("format", .string),
      pictures: try Self.stream(json, "pictures") { json throws(DocumentError) in
        try PictureWork(json: json)
      },
      sound: try Self.stream(json, "sound") { json throws(DocumentError) in try SoundWork(json: json) })
    statedSamples = try json.nullable("stated_samples", .whole)
    if let list = json["sound_pieces"], !list.isNull {
      soundPieces = try json.list(
        "sound_pieces", JSONReading { json throws(DocumentError) in try Piece(json: json) })
    }
  }

  private static func json<Work>(_ stream: Stream<Work>, _ work: (Work) -> JSON) -> JSON {
    switch stream {
    case .none: "none"
    case .copy: "copy"
    case .encode(let how): work(how)
    }
  }

  private static func stream<Work>(
    _ json: JSON, _ name: String, _ read: (JSON) throws(DocumentError) -> Work
  ) throws(DocumentError) -> Stream<Work> {
    switch json[name]?.stringValue {
    case "none": .none
    case "copy": .copy
    default: .encode(try read(json[name] ?? .null))
    }
  }
}

extension MediaRecipe.Piece {
  fileprivate var json: JSON {
    .object([
      ("path", .string(path)), ("offset", .int(offset)), ("bytes", .optional(bytes)),
      ("origin", .exact(origin)), ("length", .exact(length)),
    ])
  }

  fileprivate init(json: JSON) throws(DocumentError) {
    self.init(
      path: try json.required("path", .string), offset: try json.required("offset", .whole),
      bytes: try json.nullable("bytes", .whole), origin: try json.nullable("origin", .exactTime),
      length: try json.nullable("length", .exactTime))
  }
}

extension MediaRecipe.PictureWork {
  fileprivate var json: JSON {
    .object([
      ("frame", .exact(frame)), ("maps_tones", .bool(mapsTones)),
      ("background", background.map { .array($0.map { .int($0) }) } ?? .null),
      ("largest_rate", .optional(largestRate)),
      ("stretches", stretches.map { .array($0.map(\.json)) } ?? .null),
    ])
  }

  fileprivate init(json: JSON) throws(DocumentError) {
    self.init(frame: try json.nullable("frame", .exactTime))
    mapsTones = try json.required("maps_tones", .bool)
    if let colour = json["background"], !colour.isNull {
      let parts: [Int] = try json.list("background", .whole)
      guard parts.count == 3 else { throw DocumentError(.malformed, "three parts of a colour are wanted") }
      background = parts.map { UInt8(clamping: $0) }
    }
    largestRate = try json.nullable("largest_rate", .whole)
    if let list = json["stretches"], !list.isNull { stretches = try json.list("stretches", .stretch) }
  }
}

extension MediaRecipe.SoundWork {
  fileprivate var json: JSON {
    .object([
      ("rate", .int(rate)), ("channels", .int(channels)), ("codec", .string(codec)),
      ("bit_rate", .optional(bitRate)), ("loudness", .exact(loudness)), ("peak", .exact(peak)),
      ("margin", .exact(margin)), ("start", .exact(span?.start)), ("length", .exact(span?.length)),
    ])
  }

  fileprivate init(json: JSON) throws(DocumentError) {
    self.init(
      rate: try json.required("rate", .whole), channels: try json.required("channels", .whole),
      codec: try json.required("codec", .string))
    bitRate = try json.nullable("bit_rate", .whole)
    loudness = try json.nullable("loudness", .number)
    peak = try json.nullable("peak", .number)
    margin = try json.nullable("margin", .exactTime)
    if let start = try json.nullable("start", .exactTime),
      let length = try json.nullable("length", .exactTime)
    {
      span = Span(start: start, length: length)
    }
  }
}

extension MediaMade {
  /// The facts on their way back from a worker.
  package var json: JSON {
    .object([
      ("frames", .optional(frames)), ("decoded_frames", .optional(decodedFrames)), ("frame", .exact(frame)),
      ("samples", .optional(samples)), ("decoded_samples", .optional(decodedSamples)),
      (
        "likeness",
        likeness.map {
          .object([
            ("mean", .exact($0.mean)), ("least", .exact($0.least)), ("pictures", .int($0.pictures)),
            ("of_source", .bool($0.isOfSource)),
          ])
        } ?? .null
      ), ("offset", .optional(offset)), ("loudness", .exact(loudness)), ("reached", .exact(reached)),
      ("gain", .exact(gain)), ("reduction", .exact(reduction)), ("cut_head", .exact(cutHead)),
      ("cut_tail", .exact(cutTail)),
      ("filled", .exact(filled)), ("packets", .int(packets)),
      ("identical", isIdentical.map { .bool($0) } ?? .null),
    ])
  }

  /// Reads what `json` states.
  package init(json: JSON) throws(DocumentError) {
    self.init()
    frames = try json.nullable("frames", .whole)
    decodedFrames = try json.nullable("decoded_frames", .whole)
    frame = try json.nullable("frame", .exactTime)
    samples = try json.nullable("samples", .whole)
    decodedSamples = try json.nullable("decoded_samples", .whole)
    if let likeness = json["likeness"], !likeness.isNull {
      self.likeness = Likeness(
        mean: try likeness.required("mean", .number), least: try likeness.required("least", .number),
        pictures: try likeness.required("pictures", .whole),
        isOfSource: try likeness.required("of_source", .bool))
    }
    offset = try json.nullable("offset", .whole)
    loudness = try json.nullable("loudness", .number)
    reached = try json.nullable("reached", .number)
    gain = try json.nullable("gain", .number)
    reduction = try json.nullable("reduction", .number)
    cutHead = try json.required("cut_head", .exactTime)
    cutTail = try json.required("cut_tail", .exactTime)
    filled = try json.required("filled", .exactTime)
    packets = try json.required("packets", .whole)
    isIdentical = try json.nullable("identical", .bool)
  }
}
