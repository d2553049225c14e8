internal import LipSyncTransfer

/// The last resort: a field named like an end beside one named like a signature.
extension SignedQuery {
  static let endBesideSignature = Family { query in
    guard query.fields.contains(where: { isSignature($0.key, $0.value) }) else { return nil }
    let found = query.fields.filter { isEnd($0.key) }.compactMap { moment($0.value) }
    guard let end = found.min() ?? span(query) else { return nil }
    var signed = SignedURL(SignedURL.nobody, expiresAt: end)
    signed.isCertain = false
    return signed
  }

  private static let addresses = [
    "ip", "srcip", "clientip", "client_ip", "userip", "user_ip", "remoteip", "remote_ip", "ipaddress",
    "ip_address",
    "token_ip", "allow_ip",
  ]

  /// The address beside an end and a signature: the only one that may use the link (docs.virtuozzo.com and cdnsun.com, URL
  /// Signing: `secure`, `expires` and `ip`; links of mycdn.me: `srcIp`).
  var address: String? {
    Self.addresses.lazy.compactMap { fields[$0] }.first { text in
      IPAddress(text).map { $0.bytes.contains { $0 != 0 } } ?? false
    }
  }

  private static func moment(_ text: String) -> UnixTime? {
    let units: [SignedRow.Unit] = [.secondsOrDate, .milliseconds, .compactDate, .letteredHexadecimal]
    return units.lazy.compactMap { $0.moment(text) }.first
  }

  private static let starts = ["ts", "t", "time", "timestamp", "date", "iat", "created", "issued", "start"]
  private static let lasting = [
    "ttl", "duration", "expires_in", "expiresin", "expire_in", "expirein", "validity", "lifetime", "max_age",
    "maxage",
    "valid_for", "expires", "exp",
  ]

  /// A moment, and the seconds that the link lives from there.
  private static func span(_ query: SignedQuery) -> UnixTime? {
    let start = starts.lazy.compactMap { SignedRow.Unit.secondsOrMilliseconds.moment(query.fields[$0]) }.first
    let seconds = lasting.lazy.compactMap { query.number($0) }.first { (1..<100_000_000).contains($0) }
    guard let start, let seconds else { return nil }
    return start + seconds
  }

  private static let ends: Set<String> = [
    "validthru", "nva", "exp", "e", "et", "etime", "endtime", "deadline", "validuntil", "validto", "until",
    "notafter", "exptime",
  ]

  /// Whether a name speaks of an end, however it is put together: `X-Expires`, `expires_at`, `linkExpiry`.
  private static func isEnd(_ name: String) -> Bool {
    let plain = name.filter(\.isLetter)
    return ends.contains(plain) || plain.contains("expire") || plain.contains("expiry")
      || plain.contains("expiration")
  }

  private static let words = ["sig", "hmac", "hash", "token", "md5", "hdnts"]
  private static let names: Set<String> = [
    "mac", "secure", "auth", "st", "s", "h", "hs", "k", "key", "verify",
  ]

  private static func isSignature(_ name: String, _ value: String) -> Bool {
    guard !value.isEmpty else { return false }
    let plain = name.filter { $0.isLetter || $0.isNumber }
    return words.contains { plain.contains($0) } || names.contains(plain)
  }
}
