/// One way of signing links, as data: whose it is, where a link's end stands and how it is written, and who says so.
struct SignedRow: Sendable {
  /// For whom the row is.
  enum Naming: Sendable {
    /// Its fields are nobody else's: it is called so on any host.
    case own
    /// It means nothing on other hosts. Whole domains are written with a leading dot.
    case at([String])
    /// Others use the same names: it is read everywhere, and called so on these hosts alone.
    case named(at: [String])
  }

  /// How a moment is written.
  enum Unit: Sendable {
    case seconds, milliseconds, hexadecimal, secondsOrDate, secondsOrMilliseconds, secondsOrHexadecimal, date
    /// `20261123070100`, in UTC.
    case compactDate
    /// Hexadecimal that holds a letter: eight digits alone may be anything.
    case letteredHexadecimal
  }

  /// Where the end stands.
  enum End: Sendable {
    case field(String, Unit)
    /// The first of several moments.
    case first([String], Unit)
    /// A date, and seconds from it on.
    case span(from: String, lasting: String)
    /// `start;end`, in each of the fields that is there.
    case window([String])
    /// The segment that many behind the one of that name.
    case segment(behind: String, by: Int, Unit)
    /// One of several parts of a field.
    case part(of: String, by: Character, at: Int, count: Int, Unit)
    /// A member of the JSON, in base64 or bare, that a field holds.
    case json(String, String)
    /// Nowhere: the link ends some time that it does not tell.
    case untold
  }

  /// The name for people.
  let family: String
  var naming = Naming.own
  let end: End
  /// The fields that have to be there, too.
  var needs: [String] = []
  /// What the path has to begin with.
  var path = "/"
  /// Where the beginning stands.
  var start: (field: String, unit: Unit)?
  /// The field of a session's token: with it the link may die before its end.
  var session: String?
  /// The field of the only address that may use it.
  var bound: String?
  /// The longest life that the host allows, in seconds.
  var longest: Int64?
  /// How far ahead of now its end may be, in seconds.
  var longestAhead: Int64?
  /// How far ahead of the host's clock its beginning may lie, in seconds.
  var startsEarly = HostClock.tolerance
  /// How long after the moment in it the link may live at most, in seconds, by a setting of the host's that it does not tell.
  var livesOn: Int64 = 0
  /// The field that has to hold a digest (MD5 or SHA-256, in hexadecimal), where its name alone may be anybody's.
  var digest: String?
  /// What else the fields tell.
  var refine: (@Sendable (SignedQuery, inout SignedURL) -> Void)?
  /// Who says so: the vendor's page; else where such links were seen.
  let source: String

  /// Stores that go by S3's rule take a date that is ahead of theirs by 15 minutes (RequestTimeTooSkewed; MinIO's
  /// `globalMaxSkewTime`).
  static let signerSkew: Int64 = 900

  static let rows = stores + networks + signers + applications + silent

  /// What a URL says by this row; nil where it is signed otherwise.
  func read(_ query: SignedQuery) -> SignedURL? {
    guard isFor(query.parts.host), query.has(needs), query.parts.path.hasPrefix(path),
      digest.map({ SignedQuery.isDigest(query.fields[$0] ?? "") }) ?? true
    else { return nil }
    let name = isNamed(query.parts.host) ? family : SignedURL.nobody
    guard var signed = signed(name, query) else { return nil }
    signed.isCertain = isNamed(query.parts.host)
    if let start { signed.validFrom = start.unit.moment(query.fields[start.field]) }
    signed.mayDieEarlier = session.map { query.fields[$0] != nil } ?? false
    signed.boundTo = bound.flatMap { query.fields[$0] }
    signed.startsEarly = startsEarly
    signed.longestAhead = longestAhead
    signed.livesOn = livesOn
    refine?(query, &signed)
    return signed
  }

  private func isFor(_ host: String) -> Bool {
    guard case .at(let hosts) = naming else { return true }
    return Self.isOne(host, of: hosts)
  }

  private func isNamed(_ host: String) -> Bool {
    guard case .named(let hosts) = naming else { return true }
    return Self.isOne(host, of: hosts)
  }

  private static func isOne(_ host: String, of hosts: [String]) -> Bool {
    hosts.contains { $0.hasPrefix(".") ? host.hasSuffix($0) || host == $0.dropFirst() : host == $0 }
  }

  // MARK: reading an end

  private func signed(_ name: String, _ query: SignedQuery) -> SignedURL? {
    switch end {
    case .field(let field, .seconds): return number(name, query.number(field), query)
    case .span(let from, let lasting): return span(name, from, lasting, query)
    case .window(let fields): return window(name, fields, query)
    case .untold: return .untold(name)
    case .json(let field, let member):
      return query.fields[field].flatMap(Self.json).flatMap { $0[member]?.intValue }
        .flatMap { Unit.secondsOrMilliseconds.moment("\($0)") }.map { SignedURL(name, expiresAt: $0) }
    case .field(let field, let unit):
      return unit.moment(query.fields[field]).map { SignedURL(name, expiresAt: $0) }
    case .first(let fields, let unit):
      return fields.compactMap { unit.moment(query.fields[$0]) }.min().map { SignedURL(name, expiresAt: $0) }
    case .segment(let behind, let count, let unit):
      guard let index = query.segments.firstIndex(of: behind), index + count < query.segments.count else {
        return nil
      }
      return unit.moment(query.segments[index + count]).map { SignedURL(name, expiresAt: $0) }
    case .part(let field, let separator, let index, let count, let unit):
      let parts = query.fields[field]?.split(separator: separator).map(String.init) ?? []
      // Where there are many parts the last is a digest in hexadecimal.
      guard parts.count == count, count == 2 || (parts.last?.utf8.count ?? 0) >= 16 else { return nil }
      return unit.moment(parts[index]).map { SignedURL(name, expiresAt: $0) }
    }
  }

  /// Seconds since 1970. A number too small to be one is told where the fields leave no doubt, and one that is too large is
  /// one of milliseconds.
  private func number(_ name: String, _ value: Int64?, _ query: SignedQuery) -> SignedURL? {
    let isCertain = isNamed(query.parts.host)
    guard let value, value >= 1_000_000_000 || isCertain && value > 0 else { return nil }
    var signed = SignedURL.moment(name, value)
    if value < 1_000_000_000 {
      signed.flaw = "ends at \(value) s after 1970: a duration, but the host expects a time"
    }
    return signed
  }

  private func span(_ name: String, _ from: String, _ lasting: String, _ query: SignedQuery) -> SignedURL? {
    guard let start = Unit.date.moment(query.fields[from]), let seconds = query.number(lasting), seconds >= 0
    else { return nil }
    // A host's own documentation is at odds with itself: some write the moment where others write the seconds.
    let isMoment = seconds > 1_000_000_000
    var signed = SignedURL(name, expiresAt: isMoment ? UnixTime(seconds) : start + seconds, validFrom: start)
    if let longest, seconds > longest, !isMoment {
      signed.flaw = "asks for \(seconds) s, but the host allows at most \(longest) s"
    }
    return signed
  }

  private func window(_ name: String, _ fields: [String], _ query: SignedQuery) -> SignedURL? {
    let windows = fields.compactMap { query.fields[$0] }.map {
      $0.split(separator: ";").compactMap { Int64($0) }
    }
    guard windows.allSatisfy({ $0.count == 2 }), let end = windows.map({ $0[1] }).min(),
      let start = windows.map({ $0[0] }).max()
    else { return nil }
    return SignedURL(name, expiresAt: UnixTime(end), validFrom: UnixTime(start))
  }

  private static func json(_ text: String) -> JSON? {
    if text.hasPrefix("{") { return JSON(parsing: text.utf8) }
    return Base64.decode(text).flatMap { JSON(parsing: $0) }
  }
}
