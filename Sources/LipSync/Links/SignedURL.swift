/// How long a signed URL lives, read from the URL alone.
public struct SignedURL: Sendable, Equatable {
  /// Whose way of signing it is, such as `AWS Signature V4`.
  public var family: String
  /// When it begins to live, where the URL says so.
  public var validFrom: UnixTime?
  /// When it dies; nil where it never does.
  public var expiresAt: UnixTime?
  /// Whether it may die before that, as its session's own end is not in the URL.
  public var mayDieEarlier = false
  /// Whether a time was written in milliseconds, which hosts read as a year far away.
  public var isInMilliseconds = false

  /// The only address that it works for, where the URL says so.
  public var boundTo: String?

  init(_ family: String, expiresAt: UnixTime?, validFrom: UnixTime? = nil) {
    self.family = family
    self.expiresAt = expiresAt
    self.validFrom = validFrom
  }

  /// What a URL's own signature says; nil where no known family is recognised. Where several are, the earliest
  /// end counts.
  public static func read(_ url: String) -> SignedURL? {
    guard let parts = URLParts(url) else { return nil }
    let fields = Dictionary(
      parts.fields.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first })
    let query = SignedQuery(fields: fields, parts: parts)
    let found = SignedQuery.families.compactMap { family in family.read(query) }
    var signed = found.min { ($0.expiresAt?.seconds ?? .max) < ($1.expiresAt?.seconds ?? .max) }
    signed?.boundTo = found.lazy.compactMap(\.boundTo).first
    return signed
  }
}

/// A URL's query as the table of families sees it.
struct SignedQuery: Sendable {
  let fields: [String: String]
  let parts: URLParts

  struct Family: Sendable {
    let read: @Sendable (SignedQuery) -> SignedURL?
  }

  /// Ways of signing, each told by the fields it needs. The order is that of their use.
  static let families: [Family] = [
    dated("AWS Signature V4", date: "x-amz-date", lifetime: "x-amz-expires", session: "x-amz-security-token"),
    dated("Google Cloud Storage V4", date: "x-goog-date", lifetime: "x-goog-expires"),
    dated("Aliyun OSS V4", date: "x-oss-date", lifetime: "x-oss-expires", session: "x-oss-security-token"),
    dated("Volcengine TOS", date: "x-tos-date", lifetime: "x-tos-expires", session: "x-tos-security-token"),
    unix("AWS Signature V2", "expires", needs: ["awsaccesskeyid", "signature"]),
    unix("CloudFront", "expires", needs: ["signature", "key-pair-id"]),
    unix("Google Cloud Storage V2", "expires", needs: ["googleaccessid", "signature"]),
    unix("Aliyun OSS", "expires", needs: ["ossaccesskeyid", "signature"]),
    unix("Huawei OBS", "expires", needs: ["accesskeyid", "signature"]),
    unix("Bunny", "expires", needs: ["token"]),
    unix("KeyCDN", "expire", needs: ["token"]),
    unix("imgix", "expires", needs: ["s"]),
    Family { query in
      guard let parameters = query.fields["sparams"], let end = query.fields["expire"].flatMap({ Int64($0) })
      else { return nil }
      var signed = SignedURL("googlevideo", expiresAt: UnixTime(end))
      if parameters.split(separator: ",").contains("ip") { signed.boundTo = query.fields["ip"] }
      return signed
    },
    unix("TikTok", "x-expires", needs: []),
    hexadecimal("Discord", "ex", needs: ["is", "hm"]),
    hexadecimal("Meta", "oe", needs: ["oh"]),
    Family { query in
      guard query.fields["sig"] != nil, let end = query.fields["se"], let se = UnixTime(iso8601: end) else {
        return nil
      }
      let keyEnd = query.fields["ske"].flatMap { UnixTime(iso8601: $0) }
      let start = query.fields["st"].flatMap { UnixTime(iso8601: $0) }
      var signed = SignedURL("Azure SAS", expiresAt: min(se, keyEnd ?? se), validFrom: start)
      signed.boundTo = query.fields["sip"]
      return signed
    },
    Family { query in
      guard let policy = query.fields["policy"], query.fields["key-pair-id"] != nil,
        let bytes = Base64.decode(
          policy.replacing("_", with: "=").replacing("~", with: "/").replacing("-", with: "+")),
        let json = JSON(parsing: bytes), case .array(let statements) = json["Statement"] ?? .null,
        let condition = statements.first?["Condition"],
        let end = condition["DateLessThan"]?["AWS:EpochTime"]?.intValue
      else { return nil }
      let start = condition["DateGreaterThan"]?["AWS:EpochTime"]?.intValue
      var signed = SignedURL(
        "CloudFront policy", expiresAt: UnixTime(end), validFrom: start.map(UnixTime.init))
      let address = condition["IpAddress"]?["AWS:SourceIp"]?.stringValue
      if address != "0.0.0.0/0" { signed.boundTo = address }
      return signed
    },
    Family { query in
      guard let window = query.fields["q-sign-time"], query.fields["q-ak"] != nil else { return nil }
      let ends = [window, query.fields["q-key-time"] ?? window].map {
        $0.split(separator: ";").compactMap { Int64($0) }
      }
      guard ends.allSatisfy({ $0.count == 2 }), let end = ends.map({ $0[1] }).min(),
        let start = ends.map({ $0[0] }).max()
      else { return nil }
      return SignedURL("Tencent COS", expiresAt: UnixTime(end), validFrom: UnixTime(start))
    },
    Family { query in
      for name in ["hdnts", "hdnea", "__token__", "__gda__"] {
        let parts = query.fields[name]?.split(separator: "~") ?? []
        func part(_ key: String) -> String? {
          parts.first { $0.hasPrefix(key) }.map { String($0.dropFirst(key.count)) }
        }
        guard let end = part("exp=").flatMap({ Int64($0) }) else { continue }
        var signed = SignedURL("Akamai", expiresAt: UnixTime(end))
        signed.boundTo = part("ip=")
        return signed
      }
      return nil
    },
    Family { query in
      let texts = Array(query.fields.values) + query.parts.path.split(separator: "/").map(String.init)
      let claims = texts.lazy.compactMap(webToken).first
      guard let end = claims?["exp"]?.intValue else { return nil }
      return SignedURL(
        "JSON Web Token", expiresAt: UnixTime(end), validFrom: claims?["nbf"]?.intValue.map(UnixTime.init))
    },
  ]

  /// Signed at a date, alive for a number of seconds.
  private static func dated(
    _ name: String, date: String, lifetime: String, session: String? = nil
  ) -> Family {
    Family { query in
      guard let start = query.fields[date].flatMap({ UnixTime(iso8601: $0) }),
        let seconds = query.fields[lifetime].flatMap({ Int64($0) }), seconds >= 0
      else { return nil }
      // A host's own documentation is at odds with itself: some write the moment where others write the seconds.
      let end = seconds > 1_000_000_000 ? UnixTime(seconds) : start + seconds
      var signed = SignedURL(name, expiresAt: end, validFrom: start)
      signed.mayDieEarlier = session.map { query.fields[$0] != nil } ?? false
      return signed
    }
  }

  /// Alive until seconds since 1970.
  private static func unix(_ name: String, _ field: String, needs: [String]) -> Family {
    Family { query in
      guard needs.allSatisfy({ query.fields[$0] != nil }),
        let value = query.fields[field].flatMap({ Int64($0) }),
        value >= 1_000_000_000
      else { return nil }
      let isInMilliseconds = value > 100_000_000_000
      var signed = SignedURL(name, expiresAt: UnixTime(isInMilliseconds ? value / 1000 : value))
      signed.isInMilliseconds = isInMilliseconds
      return signed
    }
  }

  /// Alive until hexadecimal seconds since 1970.
  private static func hexadecimal(_ name: String, _ field: String, needs: [String]) -> Family {
    Family { query in
      guard needs.allSatisfy({ query.fields[$0] != nil }),
        let value = query.fields[field].flatMap({ Int64($0, radix: 16) }), value >= 1_000_000_000
      else { return nil }
      return SignedURL(name, expiresAt: UnixTime(value))
    }
  }

  /// The claims of a JSON Web Token (RFC 7519), unverified: only its end is of interest.
  private static func webToken(_ text: String) -> JSON? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard text.hasPrefix("eyJ"), parts.count == 3 else { return nil }
    return Base64.decode(parts[1]).flatMap { JSON(parsing: $0) }
  }
}
