/// A URL's query and path as the table of signed families sees them.
struct SignedQuery: Sendable {
  /// By name in lower case: those of the query, then those that stand in the path or in another field.
  let fields: [String: String]
  let parts: URLParts
  /// The path's segments, percent-decoded.
  let segments: [String]

  init(_ parts: URLParts) {
    self.parts = parts
    segments = parts.segments.map(URLParts.decoded)
    let own = parts.fields
    // COS's older links hold the whole signature in one field.
    let nested = own.filter { $0.value.contains("q-sign-time=") }.flatMap { Self.fields(in: $0.value) }
    // `a.mp4;e=…;h=…`, and `exp:…` (RFC 3986, section 3.3: parameters of a segment).
    let inPath = segments.filter { $0.contains("=") || $0.contains(";") }.flatMap { segment in
      segment.split(separator: ";").flatMap { Self.fields(in: String($0)) }
    }
    // `security=policy:…,signature:…` (filestack.com/docs/security).
    let inList = inPath.filter { $0.value.contains(":") && $0.value.contains(",") }.flatMap { field in
      field.value.split(separator: ",").map { URLParts.split(String($0), at: ":") }
        .map { (name: $0.0, value: $0.1 ?? "") }
    }
    fields = Dictionary(
      (own + nested + inPath + inList + Self.pairs(in: segments)).map { ($0.name.lowercased(), $0.value) },
      uniquingKeysWith: { first, _ in first })
  }

  private static let pairNames: Set<String> = [
    "exp", "expires", "expiry", "expiration", "sig", "signature", "hmac", "token", "hash", "md5",
  ]

  /// `/exp/MOMENT/sig/…` and `/expires:MOMENT/`: fields written as folders.
  private static func pairs(in segments: [String]) -> [(name: String, value: String)] {
    let folders = zip(segments, segments.dropFirst()).map { (name: $0, value: $1) }
    let joined = segments.compactMap { segment -> (name: String, value: String)? in
      let (name, value) = URLParts.split(segment, at: ":")
      return value.map { (name, $0) }
    }
    return (folders + joined).filter {
      pairNames.contains($0.name.lowercased()) && !$0.value.contains(":")
    }
  }

  /// `name=value` between `&`, or `;`.
  private static func fields(in text: String) -> [(name: String, value: String)] {
    text.split(separator: "&").flatMap { field -> [(name: String, value: String)] in
      let (name, value) = URLParts.split(String(field), at: "=")
      guard let value else { return [] }
      // Media CDN's stand behind a name of their own: `edge-cache-token=Expires=…&KeyName=…`.
      let inner = URLParts.split(value, at: "=")
      return [(name, URLParts.decoded(value))] + (inner.1.map { [(inner.0, URLParts.decoded($0))] } ?? [])
    }
  }

  func has(_ names: [String]) -> Bool { names.allSatisfy { fields[$0] != nil } }

  func number(_ name: String) -> Int64? { fields[name].flatMap { Int64($0) } }

  /// The segment of the path behind the one of that name; some hosts write fields as `/name/value/`.
  func after(_ name: String) -> String? {
    guard let index = segments.firstIndex(of: name), index + 1 < segments.count else { return nil }
    return segments[index + 1]
  }

  /// A way of signing that is more than a row.
  struct Family: Sendable {
    let read: @Sendable (SignedQuery) -> SignedURL?
  }

  static let families: [Family] = [cloudFrontPolicy, webToken] + shapes
}
