public import LipSyncMedia

extension MediaInfo {
  /// The facts as `contract.md` lays them down under MEDIA.
  public var json: JSON {
    .object([
      ("container", .string(container)), ("bytes", .optional(bytes)),
      ("duration_seconds", .seconds(duration)), ("duration_exact", .bool(isDurationExact)),
      ("duration_method", .string(durationMethod.rawValue)),
      ("header_duration_seconds", .seconds(headerDuration)), ("video", video?.json ?? .null),
      ("audio", audio?.json ?? .null), ("image", .bool(isImage)), ("truncated", .bool(isTruncated)),
      ("facts", facts.json),
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

extension MediaFacts {
  /// Beyond the contract, so at the end of it.
  fileprivate var json: JSON {
    .object([
      ("display_width", .optional(displayWidth)), ("display_height", .optional(displayHeight)),
      ("dynamic_range", .optional(dynamicRange?.rawValue)), ("alpha", hasAlpha.map { .bool($0) } ?? .null),
      ("video_streams", .int(videoStreams)), ("audio_streams", .int(audioStreams)),
      ("video_stream", .optional(videoStream)), ("audio_stream", .optional(audioStream)),
      ("video_start_seconds", .seconds(videoStart)), ("audio_start_seconds", .seconds(audioStart)),
      ("sound", sound?.json ?? .null), ("pictures", pictures?.json ?? .null),
    ])
  }
}

extension SoundFacts {
  fileprivate var json: JSON {
    .object([
      ("loudness_lufs", loudness.map { .double($0, places: 2) } ?? .null),
      ("sample_peak_dbfs", peak.map { .double($0, places: 2) } ?? .null), ("silent", .bool(isSilent)),
      ("silent_head_seconds", .seconds(silentHead)), ("silent_tail_seconds", .seconds(silentTail)),
    ])
  }
}

extension PictureFacts {
  fileprivate var json: JSON {
    .object([
      ("looked_at_seconds", .seconds(looked)), ("whole", .bool(isWhole)), ("black", .bool(isBlack)),
      ("frozen", .bool(isStill)), ("black_stretches", .array(black.map(\.json))),
      ("frozen_stretches", .array(still.map(\.json))),
    ])
  }
}

extension PictureFacts.Stretch {
  fileprivate var json: JSON { .array([.seconds(start), .seconds(end)]) }
}
