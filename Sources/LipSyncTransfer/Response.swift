/// What a server answered at the end of the redirects.
public struct Response: Sendable {
  /// One redirect that was followed.
  public struct Redirect: Sendable, Equatable {
    /// The redirect's status.
    public var status: Int
    /// The absolute URL it sent us to.
    public var location: String
    /// Names a redirect.
    package init(status: Int, location: String) {
      self.status = status
      self.location = location
    }
  }

  /// The HTTP status.
  public var status: Int
  /// Header lines in order of arrival, names as sent.
  public var headers: [(name: String, value: String)]
  /// The body, up to the request's `bodyLimit`.
  public var body: [UInt8]
  /// Whether more body was to come than the limit allowed.
  public var bodyWasCut: Bool
  /// The URL that answered.
  public var url: String
  /// The redirects on the way.
  public var redirects: [Redirect]
  /// Requests sent, redirects included.
  public var requests: Int
  /// Body bytes received from the network, redirects' bodies included.
  public var bytesReceived: Int64
  /// The address that answered.
  public var remoteAddress: String?
  /// Time from the last request, on an established connection, to the head of its answer; nil if not measured.
  package var waited: Duration?
  /// Time from that head to the last byte of the body that was read.
  package var bodyTook: Duration?

  /// When the certificate of the host that answered ends, in seconds since 1970; nil without TLS.
  package var certificateEnd: Int64?

  /// An answer, as received.
  package init(
    status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [], bodyWasCut: Bool = false,
    url: String, redirects: [Redirect] = [], requests: Int = 1, bytesReceived: Int64 = 0,
    remoteAddress: String? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.bodyWasCut = bodyWasCut
    self.url = url
    self.redirects = redirects
    self.requests = requests
    self.bytesReceived = bytesReceived
    self.remoteAddress = remoteAddress
  }

  /// The first value of a header, by name in any case.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The server's own clock when it answered, in seconds since 1970: `Date`, and `Age` if a cache had kept the answer for
  /// that long; nil if the header is absent or malformed.
  package var serverDate: Int64? {
    guard let date = header("Date").flatMap(RetryPolicy.httpDate) else { return nil }
    let age = header("Age").flatMap { octets($0) } ?? 0
    return date + min(age, 1 << 32)
  }

  /// `Content-Range`, read; nil if absent or malformed.
  package var contentRange: ContentRange? { header("Content-Range").flatMap(ContentRange.init) }

  /// `Content-Encoding` in lower case; nil if there is none that changes the bytes.
  package var contentCoding: String? {
    guard let coding = header("Content-Encoding")?.filter({ !$0.isWhitespace }).lowercased() else {
      return nil
    }
    return coding.isEmpty || coding == "identity" ? nil : coding
  }

  /// `Content-Length`, read; nil if absent or malformed. Always below 2^60.
  public var contentLength: Int64? { header("Content-Length").flatMap { octets($0) } }
}

/// Reads a number of bytes, digits and nothing else; nil from 2^60 on, which no object has: sums of what servers say
/// cannot overflow then.
private func octets(_ text: some StringProtocol) -> Int64? {
  guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
    let number = Int64(text), number < 1 << 60
  else { return nil }
  return number
}

/// The `Content-Range` header of RFC 9110, section 14.4.
package struct ContentRange: Sendable, Equatable {
  /// The bytes of the body, both ends included; nil for an unsatisfied range (`bytes */1234`).
  package var bytes: ClosedRange<Int64>?
  /// The whole length; nil if the server sent `*`.
  package var total: Int64?

  /// Names a range.
  package init(bytes: ClosedRange<Int64>?, total: Int64?) {
    self.bytes = bytes
    self.total = total
  }

  /// Whether it names all there is.
  package var isWhole: Bool { bytes.map { $0.lowerBound == 0 && $0.upperBound + 1 == total } ?? false }

  /// Reads a header's value; nil if it does not follow the grammar, contradicts itself, or names 2^60 bytes or more.
  package init?(_ text: String) {
    let words = text.split(separator: " ", maxSplits: 1)
    guard words.count == 2, words[0].lowercased() == "bytes" else { return nil }
    let halves = words[1].split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2 else { return nil }
    let total = octets(halves[1])
    guard total != nil || halves[1] == "*" else { return nil }
    if halves[0] == "*" {
      self.init(bytes: nil, total: total)
      return
    }
    let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = octets(ends[0]), let last = octets(ends[1]), first <= last,
      total.map({ last < $0 }) ?? true
    else { return nil }
    self.init(bytes: first...last, total: total)
  }
}
