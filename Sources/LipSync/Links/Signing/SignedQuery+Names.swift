/// The last resort: a field named like an end beside one named like a signature.
extension SignedQuery {
  static let endBesideSignature = Family { query in
    guard query.fields.contains(where: { isSignature($0.key, $0.value) }) else { return nil }
    let found = query.fields.filter { isEnd($0.key) }.compactMap { field in
      SignedRow.Unit.secondsOrDate.moment(field.value) ?? SignedRow.Unit.milliseconds.moment(field.value)
    }
    guard let end = found.min() else { return nil }
    var signed = SignedURL(SignedURL.nobody, expiresAt: end)
    signed.isCertain = false
    return signed
  }

  private static let ends: Set<String> = [
    "exp", "e", "et", "etime", "endtime", "deadline", "validuntil", "validto", "until", "notafter", "exptime",
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
