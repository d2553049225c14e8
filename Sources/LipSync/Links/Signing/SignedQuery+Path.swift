/// Signatures whose moment stands in the path, or in one field together with the signature.
extension SignedQuery {
  /// Whether a text is an MD5 or a SHA-256, in hexadecimal.
  static func isDigest(_ text: String) -> Bool {
    [32, 64].contains(text.utf8.count) && text.allSatisfy { $0.isASCII && $0.isHexDigit }
  }

  /// `/202611231500/MD5/…`: the time of the signer in China, and a life that the network is set to (help.aliyun.com, CDN: Type B
  /// signing; support.huaweicloud.com, CDN: Signing Method B; tencentcloud.com/document/product/228/35223).
  static let dateInPath = Family { query in
    guard query.segments.count >= 3, [12, 14].contains(query.segments[0].utf8.count),
      query.segments[0].allSatisfy({ $0.isASCII && $0.isNumber }),
      isDigest(query.segments[1]),
      let local = UnixTime(iso8601: query.segments[0].prefix(8) + "T" + query.segments[0].dropFirst(8) + "Z")
    else { return nil }
    var signed = SignedURL(SignedURL.nobody, expiresAt: local + -8 * 3600)
    (signed.livesOn, signed.isCertain) = (630_720_000, false)
    return signed
  }

  /// `/MD5/6b03e4ac/…`: the moment of signing in hexadecimal (alibabacloud.com/help/en/dcdn/type-c-signing, Format 1;
  /// tencentcloud.com/document/product/228/35224, Type C; support.huaweicloud.com, Signing Method C1; redmine.lighttpd.net,
  /// mod_secdownload, behind a prefix). The network's own setting tells how long it lives from there.
  static let hexadecimalInPath = Family { query in
    let pairs = zip(query.segments, query.segments.dropFirst()).prefix(3)
    let moment = pairs.lazy.filter { isDigest($0.0) }.compactMap { SignedRow.Unit.hexadecimal.moment($0.1) }
      .compactMap(SignedRow.Unit.ofThisAge).first
    guard query.segments.count >= 3, let moment else { return nil }
    var signed = SignedURL(SignedURL.nobody, expiresAt: moment)
    (signed.livesOn, signed.isCertain) = (630_720_000, false)
    return signed
  }

  /// `/…/MD5/1795417260/…`, the digest in base64url without its padding (nginx.org, ngx_http_secure_link_module; gcore.com,
  /// secure token for streams).
  static let secureLink = Family { query in
    let end = zip(query.segments, query.segments.dropFirst()).lazy.filter { isShortDigest($0.0) }
      .compactMap { SignedRow.Unit.seconds.moment($0.1) }.first
    return end.map { uncertain($0) }
  }

  /// `/MD5==,1795417260/…` and `secure=MD5==,1795417260` (client.cdn77.com, Secure token).
  static let commaSeparated = Family { query in
    let texts = [query.fields["secure"]].compactMap(\.self) + query.segments
    let end = texts.lazy.compactMap { text -> UnixTime? in
      let halves = text.split(separator: ",").map(String.init)
      guard halves.count == 2, isShortDigest(halves[0]) else { return nil }
      return SignedRow.Unit.seconds.moment(halves[1])
    }.first
    return end.map { uncertain($0) }
  }

  /// Brightcove: `fastly_token=6b03e4ac_SIGNATURE` (links of media.brightcove.com).
  static let brightcove = Family { query in
    let halves = query.fields["fastly_token"]?.split(separator: "_").map(String.init) ?? []
    return halves.count == 2
      ? SignedRow.Unit.hexadecimal.moment(halves[0]).map { SignedURL("Brightcove", expiresAt: $0) } : nil
  }

  /// Feishu and Lark: `code=…_START:END_V3` (links of internal-api-drive-stream.feishu.cn).
  static let feishu = Family { query in
    let window =
      query.fields["code"]?.split(separator: "_").last { $0.contains(":") }?.split(separator: ":") ?? []
    guard window.count == 2, let start = SignedRow.Unit.seconds.moment(String(window[0])),
      let end = SignedRow.Unit.seconds.moment(String(window[1]))
    else { return nil }
    return SignedURL("Feishu or Lark", expiresAt: end, validFrom: start)
  }

  /// MediaFire's own download, of a number in the host's name: some hours (github.com/un-linked/unlinked #22).
  static let mediaFire = Family { query in
    query.parts.host.hasPrefix("download") && query.parts.host.hasSuffix(".mediafire.com")
      ? .untold("MediaFire download") : nil
  }

  private static func uncertain(_ end: UnixTime) -> SignedURL {
    var signed = SignedURL(SignedURL.nobody, expiresAt: end)
    signed.isCertain = false
    return signed
  }

  /// An MD5 in base64: 22 signs, and two of padding or none, which no word of that length looks like.
  private static func isShortDigest(_ text: String) -> Bool {
    let bare = text.filter { $0 != "=" }
    return bare.utf8.count == 22 && Base64.decode(bare)?.count == 16 && bare.contains(where: \.isUppercase)
      && bare.contains(where: \.isLowercase)
  }
}
