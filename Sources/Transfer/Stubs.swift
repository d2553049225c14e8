// Signatures that other rooms build on while the real thing is being written; this file goes away.

/// Who may be talked to, decided on the address at the socket.
public struct AddressPolicy: Sendable, Equatable {
  /// Public addresses only.
  public static let publicOnly = AddressPolicy(allowsPrivate: false)
  /// Public, loopback, private and unique local addresses; never link-local.
  public static let privateAllowed = AddressPolicy(allowsPrivate: true)
  public var allowsPrivate: Bool
  public init(allowsPrivate: Bool) { self.allowsPrivate = allowsPrivate }
  /// Why a host written as an address, or a name such as `localhost`, is out of bounds; nil where only the socket can tell.
  public func objection(toHost host: String) -> String? { fatalError("stub") }
}

/// Speaks HTTP through libcurl on one thread of its own. One client, one connection pool.
public final class HTTPClient: Sendable {
  public init(policy: AddressPolicy, userAgent: String = "lipflight") { fatalError("stub") }

  /// Sends a request and waits for the whole answer. Any HTTP status is an answer, not an error.
  public func send(
    _ request: Request, progress: (@Sendable (_ sent: Int64, _ received: Int64) -> Void)? = nil
  ) async throws(TransferError) -> Response { fatalError("stub") }

  /// `send` for threads that may block; never call it on Swift's cooperative pool.
  /// `isCancelled` is asked about ten times a second.
  public func sendBlocking(_ request: Request, isCancelled: (@Sendable () -> Bool)? = nil)
    throws(TransferError) -> Response
  { fatalError("stub") }

  /// Streams a URL into a file; under its final name only when it is whole.
  public func download(
    _ request: Request, to path: String, retry: RetryPolicy = .standard,
    progress: (@Sendable (_ received: Int64, _ total: Int64?) -> Void)? = nil
  ) async throws(TransferError) -> DownloadSummary { fatalError("stub") }
}

/// What a download brought.
public struct DownloadSummary: Sendable {
  public var path: String
  public var bytes: Int64
  /// Lower-case hex.
  public var sha256: String
  /// `size` where a stated length was met, `structure` left to the caller, `none` where the server stated no length.
  public var verifiedBy: String
  public var response: Response
}

/// When to try again and after how long: a pure function of the attempt and what happened.
public struct RetryPolicy: Sendable {
  public static let none = RetryPolicy(attempts: 1)
  public static let standard = RetryPolicy(attempts: 4)
  public var attempts: Int
  public init(attempts: Int) { self.attempts = attempts }
  /// Seconds to wait before attempt `attempt + 1` (the first is 1), or nil to give up. `jitter` in 0...1.
  public func delay(
    afterAttempt attempt: Int, status: Int?, error: TransferError.Code?, retryAfter: Duration?, jitter: Double
  ) -> Duration? { fatalError("stub") }
}

/// Reads of one URL by range, one at a time, checked against Content-Range.
public final class RangeReader: Sendable {
  public init(client: HTTPClient, request: Request, readLimit: Int64) { fatalError("stub") }
  /// The whole length once the first answer has told it.
  public var size: Int64? { fatalError("stub") }
  /// Bytes at `offset`, at most `count`; empty at or past the end. Blocks.
  public func read(
    at offset: Int64, count: Int, deadline: ContinuousClock.Instant?, isCancelled: (@Sendable () -> Bool)?
  )
    throws(TransferError) -> [UInt8]
  { fatalError("stub") }
  public var requests: Int { fatalError("stub") }
  public var bytesRead: Int64 { fatalError("stub") }
}
