/// The facts of MEDIA: all of them are in the document, times to the microsecond.
extension MediaInfo: JSONDocument {
  /// The facts as the tool's documents state them under `media`.
  public var json: JSON {
    .object([
      ("container", .string(container)), ("bytes", .optional(bytes)),
      ("duration_seconds", .seconds(duration)), ("duration_exact", .bool(isDurationExact)),
      ("duration_method", .string(durationMethod.rawValue)),
      ("header_duration_seconds", .seconds(headerDuration)), ("video", video?.json ?? .null),
      ("audio", audio?.json ?? .null), ("image", .bool(isImage)), ("truncated", .bool(isTruncated)),
      ("foreign_bytes_at", .optional(foreignBytesAt)), ("unread_bytes", .optional(unreadBytes)),
      ("facts", facts.json),
    ])
  }

  /// Reads what `json` states.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      container: try json.required("container", .string), bytes: try json.nullable("bytes", .whole),
      duration: try json.nullable("duration_seconds", .seconds),
      isDurationExact: try json.required("duration_exact", .bool),
      durationMethod: try json.required("duration_method", .word),
      headerDuration: try json.nullable("header_duration_seconds", .seconds),
      video: try json.nullable("video", .document), audio: try json.nullable("audio", .document),
      isImage: try json.required("image", .bool), isTruncated: try json.required("truncated", .bool),
      foreignBytesAt: try json.nullable("foreign_bytes_at", .whole),
      unreadBytes: try json.nullable("unread_bytes", .whole),
      facts: try json.required("facts", .document))
  }
}

extension VideoInfo: JSONDocument {
  /// The `video` member of a source's facts.
  public var json: JSON {
    .object([
      ("codec", .string(codec)), ("width", .int(width)), ("height", .int(height)),
      ("rotation", .int(rotation)), ("mirrored", .bool(isMirrored)),
      ("frame_rate", frameRate.map { .double($0) } ?? .null),
      ("variable_frame_rate", .bool(isVariableFrameRate)), ("frames", .optional(frames)),
      ("duration_seconds", .seconds(duration)), ("pixel_format", .optional(pixelFormat)),
    ])
  }

  /// Reads what `json` states.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      codec: try json.required("codec", .string), width: try json.required("width", .whole),
      height: try json.required("height", .whole), rotation: try json.required("rotation", .whole),
      isMirrored: try json.required("mirrored", .bool),
      frameRate: try json.nullable("frame_rate", .number),
      isVariableFrameRate: try json.required("variable_frame_rate", .bool),
      frames: try json.nullable("frames", .whole), duration: try json.nullable("duration_seconds", .seconds),
      pixelFormat: try json.nullable("pixel_format", .string))
  }
}

extension AudioInfo: JSONDocument {
  /// The `audio` member of a source's facts.
  public var json: JSON {
    .object([
      ("codec", .string(codec)), ("sample_rate", .int(sampleRate)), ("channels", .int(channels)),
      ("duration_seconds", .seconds(duration)),
    ])
  }

  /// Reads what `json` states.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      codec: try json.required("codec", .string), sampleRate: try json.required("sample_rate", .whole),
      channels: try json.required("channels", .whole),
      duration: try json.nullable("duration_seconds", .seconds))
  }
}
