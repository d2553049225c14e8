public import Media

extension MediaInfo {
  /// The facts as `contract.md` lays them down under MEDIA.
  public var json: JSON {
    .object([
      ("container", .string(container)), ("bytes", .optional(bytes)),
      ("duration_seconds", .seconds(duration)), ("duration_exact", .bool(isDurationExact)),
      ("duration_method", .string(durationMethod.rawValue)),
      ("header_duration_seconds", .seconds(headerDuration)), ("video", video?.json ?? .null),
      ("audio", audio?.json ?? .null), ("image", .bool(isImage)), ("truncated", .bool(isTruncated)),
    ])
  }
}

extension VideoInfo {
  fileprivate var json: JSON {
    .object([
      ("codec", .string(codec)), ("width", .int(width)), ("height", .int(height)),
      ("rotation", .int(rotation)), ("frame_rate", frameRate.map { .double($0) } ?? .null),
      ("variable_frame_rate", .bool(isVariableFrameRate)), ("frames", .optional(frames)),
      ("duration_seconds", .seconds(duration)), ("pixel_format", .optional(pixelFormat)),
    ])
  }
}

extension AudioInfo {
  fileprivate var json: JSON {
    .object([
      ("codec", .string(codec)), ("sample_rate", .int(sampleRate)), ("channels", .int(channels)),
      ("duration_seconds", .seconds(duration)),
    ])
  }
}
