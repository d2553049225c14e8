/// Why something could not be found out about media, or not be made.
public struct MediaError: Error, Sendable, CustomStringConvertible {
  /// The kinds of failure. Malformed, unsupported, truncated and not media at all are four different answers.
  public struct Code: Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// No demuxer recognises the bytes.
    public static let notMedia = Code(.notMedia)
    /// It is media of a known kind, but its structure is broken.
    public static let malformed = Code(.malformed)
    /// A container or codec that this build of FFmpeg cannot read or write.
    public static let unsupported = Code(.unsupported)
    /// Bytes are missing.
    public static let truncated = Code(.truncated)
    /// Encrypted (DRM): no key, no picture.
    public static let encrypted = Code(.encrypted)
    /// The stream that was asked for is not there.
    public static let noSuchStream = Code(.noSuchStream)
    /// The byte source failed; see `cause`.
    public static let read = Code(.read)
    /// The output could not be written.
    public static let write = Code(.write)
    /// The deadline passed.
    public static let deadline = Code(.deadline)
    /// The process that read it died of it, or was taken over by it: see `MediaExaminer`.
    public static let crashed = Code(.crashed)
    /// Cancelled from outside.
    public static let cancelled = Code(.cancelled)
    /// A fault of ours: an impossible argument, an allocation that failed.
    public static let fault = Code(.fault)

    /// Beneath, so that within the package one that nobody has decided about does not compile.
    package enum Known: String, CaseIterable {
      case notMedia, malformed, unsupported, truncated, encrypted, noSuchStream, read, write, deadline,
        crashed, cancelled, fault
    }

    package let known: Known
    private init(_ known: Known) { self.known = known }

    /// All of this version.
    public static var allCases: [Code] { Known.allCases.map { Code($0) } }
    /// Its stable name.
    public var rawValue: String { known.rawValue }
    /// Its stable name.
    public var description: String { rawValue }
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
