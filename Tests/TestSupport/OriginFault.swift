/// One way in which a resource of the local origin misbehaves; several may be put together.
public enum OriginFault: Sendable, Equatable {
  /// `no-range`: Range is ignored and not advertised.
  case noRange
  /// `ignore-range-200`: ranges are advertised, and answered with 200 and the whole.
  case ignoreRange200
  /// `slice-200`: the right slice and Content-Range under status 200.
  case slice200
  /// `wrong-range=N`: 206 for a range that starts N bytes later than asked.
  case wrongRange(shift: Int)
  /// `range-from-zero`: 206 with the whole, whatever was asked.
  case rangeFromZero
  /// `no-content-range`: 206 without Content-Range.
  case noContentRange
  /// `lying-range`: the Content-Range that was asked for, over the first bytes of the object.
  case lyingRange
  /// `shifted-range=N`: the Content-Range that was asked for, over bytes N later; ranges from 0 on are right.
  case shiftedRange(by: Int)
  /// `short-range=N`: no more than N bytes of any range.
  case shortRange(Int)
  /// `two-lengths`: a second Content-Length, one byte longer.
  case twoLengths
  /// `overlong-range=N`: N bytes more than Content-Range says, Content-Length too.
  case overlongRange(extra: Int)
  /// `no-range-status=N`: that status for every request with Range.
  case rangeStatus(Int)
  /// `unknown-total`: `*` for the total in Content-Range.
  case unknownTotal
  /// `html-preview`: a page instead of the bytes.
  case htmlPreview
  /// `status=N`: that status and a short text.
  case status(Int)
  /// `403-after-N`: that status from request N + 1 on.
  case statusAfter(Int, requests: Int)
  /// `429-then-ok`: that status for the first requests, with Retry-After where there is one.
  case busy(Int, times: Int, retryAfter: String?)
  /// `redirect=TARGET`: that status to that Location.
  case redirect(Int, to: String)
  /// `redirect-inside`: 302 to a copy under `/inside/…`.
  case redirectInside
  /// `redirect-loop`: 302 to a path that leads back.
  case redirectLoop
  /// `redirect-endless`: 302 to ever new paths.
  case redirectEndless
  /// `truncate=N`: the whole length promised, the connection closed after N body bytes.
  case truncate(at: Int)
  /// `drop-connection-at=N`: the connection closed when byte N of the object would be sent, so many times.
  case drop(atOffset: Int, times: Int)
  /// `drop-before-answer`: the connection closed without an answer, so many times.
  case dropBeforeAnswer(times: Int)
  /// `chunked`: chunked coding, no Content-Length.
  case chunked
  /// `no-length`: neither length nor chunks; the body ends with the connection.
  case noLength
  /// `latency=MS`: this long before each answer.
  case latency(milliseconds: Int)
  /// `slow=N`: so many body bytes a second.
  case rate(bytesPerSecond: Int)
  /// `stall=N`: nothing more after N body bytes, the connection kept open.
  case stall(after: Int)
  /// Nothing more from this offset of the object on until the gate is open.
  case gate(OriginGate, atOffset: Int)
  /// `header-bomb=N`: N bytes of header lines.
  case headerBomb(bytes: Int)
  /// `header-line-bomb=N`: one header line of N bytes.
  case headerLineBomb(bytes: Int)
  /// `endless`: a body without end.
  case endless
  /// `etag-changes`: another ETag with each answer.
  case etagChanges
  /// `modified-changes`: another Last-Modified with each answer, and no ETag.
  case modifiedChanges
  /// `grows`: one byte longer with each answer, and no validators.
  case grows
  /// `no-validators`: neither ETag nor Last-Modified.
  case noValidators
  /// `weak-etag`: an ETag with `W/`.
  case weakETag
  /// `gzip`: a Content-Encoding that nobody asked for.
  case contentEncoding(String)
  /// `not-http`: bytes that are not HTTP.
  case notHTTP
  /// `length=N`: a Content-Length that is not the body's; the connection is closed after the body.
  case claimedLength(Int)
  /// `close`: the connection closed after each answer.
  case close
  /// `needs-NAME=TEXT`: 403 unless that header of the request holds the text.
  case needs(String, containing: String)
  /// `shuns-NAME=TEXT`: a page instead of the bytes where that header of the request holds the text.
  case shuns(String, containing: String)
  /// `needs-cookie`: redirects to itself with a cookie until the cookie comes back.
  case needsCookie
  /// `date=HTTP DATE`: another Date.
  case date(String)
  /// `header=NAME: VALUE`: one more header line.
  case header(String, String)

  /// Reads a name, with its figure after `=` where it has one; nil for an unknown name.
  public init?(named text: String) {
    let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard let name = halves.first else { return nil }
    let value = halves.count > 1 ? halves[1] : ""
    let number = Int(value)
    if let plain = Self.plain[name] {
      self = plain
    } else if let number, let make = Self.numbered[name] {
      self = make(number)
    } else if name == "redirect", !value.isEmpty {
      self = .redirect(302, to: value)
    } else if name.hasSuffix("-then-ok"), let status = Int(name.dropLast(8)) {
      self = .busy(status, times: number ?? 1, retryAfter: "0")
    } else if let after = name.firstRange(of: "-after-"), let status = Int(name[..<after.lowerBound]),
      let requests = Int(name[after.upperBound...])
    {
      self = .statusAfter(status, requests: requests)
    } else {
      return nil
    }
  }

  private static let plain: [String: OriginFault] = [
    "no-range": .noRange, "ignore-range-200": .ignoreRange200, "slice-200": .slice200,
    "wrong-range": .wrongRange(shift: 1), "range-from-zero": .rangeFromZero,
    "no-content-range": .noContentRange,
    "unknown-total": .unknownTotal, "lying-range": .lyingRange, "two-lengths": .twoLengths,
    "html-preview": .htmlPreview, "redirect-inside": .redirectInside,
    "redirect-loop": .redirectLoop, "redirect-endless": .redirectEndless,
    "drop-before-answer": .dropBeforeAnswer(times: 1), "chunked": .chunked, "no-length": .noLength,
    "header-bomb": .headerBomb(bytes: 200_000), "header-line-bomb": .headerLineBomb(bytes: 200_000),
    "endless": .endless, "etag-changes": .etagChanges, "modified-changes": .modifiedChanges, "grows": .grows,
    "no-validators": .noValidators, "weak-etag": .weakETag, "gzip": .contentEncoding("gzip"),
    "not-http": .notHTTP, "close": .close, "stall": .stall(after: 0),
  ]

  private static let numbered: [String: @Sendable (Int) -> OriginFault] = [
    "wrong-range": { .wrongRange(shift: $0) }, "shifted-range": { .shiftedRange(by: $0) },
    "overlong-range": { .overlongRange(extra: $0) }, "short-range": { .shortRange($0) },
    "no-range-status": { .rangeStatus($0) }, "status": { .status($0) }, "length": { .claimedLength($0) },
    "truncate": { .truncate(at: $0) },
    "drop-connection-at": { .drop(atOffset: $0, times: 1) },
    "drop-before-answer": { .dropBeforeAnswer(times: $0) }, "latency": { .latency(milliseconds: $0) },
    "slow": { .rate(bytesPerSecond: $0) }, "stall": { .stall(after: $0) },
    "header-bomb": { .headerBomb(bytes: $0) }, "header-line-bomb": { .headerLineBomb(bytes: $0) },
  ]
}
