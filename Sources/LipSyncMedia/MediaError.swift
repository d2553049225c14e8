/// Why something could not be found out about media, or not be made.
public struct MediaError: Error, Sendable, CustomStringConvertible {
  /// The kinds of failure. Malformed, unsupported, truncated and not media at all are four different answers.
  public enum Code: String, Sendable, CaseIterable {
    /// No demuxer recognises the bytes.
    case notMedia
    /// It is media of a known kind, but its structure is broken.
    case malformed
    /// A container or codec that this build of FFmpeg cannot read or write.
    case unsupported
    /// Bytes are missing.
    case truncated
    /// Encrypted (DRM): no key, no picture.
    case encrypted
    /// The stream that was asked for is not there.
    case noSuchStream
    /// The byte source failed; see `cause`.
    case read
    /// The output could not be written.
    case write
    /// The deadline passed.
    case deadline
    /// Cancelled from outside.
    case cancelled
    /// A fault of ours: an impossible argument, an allocation that failed.
    case fault
  }

  /// The kind of failure.
  public let code: Code
  /// The C function or step that failed, as in `avformat_open_input`.
  public let operation: String
  /// What it was done to, in the user's words.
  public let subject: String
  /// One sentence: what was seen.
  public let message: String
  /// What lay beneath, such as a byte source's error.
  public let cause: (any Error)?

  /// Names a failure.
  public init(
    _ code: Code, operation: String, subject: String, message: String, cause: (any Error)? = nil
  ) {
    self.code = code
    self.operation = operation
    self.subject = subject
    self.message = message
    self.cause = cause
  }

  /// The sentence, for people.
  public var description: String { "\(subject): \(message)" }
}
