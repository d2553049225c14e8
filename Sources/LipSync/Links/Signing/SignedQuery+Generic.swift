/// Signatures told by their shape, whosoever's they are.
extension SignedQuery {
  /// In the order in which they are to be believed.
  static let shapes: [Family] = [
    tokenInParts, baidu, baiduStore, imgproxy, tiktokPath, upyun, wowza, dateInPath, hexadecimalInPath,
    secureLink, commaSeparated, brightcove, feishu, mediaFire, signingMoment, minioConsole,
    endBesideSignature,
  ]

  /// CloudFront's own policy, and its times (docs.aws.amazon.com, CloudFront: Create a signed URL using a custom policy).
  static let cloudFrontPolicy = Family { query in
    guard let policy = query.fields["policy"], query.fields["key-pair-id"] != nil,
      let bytes = Base64.decode(
        policy.replacing("_", with: "=").replacing("~", with: "/").replacing("-", with: "+")),
      let json = JSON(parsing: bytes), case .array(let statements) = json["Statement"] ?? .null,
      let condition = statements.first?["Condition"],
      let end = condition["DateLessThan"]?["AWS:EpochTime"]?.intValue
    else { return nil }
    let start = condition["DateGreaterThan"]?["AWS:EpochTime"]?.intValue
    var signed = SignedURL.moment("CloudFront policy", end)
    signed.validFrom = start.map(UnixTime.init)
    let address = condition["IpAddress"]?["AWS:SourceIp"]?.stringValue
    if address != "0.0.0.0/0" { signed.boundTo = address }
    return signed
  }

  /// `exp=N~acl=…~hmac=…`, in any field or segment: Akamai's form (github.com/akamai/EdgeAuth-Token-Python), which Vimeo,
  /// Uploadcare, Freepik and Cloudinary use too.
  private static let tokenInParts = Family { query in
    let texts = query.parts.fields.map { $0.name + "=" + $0.value } + query.segments
    return SignedURL.earliest(of: texts.compactMap { token($0, at: query.parts.host) })
  }

  private static let akamaiNames = ["hdnts", "hdnea", "hdntl", "__token__", "__gda__"]

  private static func token(_ text: String, at host: String) -> SignedURL? {
    let parts = text.split(separator: "~").map(String.init)
    func part(_ key: String) -> String? {
      parts.lazy.compactMap { part in
        part.hasPrefix(key + "=")
          ? part : part.firstRange(of: "=\(key)=").map { String(part[$0.lowerBound...].dropFirst()) }
      }.first.map { String($0.dropFirst(key.count + 1)) }
    }
    let isAkamai = akamaiNames.contains { text.hasPrefix($0 + "=") || text.contains("&\($0)=") }
    guard isAkamai || part("hmac") != nil, let end = part("exp").flatMap({ Int64($0) }) else { return nil }
    let isVimeo = host.hasSuffix(".vimeocdn.com") || host.hasSuffix(".vimeo.com")
    var signed = SignedURL.moment(
      isVimeo ? "Vimeo" : isAkamai ? "Akamai" : "a token with exp and hmac", end)
    signed.validFrom = part("st").flatMap { Int64($0) }.map(UnixTime.init)
    signed.boundTo = part("ip")
    return signed
  }

  /// Baidu's drive: a moment and a duration such as 8h, which is not the field of Signature V2.
  private static let baidu = Family { query in
    guard let start = query.number("time"), let lifetime = query.fields["expires"], lifetime.hasSuffix("h"),
      let hours = Int64(lifetime.dropLast()), (1...10_000).contains(hours)
    else { return nil }
    return SignedURL("Baidu", expiresAt: UnixTime(start) + hours * 3600)
  }

  /// Baidu's object store: `authorization=bce-auth-v1/KEY/2026-11-23T07:00:00Z/1800/HEADERS/SIGNATURE` (cloud.baidu.com,
  /// BOS: authentication by URL).
  private static let baiduStore = Family { query in
    let parts = query.fields["authorization"]?.split(separator: "/", omittingEmptySubsequences: false) ?? []
    guard parts.count >= 4, parts[0] == "bce-auth-v1", let start = UnixTime(iso8601: parts[2]),
      let seconds = Int64(parts[3]), seconds > 0
    else { return nil }
    var signed = SignedURL("Baidu BOS", expiresAt: start + seconds, validFrom: start)
    signed.startsEarly = SignedRow.signerSkew
    return signed
  }

  /// imgproxy: an option of the path, never the first segment, which is the signature (docs.imgproxy.net, expires).
  private static let imgproxy = Family { query in
    let option = query.segments.dropFirst().first { $0.hasPrefix("exp:") || $0.hasPrefix("expires:") }
    return option?.split(separator: ":").last.flatMap { Int64($0) }
      .map { SignedURL.moment("imgproxy", $0, isCertain: false) }
  }

  /// TikTok's older form: /HASH/5f10bbec/video/…
  private static let tiktokPath = Family { query in
    guard let index = query.segments.firstIndex(of: "video"), index >= 2,
      query.segments[index - 2].utf8.count == 32,
      let end = SignedRow.Unit.hexadecimal.moment(query.segments[index - 1])
    else { return nil }
    return SignedURL("TikTok", expiresAt: end)
  }

  /// Upyun: eight digits of a hash, and the moment behind them (help.upyun.com, token anti-leech).
  private static let upyun = Family { query in
    guard let text = query.fields["_upt"], text.utf8.count == 18,
      let end = SignedRow.Unit.seconds.moment(String(text.suffix(10)))
    else { return nil }
    return SignedURL("Upyun", expiresAt: end)
  }

  /// Wowza: `PREFIXendtime` beside `PREFIXhash`; the prefix is the owner's choice (wowza.com, SecureToken query parameters).
  private static let wowza = Family { query in
    let prefixes = query.fields.keys.filter { $0.hasSuffix("endtime") }.map { String($0.dropLast(7)) }
    let found = prefixes.sorted().compactMap { prefix -> SignedURL? in
      guard query.fields[prefix + "hash"] != nil,
        let end = SignedRow.Unit.seconds.moment(query.fields[prefix + "endtime"])
      else { return nil }
      var signed = SignedURL(prefix == "wowzatoken" ? "Wowza" : SignedURL.nobody, expiresAt: end)
      signed.validFrom = SignedRow.Unit.seconds.moment(query.fields[prefix + "starttime"])
      signed.isCertain = prefix == "wowzatoken"
      return signed
    }
    return SignedURL.earliest(of: found)
  }

  /// `verify=MOMENT-SIGNATURE`: when it was signed; how long it lives stands in the host's rule alone (developers.cloudflare.com,
  /// is_timed_hmac_valid_v0).
  private static let signingMoment = Family { query in
    let halves = query.fields["verify"]?.split(separator: "-", maxSplits: 1) ?? []
    guard halves.count == 2, halves[0].count == 10, Int64(halves[0]) != nil else { return nil }
    return SignedURL.untold("a link with the moment of its signing")
  }

  /// MinIO's console shares an object by the signed link to it, in base64 (github.com/minio/console, share).
  private static let minioConsole = Family { query in
    guard let text = query.after("download-shared-object"), let bytes = Base64.decode(text) else {
      return nil
    }
    let inner = String(decoding: bytes, as: UTF8.self)
    // A link into itself is none.
    return inner.contains("download-shared-object") ? nil : SignedURL.read(inner)
  }
}
