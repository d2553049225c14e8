internal import LoopbackServer

/// One request that the local origin received.
public struct OriginRequest: Sendable {
  /// The verb.
  public var method: String
  /// The path, without the query.
  public var path: String
  /// What follows `?`; nil where there is none.
  public var query: String?
  /// Header lines in order.
  public var headers: [(name: String, value: String)]
  /// The body, whole.
  public var body: [UInt8]
  /// Which connection it came on, from 1.
  public var connection: Int

  /// The first value of a header, by name in any case.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  init(_ head: LoopbackRequest, body: [UInt8], connection: Int) {
    method = head.method
    path = head.path
    query = head.query
    headers = head.headers
    self.body = body
    self.connection = connection
  }

  /// Reads one range of `Range: bytes=…` against a length: nil where there is none to honour, empty where it starts past
  /// the end.
  public func range(of length: Int) -> Range<Int>? {
    guard let text = header("Range"), text.hasPrefix("bytes="), !text.contains(",") else { return nil }
    let ends = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return nil }
    if ends[0].isEmpty {
      guard let count = Int(ends[1]) else { return nil }
      return max(0, length - count)..<length
    }
    guard let first = Int(ends[0]) else { return nil }
    let last = Int(ends[1]) ?? length - 1
    if first >= length { return length..<length }
    return last < first ? nil : first..<min(last + 1, length)
  }
}

/// What a handler of the local origin answers.
public struct OriginReply: Sendable {
  /// The status.
  public var status: Int
  /// Header lines beside Content-Length.
  public var headers: [(name: String, value: String)]
  /// The body.
  public var body: [UInt8]

  /// An answer.
  public init(status: Int = 200, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// An answer in JSON.
  public static func json(_ text: String, status: Int = 200) -> OriginReply {
    OriginReply(status: status, headers: [("Content-Type", "application/json")], body: Array(text.utf8))
  }
}
