/// Ways of signing, each told by the fields it needs; the order is that of their use.
extension SignedQuery {
  static let families: [Family] =
    storage + [azure, cloudFrontPolicy, tencent] + delivery + applications + [webToken]
    + rows.map(\.reader) + generic + [withoutEnd]

  /// Object stores.
  private static let storage: [Family] = [
    dated(
      "AWS Signature V4", date: "x-amz-date", lifetime: "x-amz-expires", session: "x-amz-security-token",
      longest: 604_800),
    dated("Google Cloud Storage V4", date: "x-goog-date", lifetime: "x-goog-expires", longest: 604_800),
    dated("Aliyun OSS V4", date: "x-oss-date", lifetime: "x-oss-expires", session: "x-oss-security-token"),
    dated(
      "Volcengine TOS", date: "x-tos-date", lifetime: "x-tos-expires", session: "x-tos-security-token",
      longest: 2_592_000),
    dated("Huawei OBS V4", date: "x-obs-date", lifetime: "x-obs-expires", session: "x-obs-security-token"),
    unix(
      "AWS Signature V2", "expires", needs: ["awsaccesskeyid", "signature"], session: "x-amz-security-token"),
    unix("CloudFront", "expires", needs: ["signature", "key-pair-id"]),
    unix(
      "Google Cloud Storage V2", "expires", needs: ["googleaccessid", "signature"], longestAhead: 604_800),
    unix("Aliyun OSS", "expires", needs: ["ossaccesskeyid", "signature"], session: "security-token"),
    unix("Huawei OBS", "expires", needs: ["accesskeyid", "signature"]),
    Family { query in
      guard query.fields["authorization"] != nil, query.segments.first == "file" else { return nil }
      return unknown("Backblaze B2")
    },
  ]

  private static let azure = Family { query in
    guard query.has(["sig", "sv"]) || query.has(["sig", "se"]) else { return nil }
    let ends = ["se", "ske"].compactMap { query.fields[$0].flatMap { UnixTime(iso8601: $0) } }
    guard let end = ends.min() else {
      return query.fields["si"] == nil ? nil : unknown("Azure SAS with a stored policy")
    }
    let starts = ["st", "skt"].compactMap { query.fields[$0].flatMap { UnixTime(iso8601: $0) } }
    var signed = SignedURL("Azure SAS", expiresAt: end, validFrom: starts.max())
    signed.boundTo = query.fields["sip"]
    if let rights = query.fields["sp"], !rights.contains("r") {
      signed.flaw = "allows no reading (sp=\(rights))"
    }
    if query.fields["spr"] == "https", query.parts.scheme == "http" {
      signed.flaw = "is for https only (spr=https)"
    }
    return signed
  }

  private static let cloudFrontPolicy = Family { query in
    guard let policy = query.fields["policy"], query.fields["key-pair-id"] != nil,
      let bytes = Base64.decode(
        policy.replacing("_", with: "=").replacing("~", with: "/").replacing("-", with: "+")),
      let json = JSON(parsing: bytes), case .array(let statements) = json["Statement"] ?? .null,
      let condition = statements.first?["Condition"],
      let end = condition["DateLessThan"]?["AWS:EpochTime"]?.intValue
    else { return nil }
    let start = condition["DateGreaterThan"]?["AWS:EpochTime"]?.intValue
    var signed = moment("CloudFront policy", end)
    signed.validFrom = start.map(UnixTime.init)
    let address = condition["IpAddress"]?["AWS:SourceIp"]?.stringValue
    if address != "0.0.0.0/0" { signed.boundTo = address }
    return signed
  }

  private static let tencent = Family { query in
    guard let window = query.fields["q-sign-time"], query.fields["q-ak"] != nil else { return nil }
    let ends = [window, query.fields["q-key-time"] ?? window].map {
      $0.split(separator: ";").compactMap { Int64($0) }
    }
    guard ends.allSatisfy({ $0.count == 2 }), let end = ends.map({ $0[1] }).min(),
      let start = ends.map({ $0[0] }).max()
    else { return nil }
    return SignedURL("Tencent COS", expiresAt: UnixTime(end), validFrom: UnixTime(start))
  }

  /// Delivery networks.
  private static let delivery: [Family] = [
    unix("Bunny", "expires", needs: ["token"], isCertain: false),
    Family { query in
      guard query.inPath("bcdn_token") != nil, let end = query.inPath("expires").flatMap({ Int64($0) }) else {
        return nil
      }
      return moment("Bunny", end)
    },
    unix("KeyCDN", "expire", needs: ["token"], isCertain: false),
    unix("imgix", "expires", needs: ["s"], isCertain: false),
    Family { query in
      // Fastly's sample: the end and the signature in one field.
      let halves = query.fields["token"]?.split(separator: "_") ?? []
      guard halves.count == 2, (10...11).contains(halves[0].count), let end = Int64(halves[0]) else {
        return nil
      }
      return moment("Fastly", end, isCertain: false)
    },
    Family { query in
      // imgproxy: an option of the path, never the first segment, which is the signature.
      let option = query.segments.dropFirst().first { $0.hasPrefix("exp:") || $0.hasPrefix("expires:") }
      return option?.split(separator: ":").last.flatMap { Int64($0) }
        .map { moment("imgproxy", $0, isCertain: false) }
    },
    Family { query in
      // Cloudflare's HMAC token: the moment of signing; how long it lives stands in the rule alone.
      let halves = query.fields["verify"]?.split(separator: "-", maxSplits: 1) ?? []
      guard halves.count == 2, halves[0].count == 10, Int64(halves[0]) != nil else { return nil }
      return unknown("Cloudflare token")
    },
  ]

  /// Hosts of applications.
  private static let applications: [Family] = [
    Family { query in
      // Four hours where its API made it, fewer uses where a page did.
      let isDropbox = query.parts.host.hasSuffix(".dropboxusercontent.com")
      return isDropbox && ["content_link", "apitl", "cd"].contains(query.segments.first)
        ? unknown("Dropbox temporary link") : nil
    },
    hexadecimal("Discord", "ex", start: "is", needs: ["is", "hm"]),
    hexadecimal("Meta", "oe", start: nil, needs: ["oh"]),
    Family { query in
      guard let parameters = query.fields["sparams"], let end = query.number("expire") else { return nil }
      var signed = moment("googlevideo", end)
      if parameters.split(separator: ",").contains("ip") { signed.boundTo = query.fields["ip"] }
      return signed
    },
    Family { query in
      // The same in the path: /videoplayback/expire/1700000000/ip/192.0.2.1/…
      guard query.segments.first == "videoplayback", let end = query.after("expire").flatMap({ Int64($0) })
      else { return nil }
      var signed = moment("googlevideo", end)
      let parameters = query.after("sparams")?.split(separator: ",") ?? []
      if parameters.contains("ip") { signed.boundTo = query.after("ip") }
      return signed
    },
    unix("TikTok", "x-expires", needs: []),
    Family { query in
      // TikTok's older form: /HASH/5f10bbec/video/…
      guard let index = query.segments.firstIndex(of: "video"), index >= 2,
        query.segments[index - 2].count == 32, query.segments[index - 1].count == 8,
        let end = Int64(query.segments[index - 1], radix: 16), end >= 1_000_000_000
      else { return nil }
      return moment("TikTok", end)
    },
    unix("Bilibili", "deadline", needs: ["upsig"]),
    unix("Bytescale", "exp", needs: ["sig"], isCertain: false, takesMilliseconds: true),
    Family { query in
      // Baidu: a moment and a duration such as 8h, which is not the field of Signature V2.
      guard let start = query.number("time"), let lifetime = query.fields["expires"], lifetime.hasSuffix("h"),
        let hours = Int64(lifetime.dropLast()), (1...10_000).contains(hours)
      else { return nil }
      return SignedURL("Baidu", expiresAt: UnixTime(start) + hours * 3600)
    },
  ]

  // MARK: the ways of writing an end

  static func unknown(_ name: String) -> SignedURL {
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

  /// How far a signer's clock may run ahead, in seconds, for stores to take its date all the same: S3 and those like it
  /// allow 15 minutes either way (RequestTimeTooSkewed; MinIO's `globalMaxSkewTime`).
  private static let signerSkew: Int64 = 900

  /// Signed at a date, alive for a number of seconds.
  private static func dated(
    _ name: String, date: String, lifetime: String, session: String? = nil, longest: Int64? = nil
  ) -> Family {
    Family { query in
      guard let start = query.fields[date].flatMap({ UnixTime(iso8601: $0) }),
        let seconds = query.number(lifetime), seconds >= 0
      else { return nil }
      // A host's own documentation is at odds with itself: some write the moment where others write the seconds.
      let isMoment = seconds > 1_000_000_000
      var signed = SignedURL(
        name, expiresAt: isMoment ? UnixTime(seconds) : start + seconds, validFrom: start)
      signed.startsEarly = signerSkew
      signed.mayDieEarlier = session.map { query.fields[$0] != nil } ?? false
      if let longest, seconds > longest, !isMoment {
        signed.flaw = "asks for \(seconds) s, where the host allows \(longest) s at most"
      }
      return signed
    }
  }

  /// Alive until seconds since 1970. A number too small to be one is told only where the fields leave no doubt.
  private static func unix(
    _ name: String, _ field: String, needs: [String], session: String? = nil, isCertain: Bool = true,
    longestAhead: Int64? = nil, takesMilliseconds: Bool = false
  ) -> Family {
    Family { query in
      guard query.has(needs), let value = query.number(field),
        value >= 1_000_000_000 || isCertain && value > 0
      else { return nil }
      var signed = moment(name, value, isCertain: isCertain)
      if value < 1_000_000_000 {
        signed.flaw = "ends at \(value) s after 1970: a duration where the host reads a moment"
      }
      if takesMilliseconds { signed.isInMilliseconds = false }
      signed.longestAhead = longestAhead
      signed.mayDieEarlier = session.map { query.fields[$0] != nil } ?? false
      return signed
    }
  }

  /// Alive until hexadecimal seconds since 1970.
  private static func hexadecimal(_ name: String, _ field: String, start: String?, needs: [String]) -> Family
  {
    Family { query in
      func time(_ field: String) -> UnixTime? {
        query.fields[field].flatMap { Int64($0, radix: 16) }.flatMap {
          $0 >= 1_000_000_000 ? UnixTime($0) : nil
        }
      }
      guard query.has(needs), let end = time(field) else { return nil }
      return SignedURL(name, expiresAt: end, validFrom: start.flatMap(time))
    }
  }
}
