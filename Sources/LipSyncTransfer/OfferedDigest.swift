internal import Platform

/// A digest that a server states for an object, to verify the bytes received.
struct OfferedDigest: Sendable, Equatable {
  var checksum: Checksum
  var value: [UInt8]
  /// The header that stated it.
  var header: String
  /// Whether it may be something else that looks like a digest: a match is proof, a mismatch proves nothing.
  var isGuess = false

  /// All that an answer offers for the whole object, strongest first; CRCs only if there is nothing better.
  ///
  /// Headers of the message (`Content-Digest`, `Content-MD5`) count only if the message was the whole. Composite
  /// checksums of objects stored in parts are not digests of the object and are left out.
  static func all(in head: Response) -> [OfferedDigest] {
    let isWhole = head.contentRange == nil && head.status != 206
    var offers: [OfferedDigest] = []
    for (name, text) in head.headers {
      let name = name.lowercased()
      if messageHeaders.contains(name), !isWhole { continue }
      for (checksum, value) in readers[name]?(text, head) ?? [] where value.count == checksum.size {
        offers.append(OfferedDigest(checksum: checksum, value: value, header: name))
      }
    }
    if let value = head.header("ETag").flatMap(md5(ofETag:)) {
      offers.append(OfferedDigest(checksum: .md5, value: value, header: "etag", isGuess: true))
    }
    let order = Checksum.allCases
    let sorted = order.flatMap { checksum in offers.filter { $0.checksum == checksum } }
    let hashes = sorted.filter { $0.checksum.isHash && !$0.isGuess }
    return hashes.isEmpty ? sorted : sorted.filter(\.checksum.isHash)
  }

  /// How `verified_by` names it.
  var name: String { isGuess ? "etag-\(checksum.rawValue)" : checksum.rawValue }

  private static let messageHeaders: Set<String> = ["content-digest", "content-md5"]

  private typealias Reader = @Sendable (String, Response) -> [(Checksum, [UInt8])]

  /// How each header is read.
  private static let readers: [String: Reader] = {
    var table: [String: Reader] = [
      // RFC 9530, and RFC 3230 before it.
      "repr-digest": { text, _ in dictionary(text) }, "content-digest": { text, _ in dictionary(text) },
      "digest": { text, _ in dictionary(text) },
      // RFC 1864, and Azure's for the whole blob.
      "content-md5": { text, _ in [(.md5, base64(text))] },
      "x-ms-blob-content-md5": { text, _ in [(.md5, base64(text))] },
      // Google's is for the stored object, which transcoding changes.
      "x-goog-hash": { text, head in
        let coding = head.header("x-goog-stored-content-encoding") ?? "identity"
        return coding == "identity" ? dictionary(text) : []
      },
      "x-oss-hash-crc64ecma": { text, _ in [(.crc64ecma, decimal(text))] },
      "x-cos-hash-crc64ecma": { text, _ in [(.crc64ecma, decimal(text))] },
      "x-bz-content-sha1": { text, _ in [(.sha1, bytes(ofHex: text) ?? [])] },
    ]
    for checksum in Checksum.allCases {
      table["x-amz-checksum-\(checksum.rawValue)"] = { text, head in
        let isComposite = head.header("x-amz-checksum-type")?.lowercased() == "composite"
        return isComposite ? [] : [(checksum, base64(text))]
      }
    }
    return table
  }()

  /// Names in `Digest` and its kin.
  private static let names: [String: Checksum] = [
    "sha-512": .sha512, "sha-256": .sha256, "sha": .sha1, "sha-1": .sha1, "md5": .md5, "crc32c": .crc32c,
  ]

  /// `NAME=VALUE, NAME=VALUE`, with the values in colons if it is a structured field.
  private static func dictionary(_ text: String) -> [(Checksum, [UInt8])] {
    text.split(separator: ",").compactMap { pair in
      let halves = pair.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
      guard halves.count == 2, let checksum = names[halves[0].lowercased()] else { return nil }
      let value = halves[1].split(separator: ":", omittingEmptySubsequences: true).first ?? ""
      return (checksum, base64(String(value)))
    }
  }

  private static func base64(_ text: String) -> [UInt8] { Data(base64Encoded: text).map(Array.init) ?? [] }

  private static func decimal(_ text: String) -> [UInt8] {
    guard let number = UInt64(text) else { return [] }
    return (0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> UInt64($0 * 8)) }
  }

  /// An ETag of 32 hex digits is the MD5 of an object that was stored in one piece, on S3 and much that is like it.
  private static func md5(ofETag tag: String) -> [UInt8]? {
    guard tag.utf8.count == 34, tag.first == "\"", tag.last == "\"" else { return nil }
    return bytes(ofHex: tag.dropFirst().dropLast())
  }
}
