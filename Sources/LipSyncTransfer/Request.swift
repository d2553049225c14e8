/// One HTTP request, redirects included.
public struct Request: Sendable {
  /// The verbs in use. HEAD is not among them: signed URLs answer it with 403.
  public enum Method: String, Sendable {
    /// Reads.
    case get = "GET"
    /// Creates.
    case post = "POST"
    /// Stores.
    case put = "PUT"
    /// Removes.
    case delete = "DELETE"
  }

  /// What is sent.
  public enum Body: Sendable {
    /// Nothing.
    case none
    /// Bytes in memory.
    case bytes([UInt8])
    /// A file, streamed; its length is sent as Content-Length.
    case file(path: String)
  }

  /// How much a host may send ahead, on new connections for this request.
  package enum Lead: Sendable {
    /// The system's default: for bodies that are read to their end.
    case usual
    /// Segments as on any network, if this machine's own would be 64 KiB: for first looks.
    case short
    /// A window of `TransferDefaults.shortWindow`, too: for bodies that are left early.
    case shortest
  }

  /// The verb.
  public var method: Method
  /// An absolute http or https URL.
  public var url: String
  /// Header lines in order. They are sent to the first origin only: a redirect to another one drops them all but
  /// `Accept`, `Accept-Encoding`, `Range`, `If-Range` and `User-Agent`.
  public var headers: [(name: String, value: String)]
  /// What is sent.
  public var body: Body
  /// The byte range to ask for, both ends included; nil asks for everything.
  public var range: ClosedRange<Int64>?
  /// Body bytes kept at most. If more arrive the transfer is stopped and `Response.bodyWasCut` is true.
  public var bodyLimit: Int
  /// Redirects followed at most.
  public var redirectLimit: Int
  /// How far the host may send ahead of what is read: bytes in flight when a body is abandoned are wasted.
  package var lead = Lead.usual
  /// Whether the head of an answer tells enough, so that nothing of its body is taken; nil where bodies are wanted.
  package var leavesWithHead: (@Sendable (_ head: Response) -> Bool)?
  /// Whether cookies set by redirects are sent back until the final answer; they are then forgotten.
  package var keepsCookies = false
  /// The time allowed to connect.
  public var connectTimeout: Duration
  /// The time without any progress after which a transfer fails.
  public var stallTimeout: Duration
  /// The time allowed for everything, redirects included; nil for no limit.
  public var totalTimeout: Duration?

  /// A request with the defaults of `TransferDefaults`.
  public init(
    _ method: Method = .get, url: String, headers: [(name: String, value: String)] = [], body: Body = .none,
    range: ClosedRange<Int64>? = nil, bodyLimit: Int = TransferDefaults.bodyLimit,
    redirectLimit: Int = TransferDefaults.redirectLimit,
    connectTimeout: Duration = TransferDefaults.connectTimeout,
    stallTimeout: Duration = TransferDefaults.stallTimeout,
    totalTimeout: Duration? = TransferDefaults.totalTimeout
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.range = range
    self.bodyLimit = bodyLimit
    self.redirectLimit = redirectLimit
    self.connectTimeout = connectTimeout
    self.stallTimeout = stallTimeout
    self.totalTimeout = totalTimeout
  }
}

/// The numbers a user may ask about, in one place.
public enum TransferDefaults {
  /// Body bytes kept in memory at most.
  public static let bodyLimit = 8 << 20
  /// Bytes of a download accepted at most.
  public static let downloadLimit: Int64 = 16 << 30
  /// The least progress of a download, however long it takes: bytes per period.
  package static let downloadPace = (bytes: Int64(16 << 10), time: Duration.seconds(60))
  /// Bytes of response headers accepted at most.
  package static let headerLimit = 64 << 10
  /// Redirects followed at most.
  public static let redirectLimit = 8
  /// Bytes of a redirect's own body read at most, and of all redirects of one request together: longer bodies are abandoned, and
  /// beyond the second number the redirect is not followed.
  package static let redirectBody = (read: Int64(64 << 10), together: Int64(256 << 10))
  /// Approximate limit of bytes in flight if a body will be abandoned early.
  package static let shortWindow = 128 << 10
  /// The time allowed to connect.
  public static let connectTimeout = Duration.seconds(10)
  /// The time without any progress after which a transfer fails.
  public static let stallTimeout = Duration.seconds(20)
  /// The time allowed for one request that is not a download.
  public static let totalTimeout = Duration.seconds(60)
}
