/// Signatures of nobody in particular, told by their shape.
extension SignedQuery {
  /// In the order in which they are to be believed.
  static let generic: [Family] = [tokenInParts, timeInFront, baidu, endBesideSignature]

  /// `exp=N~acl=…~hmac=…`, in any field or segment: Akamai's form, which Vimeo, Uploadcare, Freepik and Cloudinary use too.
  private static let tokenInParts = Family { query in
    let texts = query.parts.fields.map { $0.name + "=" + $0.value } + query.segments
    return SignedURL.earliest(of: texts.compactMap(token))
  }

  private static let akamaiNames = ["hdnts", "hdnea", "hdntl", "__token__", "__gda__"]

  private static func token(_ text: String) -> SignedURL? {
    let parts = text.split(separator: "~").map(String.init)
    func part(_ key: String) -> String? {
      parts.lazy.compactMap { part in
        part.hasPrefix(key + "=")
          ? part : part.firstRange(of: "=\(key)=").map { String(part[$0.lowerBound...].dropFirst()) }
      }.first.map { String($0.dropFirst(key.count + 1)) }
    }
    let isAkamai = akamaiNames.contains { text.hasPrefix($0 + "=") || text.contains("&\($0)=") }
    guard isAkamai || part("hmac") != nil, let end = part("exp").flatMap({ Int64($0) }) else { return nil }
    var signed = moment(isAkamai ? "Akamai" : "a token with exp and hmac", end)
    signed.validFrom = part("st").flatMap { Int64($0) }.map(UnixTime.init)
    signed.boundTo = part("ip")
    return signed
  }

  /// A moment in front of a signature in one field: `auth_key=TIME-RANDOM-USER-MD5`, `__gda__=TIME_MD5`.
  private static let timeInFront = Family { query in
    for (name, separator, count) in [("auth_key", "-", 4), ("__gda__", "_", 2)] as [(String, Character, Int)]
    {
      let parts = query.fields[name]?.split(separator: separator).map(String.init) ?? []
      guard parts.count == count, parts.last?.utf8.count == 32, let end = end(parts[0], .seconds) else {
        continue
      }
      var signed = SignedURL("a signed link", expiresAt: end)
      signed.isCertain = false
      return signed
    }
    return nil
  }

  /// Baidu's object store: `authorization=bce-auth-v1/KEY/2026-11-23T07:00:00Z/1800/HEADERS/SIGNATURE`.
  private static let baidu = Family { query in
    let parts = query.fields["authorization"]?.split(separator: "/", omittingEmptySubsequences: false) ?? []
    guard parts.count >= 4, parts[0] == "bce-auth-v1", let start = UnixTime(iso8601: parts[2]),
      let seconds = Int64(parts[3]), seconds > 0
    else { return nil }
    var signed = SignedURL("Baidu BOS", expiresAt: start + seconds, validFrom: start)
    signed.startsEarly = 900
    return signed
  }

  /// Names of ends, in the order in which they are looked for.
  private static let ends = [
    "expires", "expire", "expiry", "expiration", "expirationtimestamp", "expires_at", "expiresat",
    "expire_at",
    "exp", "valid_until", "validuntil", "x-expires", "deadline", "e",
  ]

  private static let signatures = [
    "signature", "sig", "sign", "token", "hash", "md5", "hmac", "mac", "hdnts", "x-signature", "secure",
    "auth", "st",
  ]

  /// A field named like an end beside one named like a signature.
  private static let endBesideSignature = Family { query in
    guard signatures.contains(where: { query.fields[$0]?.isEmpty == false }) else { return nil }
    let found = ends.compactMap { name in
      query.fields[name].flatMap { end($0, .secondsOrDate) ?? end($0, .milliseconds) }
    }
    guard let end = found.min() else { return nil }
    var signed = SignedURL("a signed link", expiresAt: end)
    signed.isCertain = false
    return signed
  }
}
