internal import LipSync
internal import LipSyncTransfer

/// The signature of an upload URL: it says which asset may be stored, with which content type and until when.
struct SignedUpload: Sendable {
  private let key: [UInt8]

  init(secret: [UInt8]) { key = secret }

  /// Why a signed URL is refused.
  enum Refusal: Equatable {
    case expired
    case wrongSignature
  }

  /// The query that allows the upload of an asset until a moment.
  func query(asset: String, contentType: String, expires: Int64) -> String {
    let code = Digest.hmacSHA256(Self.message(asset, contentType, expires), key: key)
    return "expires=\(expires)&signature=\(hex(code))"
  }

  /// Checks the query of an upload; nil if it is allowed.
  func refusal(
    asset: String, contentType: String, expires: String?, signature: String?, now: Int64
  ) -> Refusal? {
    guard let expires = expires.flatMap({ Int64($0) }), let code = signature.flatMap({ bytes(ofHex: $0) }),
      Digest.areEqual(code, Digest.hmacSHA256(Self.message(asset, contentType, expires), key: key))
    else { return .wrongSignature }
    return expires <= now ? .expired : nil
  }

  private static func message(_ asset: String, _ contentType: String, _ expires: Int64) -> [UInt8] {
    Array("PUT\n\(asset)\n\(contentType)\n\(expires)".utf8)
  }
}
