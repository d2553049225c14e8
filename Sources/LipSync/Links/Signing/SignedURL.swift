/// How long a signed URL lives, read from the URL alone.
package struct SignedURL: Sendable, Equatable {
  /// Whose way of signing it is, such as `AWS Signature V4`.
  package var family: String
  /// When it begins to live, where the URL says so.
  package var validFrom: UnixTime?
  /// How far ahead of the host's clock its beginning may lie, in seconds, and be taken all the same.
  var startsEarly = HostClock.tolerance
  /// When it dies; nil where it never does, or does not say.
  package var expiresAt: UnixTime?
  /// Whether it has an end that the URL does not tell.
  package var endIsUnknown = false
  /// Whether it may die before that, as its session's own end is not in the URL.
  package var mayDieEarlier = false
  /// Whether a time was written in milliseconds, which hosts read as a year far away.
  package var isInMilliseconds = false
  /// How far ahead, in seconds, its end may be for the host to take it; nil where there is no such limit.
  package var longestAhead: Int64?
  /// Whether the names of the fields leave no doubt; others use some of them for other things.
  package var isCertain = true
  /// Why the host is going to refuse it whatever the time, as a clause; nil where nothing is wrong.
  package var flaw: String?
  /// The only address that it works for, where the URL says so.
  package var boundTo: String?

  init(_ family: String, expiresAt: UnixTime?, validFrom: UnixTime? = nil) {
    self.family = family
    self.expiresAt = expiresAt
    self.validFrom = validFrom
  }

  /// What a URL's own signature says; nil where no known family is recognised. Where several are, the earliest
  /// end counts.
  package static func read(_ url: String) -> SignedURL? {
    guard let parts = URLParts(url) else { return nil }
    let query = SignedQuery(parts)
    return earliest(of: SignedQuery.families.compactMap { family in family.read(query) })
  }

  /// The one that ends first, of two that end at once the more certain one, of equals the first; what binds or spoils any
  /// of them binds or spoils the link.
  static func earliest(of found: [SignedURL]) -> SignedURL? {
    var signed = found.min { a, b in
      let ends = (a.expiresAt?.seconds ?? .max, b.expiresAt?.seconds ?? .max)
      return ends.0 == ends.1 ? a.isCertain && !b.isCertain : ends.0 < ends.1
    }
    signed?.boundTo = found.lazy.compactMap(\.boundTo).first
    signed?.flaw = found.lazy.compactMap(\.flaw).first
    return signed
  }
}

/// A URL's query and path as the table of families sees them.
struct SignedQuery: Sendable {
  /// By name in lower case.
  let fields: [String: String]
  let parts: URLParts
  /// The path's segments, percent-decoded.
  let segments: [String]

  init(_ parts: URLParts) {
    self.parts = parts
    fields = Dictionary(
      parts.fields.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first })
    segments = parts.segments.map(URLParts.decoded)
  }

  func has(_ names: [String]) -> Bool { names.allSatisfy { fields[$0] != nil } }

  func number(_ name: String) -> Int64? { fields[name].flatMap { Int64($0) } }

  /// What stands behind `name=` in a segment of the path; some hosts put the query's fields there.
  func inPath(_ name: String) -> String? {
    segments.lazy.compactMap { segment in
      segment.split(whereSeparator: { $0 == "&" || $0 == ";" }).first { $0.hasPrefix(name + "=") }
        .map { String($0.dropFirst(name.count + 1)) }
    }.first
  }

  /// The segment of the path behind the one of that name; some hosts write fields as `/name/value/`.
  func after(_ name: String) -> String? {
    guard let index = segments.firstIndex(of: name), index + 1 < segments.count else { return nil }
    return segments[index + 1]
  }

  /// One way of signing.
  struct Family: Sendable {
    let read: @Sendable (SignedQuery) -> SignedURL?
  }
}
