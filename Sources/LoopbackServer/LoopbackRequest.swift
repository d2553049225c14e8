/// The head of a request as it came.
package struct LoopbackRequest: Sendable {
  /// The verb.
  package var method: String
  /// The path, percent-encoded, without the query.
  package var path: String
  /// What follows `?`; nil if there is none.
  package var query: String?
  /// Header lines in order.
  package var headers: [(name: String, value: String)]
  /// How the body's end is known.
  package var framing: Framing

  /// How a body's end is known (RFC 9112, section 6.3).
  package enum Framing: Sendable, Equatable {
    /// By its length in bytes; 0 if there is no body.
    case length(Int64)
    /// In chunks, the last of which is empty.
    case chunked
    /// Both, or an invalid one: where the next request begins is unknown.
    case broken
  }

  /// The first value of a header, by name in any case.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// Whether the client sends the body only once it was asked to.
  package var waitsForContinue: Bool { header("Expect")?.lowercased() == "100-continue" }

  /// Whether the client wants the connection closed after the answer.
  package var wantsClose: Bool {
    let words = header("Connection")?.lowercased().split(separator: ",").map { $0.filter { $0 != " " } } ?? []
    return words.contains("close")
  }

  /// Reads a head, without its closing blank line; nil if it is not one.
  package init?(head: String) {
    var lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
    guard !lines.isEmpty else { return nil }
    let words = lines.removeFirst().split(separator: " ")
    guard words.count == 3, words[2].hasPrefix("HTTP/") else { return nil }
    method = String(words[0])
    let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = String(target[0])
    query = target.count > 1 ? String(target[1]) : nil
    headers = lines.compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      var value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      while value.last == " " || value.last == "\t" { value.removeLast() }
      return (name: String(line[..<colon]), value: String(value))
    }
    // A name with a blank is taken for another header by one server and not by the next (RFC 9112, section 5.1).
    guard !headers.contains(where: { $0.name.contains(" ") || $0.name.contains("\t") }) else { return nil }
    framing = .length(0)
    let codings = headers.filter { $0.name.lowercased() == "transfer-encoding" }
    let lengths = Set(headers.filter { $0.name.lowercased() == "content-length" }.map(\.value))
    switch (codings.isEmpty, lengths.first) {
    case (true, nil): break
    case (true, let length?):
      let count = length.allSatisfy(\.isNumber) ? Int64(length) ?? -1 : -1
      framing = lengths.count == 1 && count >= 0 ? .length(count) : .broken
    case (false, nil): framing = codings.map { $0.value.lowercased() } == ["chunked"] ? .chunked : .broken
    case (false, _?): framing = .broken
    }
  }
}
