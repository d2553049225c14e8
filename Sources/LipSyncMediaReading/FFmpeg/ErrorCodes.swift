internal import CFFmpeg
internal import Platform

/// What FFmpeg's return codes and last words mean to a user.
enum ErrorCodes {
  /// FFmpeg's sentence for a code (`av_strerror`).
  static func text(_ code: CInt) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
      guard let start = buffer.baseAddress else { return "error \(code)" }
      av_strerror(code, start, 128)
      return String(cString: start)
    }
  }

  /// Log lines that say more than the code that comes with them.
  private static let lines: [(fragment: String, code: MediaError.Code)] = [
    ("moov atom not found", .truncated),
    ("not yet implemented", .unsupported),
    ("is not implemented", .unsupported),
    ("Encrypted", .encrypted),
    ("exceeds max_streams", .unsupported),
  ]

  private static let codes: [CInt: MediaError.Code] = [
    cffmpeg_ERROR_INVALIDDATA: .malformed,
    cffmpeg_ERROR_EOF: .truncated,
    cffmpeg_ERROR_EXIT: .cancelled,
    cffmpeg_ERROR_PATCHWELCOME: .unsupported,
    cffmpeg_ERROR_DECODER_NOT_FOUND: .unsupported,
    cffmpeg_ERROR_DEMUXER_NOT_FOUND: .notMedia,
    cffmpeg_ERROR_STREAM_NOT_FOUND: .noSuchStream,
    cffmpeg_error(ENOSYS): .unsupported,
    cffmpeg_error(EIO): .read,
    cffmpeg_error(ENOMEM): .fault,
    cffmpeg_error(EINVAL): .malformed,
    cffmpeg_error(ENOSPC): .write,
  ]

  /// Tracks that are opened at most: each takes memory, whatever is in it.
  static let tracks: UInt32 = 256

  /// What a line of the log means, where it says more than FFmpeg's words for the code; nil for others.
  static func words(for line: String?) -> String? {
    guard let line, line.contains("exceeds max_streams") else { return nil }
    return "has more than \(tracks) tracks, which is the most that is opened here"
  }

  /// The kind of failure that a code stands for, sharpened by FFmpeg's last line.
  static func meaning(of code: CInt, line: String?) -> MediaError.Code {
    if let line, let found = lines.first(where: { line.contains($0.fragment) }) { return found.code }
    return codes[code] ?? .malformed
  }
}
