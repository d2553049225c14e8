internal import LipSync
internal import LoopbackServer

/// An answer on its way to a client.
struct Reply {
  typealias Headers = [(name: String, value: String)]

  let connection: LoopbackConnection
  /// Whether the body is left out, as the request was for the head alone.
  let isHead: Bool

  /// Headers of every answer.
  let more: Headers

  init(_ connection: LoopbackConnection, isHead: Bool, more: Headers = []) {
    (self.connection, self.isHead, self.more) = (connection, isHead, more)
  }

  /// Sends a document; false if the client is gone.
  func send(_ document: JSON, status: Int, headers: Headers = []) -> Bool {
    send(document.text, type: "application/json", status: status, headers: headers)
  }

  /// Sends text; false if the client is gone.
  func send(_ text: String, type: String?, status: Int, headers: Headers = []) -> Bool {
    head(status, type.map { [("Content-Type", $0)] + headers } ?? headers, length: Int64(text.utf8.count))
      && (isHead || connection.send(text))
  }

  /// Sends the head alone; false if the client is gone.
  func head(_ status: Int, _ headers: Headers, length: Int64) -> Bool {
    var head = "HTTP/1.1 \(status) \(Self.phrases[status] ?? "Status")\r\n"
    // An answer of a test may have a clock of its own.
    let hasDate = headers.contains { $0.name == "Date" }
    if !hasDate { head += "Date: \(UnixTime.now.httpDate)\r\n" }
    // A browser that is led here runs nothing of what clients have uploaded.
    head += "X-Content-Type-Options: nosniff\r\n"
    if !headers.contains(where: { $0.name == "Content-Security-Policy" }) {
      head += "Content-Security-Policy: default-src 'none'; sandbox\r\n"
    }
    for header in headers + more { head += "\(header.name): \(header.value)\r\n" }
    return connection.send(head + "Content-Length: \(length)\r\n\r\n")
  }

  /// The reason phrases of RFC 9110, section 15, for the statuses that are used.
  private static let phrases = [
    200: "OK", 204: "No Content", 206: "Partial Content", 400: "Bad Request", 401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden", 404: "Not Found", 413: "Content Too Large", 416: "Range Not Satisfiable",
    421: "Misdirected Request",
    429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway",
  ]
}
