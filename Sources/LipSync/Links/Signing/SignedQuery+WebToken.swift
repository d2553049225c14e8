/// JSON Web Tokens, wherever in a URL they stand.
extension SignedQuery {
  /// The claims of a JSON Web Token (RFC 7519) in any field or segment, unverified: only its times are of interest.
  static let webToken = Family { query in
    // In the order in which they stand: of several the earliest end counts.
    let texts = query.parts.fields.map(\.value) + query.segments
    return SignedURL.earliest(of: texts.compactMap(Self.claims).compactMap { read($0, in: query) })
  }

  private static func read(_ claims: JSON, in query: SignedQuery) -> SignedURL? {
    let addresses = allowedAddresses(claims)
    var signed: SignedURL
    if let end = number(claims["exp"]) {
      signed = .moment("JSON Web Token", end, isCertain: false)
    } else if addresses != nil {
      signed = SignedURL("JSON Web Token", expiresAt: nil)
    } else {
      return nil
    }
    signed.validFrom = number(claims["nbf"]).map(UnixTime.init)
    signed.boundTo = addresses
    // Cloudflare Stream: without the claim its downloads are refused, its player is not.
    let isStream = [".cloudflarestream.com", ".videodelivery.net"].contains { query.parts.host.hasSuffix($0) }
    if isStream, query.segments.contains("downloads"), claims["downloadable"]?.text != "true" {
      signed.flaw = "allows no download (its token lacks downloadable: true)"
    }
    return signed
  }

  /// A claim's number, which SharePoint writes as a string.
  private static func number(_ claim: JSON?) -> Int64? {
    claim?.intValue ?? claim?.stringValue.flatMap { Int64($0) }
  }

  /// The addresses that Cloudflare Stream's access rules let in; nil where others may come, too.
  private static func allowedAddresses(_ claims: JSON) -> String? {
    guard case .array(let rules) = claims["accessRules"] ?? .null,
      rules.contains(where: { $0["type"]?.stringValue == "any" && $0["action"]?.stringValue == "block" })
    else { return nil }
    let allowed = rules.filter { $0["action"]?.stringValue == "allow" }
    let addresses = allowed.flatMap { rule -> [String] in
      guard case .array(let list) = rule["ip"] ?? .null else { return [] }
      return list.compactMap(\.stringValue)
    }
    let isOnly = allowed.allSatisfy { $0["type"]?.stringValue == "ip.src" }
    return isOnly && !addresses.isEmpty ? addresses.joined(separator: ", ") : nil
  }

  private static func claims(_ text: String) -> JSON? {
    guard let start = text.firstRange(of: "eyJ")?.lowerBound else { return nil }
    let parts = text[start...].split(separator: ".", omittingEmptySubsequences: false)
    // SharePoint's own have a version for a head: `v1.CLAIMS.SIGNATURE` (links of download.aspx, tempauth).
    let isHeadless = text[..<start].last == "." && parts.count == 2
    guard isHeadless || parts.count >= 3 else { return nil }
    return Base64.decode(parts[isHeadless ? 0 : 1]).flatMap { JSON(parsing: $0) }
  }
}
