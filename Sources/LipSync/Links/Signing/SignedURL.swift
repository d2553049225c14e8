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
  /// How long after that it may live at most, in seconds, by a setting of the host's that the URL does not tell.
  var livesOn: Int64 = 0
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

  /// What a signature is called whose fields anybody may use, on a host that is nobody's in particular.
  static let nobody = "a signed link"

  /// One whose end the URL does not tell.
  static func untold(_ name: String) -> SignedURL {
    var signed = SignedURL(name, expiresAt: nil)
    signed.endIsUnknown = true
    return signed
  }

  /// An end in seconds since 1970, or in milliseconds by mistake.
  static func moment(_ name: String, _ value: Int64, isCertain: Bool = true) -> SignedURL {
    let isInMilliseconds = value > 100_000_000_000
    var signed = SignedURL(name, expiresAt: UnixTime(isInMilliseconds ? value / 1000 : value))
    signed.isInMilliseconds = isInMilliseconds
    signed.isCertain = isCertain
    return signed
  }

  /// What a URL's own signature says; nil where no known family is recognised. Where several are, the earliest
  /// end counts.
  package static func read(_ url: String) -> SignedURL? {
    guard let parts = URLParts(url) else { return nil }
    let query = SignedQuery(parts)
    let families = SignedQuery.families.compactMap { family in family.read(query) }
    var signed = earliest(of: SignedRow.rows.compactMap { $0.read(query) } + families)
    // Whose way of signing is known has a row that knows how it names an address.
    if signed?.family == nobody, signed?.boundTo == nil { signed?.boundTo = query.address }
    return signed
  }

  /// The one that ends first, of two that end at once the more certain one, of equals the first; what binds or spoils any
  /// of them binds or spoils the link.
  static func earliest(of found: [SignedURL]) -> SignedURL? {
    // An end says more than a moment of signing, from which only the host knows how long a link lives.
    let ends = found.filter { $0.livesOn == 0 && $0.expiresAt != nil }
    var signed = (ends.isEmpty ? found : ends).min { a, b in
      let ends = (a.expiresAt?.seconds ?? .max, b.expiresAt?.seconds ?? .max)
      return ends.0 == ends.1 ? a.isCertain && !b.isCertain : ends.0 < ends.1
    }
    signed?.boundTo = found.lazy.compactMap(\.boundTo).first
    signed?.flaw = found.lazy.compactMap(\.flaw).first
    return signed
  }
}
