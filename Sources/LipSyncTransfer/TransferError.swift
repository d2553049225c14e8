/// The cause of a `truncated` error where the connection is at fault and not the object: it was reset, or a body in chunks
/// broke off.
public struct BrokenTransfer: Error {}

/// Why bytes could not be had from, or given to, a host.
public struct TransferError: Error, Sendable, CustomStringConvertible {
  /// The kinds of failure.
  public enum Code: String, Sendable, CaseIterable {
    /// The URL cannot be used: not http(s), malformed, with user and password in it.
    case badURL
    /// The host name has no address.
    case unresolvable
    /// Nobody answers at the address, or the connection broke before an answer.
    case unreachable
    /// The address policy forbids the address; see `AddressPolicy`.
    case forbiddenAddress
    /// No answer, or no progress, within the time allowed.
    case timeout
    /// The certificate is not to be trusted, or TLS could not be agreed on.
    case tls
    /// Too many redirects, a loop, or one that must not be followed (https to http, to another scheme).
    case redirect
    /// The body ended before its stated length.
    case truncated
    /// The body or the headers are larger than allowed.
    case tooLarge
    /// The answer is not HTTP, or its ranges are wrong.
    case badAnswer
    /// An HTTP status that says no, where a body was needed.
    case status
    /// The file could not be read or written.
    case file
    /// No room on the disk.
    case diskFull
    /// Cancelled from outside.
    case cancelled
    /// A fault of ours.
    case fault
  }

  /// The kind of failure.
  public let code: Code
  /// The URL or path it happened to, with signatures shortened.
  public let subject: String
  /// One sentence: what was seen, with figures.
  public let message: String
  /// The HTTP status, where one was received.
  public let status: Int?
  /// Whether it is certain that no server got the request: no name, no address, no connection. What costs money may
  /// be asked again only then.
  public let neverSent: Bool
  /// What lay beneath.
  public let cause: (any Error)?
  /// Requests that were sent before it failed, redirects included.
  public internal(set) var requests = 0
  /// Body bytes that were received before it failed.
  public internal(set) var bytesReceived: Int64 = 0

  /// Names a failure.
  public init(
    _ code: Code, subject: String, message: String, status: Int? = nil, neverSent: Bool = false,
    cause: (any Error)? = nil
  ) {
    self.code = code
    self.subject = subject
    self.message = message
    self.status = status
    self.neverSent = neverSent
    self.cause = cause
  }

  /// The sentence, for people.
  public var description: String { "\(subject): \(message)" }
}
