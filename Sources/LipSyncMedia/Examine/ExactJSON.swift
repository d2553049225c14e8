extension JSON {
  /// A moment as its exact fraction: what is printed is rounded.
  package static func exact(_ time: MediaTime?) -> JSON {
    time.map { .array([.int($0.numerator), .int($0.denominator)]) } ?? .null
  }

  /// A number with all its digits; `null` for what is not finite.
  package static func exact(_ value: Double?) -> JSON {
    value.flatMap { $0.isFinite ? .number("\($0)") : nil } ?? .null
  }
}

extension JSONReading where Value == MediaTime {
  /// A fraction as `JSON.exact` writes it, of no more than some thirty thousand years.
  package static var exactTime: JSONReading {
    JSONReading("a fraction of seconds") { json in
      guard case .array(let terms) = json, terms.count == 2, let a = terms[0].intValue,
        let b = terms[1].intValue, b > 0, a.magnitude / b.magnitude < 1_000_000_000_000
      else { return nil }
      return MediaTime(a, b)
    }
  }
}

/// The facts of media with nothing rounded: the document that is printed, and beside it what it rounds.
extension MediaInfo {
  package var exact: JSON {
    .object([
      ("document", json),
      (
        "times",
        .array(
          [
            duration, headerDuration, video?.duration, audio?.duration, facts.videoStart, facts.audioStart,
            facts.audioWait, facts.audioGaps, facts.sound?.silentHead, facts.sound?.silentTail,
          ].map { .exact($0) })
      ), ("frame_rate", .exact(video?.frameRate)), ("loudness", .exact(facts.sound?.loudness)),
      ("peak", .exact(facts.sound?.peak)), ("pictures", facts.pictures?.exact ?? .null),
      ("faces", facts.faces?.exact ?? .null),
      ("decodable", .array([video?.isDecodable, audio?.isDecodable].map { .bool($0 ?? true) })),
    ])
  }

  /// Reads what `exact` states.
  ///
  /// - Throws: also for figures that no media has: who wrote them may have been taken over.
  package init(exact json: JSON) throws(DocumentError) {
    try self.init(json: json.within("document") { value throws(DocumentError) in value })
    let times = try json.list("times", .exactTimeOrNull)
    guard times.count == 10 else { throw DocumentError(.malformed, "ten times are wanted") }
    (duration, headerDuration) = (times[0], times[1])
    video?.duration = times[2]
    audio?.duration = times[3]
    (facts.videoStart, facts.audioStart) = (times[4], times[5])
    (facts.audioWait, facts.audioGaps) = (times[6], times[7])
    if let head = times[8] { facts.sound?.silentHead = head }
    if let tail = times[9] { facts.sound?.silentTail = tail }
    video?.frameRate = try json.nullable("frame_rate", .number)
    facts.sound?.loudness = try json.nullable("loudness", .number)
    facts.sound?.peak = try json.nullable("peak", .number)
    facts.pictures = try json.nullable("pictures", .exactPictures)
    facts.faces = try json.nullable("faces", .exactFaces)
    let decodable = try json.list("decodable", .bool)
    guard decodable.count == 2 else { throw DocumentError(.malformed, "two streams are wanted") }
    video?.isDecodable = decodable[0]
    audio?.isDecodable = decodable[1]
    if let implausible { throw DocumentError(.malformed, "\(implausible)") }
  }
}

extension PictureFacts {
  package var exact: JSON {
    .object([
      ("document", json), ("looked", .exact(looked)), ("black", .array(black.map(\.exact))),
      ("still", .array(still.map(\.exact))),
    ])
  }

  package init(exact json: JSON) throws(DocumentError) {
    try self.init(json: json.within("document") { value throws(DocumentError) in value })
    looked = try json.required("looked", .exactTime)
    black = try json.list("black", .exactStretch)
    still = try json.list("still", .exactStretch)
  }
}

extension FaceFacts {
  package var exact: JSON {
    .object([
      ("document", json), ("height", .exact(height)), ("yaw", .exact(yaw)),
      ("without", longestWithout?.exact ?? .null),
    ])
  }

  /// - Throws: also for figures that nobody sees.
  package init(exact json: JSON) throws(DocumentError) {
    try self.init(json: json.within("document") { value throws(DocumentError) in value })
    height = try json.nullable("height", .number)
    yaw = try json.nullable("yaw", .number)
    longestWithout = try json.nullable("without", .exactStretch)
    guard (0...1 << 30).contains(pictures), (0...pictures).contains(withFace),
      (0...withFace).contains(several),
      (0...1 << 10).contains(most), (0...1e6).contains(height ?? 0), (0...360).contains(yaw ?? 0)
    else { throw DocumentError(.malformed, "figures that nobody sees") }
  }
}

extension Glance {
  package var exact: JSON {
    .object([
      ("pictures", pictures.exact), ("faces", faces?.exact ?? .null),
      ("unseen", .optional(facesUnseen?.rawValue)),
    ])
  }

  package init(exact json: JSON) throws(DocumentError) {
    self.init(
      pictures: try json.required("pictures", .exactPictures), faces: try json.nullable("faces", .exactFaces),
      facesUnseen: try json.nullable("unseen", .word))
  }
}

extension PictureFacts.Stretch {
  fileprivate var exact: JSON { .array([.exact(start), .exact(end)]) }
}

extension JSONReading where Value == MediaTime? {
  fileprivate static var exactTimeOrNull: JSONReading {
    JSONReading { json throws(DocumentError) in
      json.isNull ? nil : try JSONReading<MediaTime>.exactTime.read(json)
    }
  }
}

extension JSONReading where Value == PictureFacts {
  static var exactPictures: JSONReading {
    JSONReading { json throws(DocumentError) in try PictureFacts(exact: json) }
  }
}

extension JSONReading where Value == FaceFacts {
  static var exactFaces: JSONReading {
    JSONReading { json throws(DocumentError) in try FaceFacts(exact: json) }
  }
}

extension JSONReading where Value == PictureFacts.Stretch {
  fileprivate static var exactStretch: JSONReading {
    JSONReading { json throws(DocumentError) in
      guard case .array(let ends) = json, ends.count == 2 else { throw .malformed("two moments", json) }
      let reading = JSONReading<MediaTime>.exactTime
      return PictureFacts.Stretch(start: try reading.read(ends[0]), end: try reading.read(ends[1]))
    }
  }
}
