/// Why a sandbox could not start.
public struct SandboxError: Error, Sendable, CustomStringConvertible {
  /// The kinds of failure.
  public enum Code: String, Sendable, CaseIterable {
    /// A fault's name or value is not known.
    case fault
    /// The port is taken or may not be used.
    case port
    /// The data directory cannot be used.
    case dataDirectory
  }

  /// The kind of failure.
  public let code: Code
  /// One sentence with the remedy.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The sentence.
  public var description: String { message }
}
