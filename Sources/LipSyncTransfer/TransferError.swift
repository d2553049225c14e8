/// The cause of a `truncated` error if the connection is at fault and not the object: it was reset, or a body in chunks
/// broke off.
package struct BrokenTransfer: Error {}

/// Why a transfer from or to a host failed.
public struct TransferError: Error, Sendable, CustomStringConvertible {
  /// The kinds of failure.
  public struct Code: Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// The URL cannot be used: not http(s), malformed, with user and password in it.
    public static let badURL = Code(.badURL)
    /// The host name has no address.
    public static let unresolvable = Code(.unresolvable)
    /// Nobody answers at the address, or the connection broke before an answer.
    public static let unreachable = Code(.unreachable)
    /// The address policy forbids the address; see `AddressPolicy`.
    public static let forbiddenAddress = Code(.forbiddenAddress)
    /// No answer, or no progress, within the time allowed.
    public static let timeout = Code(.timeout)
    /// The certificate is not trusted, or the TLS handshake failed.
    public static let tls = Code(.tls)
    /// Too many redirects, a loop, or one that must not be followed (https to http, to another scheme).
    public static let redirect = Code(.redirect)
    /// The body ended before its stated length.
    public static let truncated = Code(.truncated)
    /// The body or the headers are larger than allowed.
    public static let tooLarge = Code(.tooLarge)
    /// The answer is not HTTP, or its ranges are wrong.
    public static let badAnswer = Code(.badAnswer)
    /// An HTTP error status (4xx, 5xx) although a body was needed.
    public static let status = Code(.status)
    /// The file could not be read or written.
    public static let file = Code(.file)
    /// The disk is full.
    public static let diskFull = Code(.diskFull)
    /// Cancelled from outside.
    public static let cancelled = Code(.cancelled)
    /// A bug of this library.
    public static let fault = Code(.fault)

    /// The closed enumeration behind it: within the package, a new case does not compile until every switch handles it.
    package enum Known: String, CaseIterable {
      case badURL, unresolvable, unreachable, forbiddenAddress, timeout, tls, redirect, truncated, tooLarge,
        badAnswer, status, file, diskFull, cancelled, fault
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
  /// The URL or path it happened to, with signatures shortened.
  public let subject: String
  /// One sentence: what was seen, with figures.
  public let message: String
  /// The HTTP status, if one was received.
  public let status: Int?
  /// Whether it is certain that no server got the request: no name, no address, no connection. What costs money may
  /// be asked again only then.
  public let neverSent: Bool
  /// The underlying error.
  public let cause: (any Error)?
  /// Requests that were sent before it failed, redirects included.
  public internal(set) var requests = 0
  /// Body bytes that were received before it failed.
  public internal(set) var bytesReceived: Int64 = 0

  /// Names a failure.
  package init(
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
