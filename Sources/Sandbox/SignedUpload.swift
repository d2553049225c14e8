internal import Crypto
internal import LipSync

/// The signature of an upload URL: it says which asset may be stored, with which content type and until when.
struct SignedUpload: Sendable {
  private let key: SymmetricKey

  init(secret: [UInt8]) { key = SymmetricKey(data: secret) }

  /// Why a signed URL is refused.
  enum Refusal: Equatable {
    case expired
    case wrongSignature
  }

  /// The query that allows the upload of an asset until a moment.
  func query(asset: String, contentType: String, expires: Int64) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Self.message(asset, contentType, expires), using: key)
    let hex = code.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    return "expires=\(expires)&signature=\(hex)"
  }

  /// Checks the query of an upload; nil where it is allowed.
  func refusal(
    asset: String, contentType: String, expires: String?, signature: String?, now: Int64
  ) -> Refusal? {
    guard let expires = expires.flatMap({ Int64($0) }), let code = signature.flatMap(Self.bytes),
      HMAC<SHA256>.isValidAuthenticationCode(
        code, authenticating: Self.message(asset, contentType, expires), using: key)
    else { return .wrongSignature }
    return expires <= now ? .expired : nil
  }

  private static func message(_ asset: String, _ contentType: String, _ expires: Int64) -> [UInt8] {
    Array("PUT\n\(asset)\n\(contentType)\n\(expires)".utf8)
  }

  private static func bytes(hex: String) -> [UInt8]? {
    let digits = Array(hex.utf8)
    guard digits.count == 64 else { return nil }
    return stride(from: 0, to: digits.count, by: 2).reduce(into: [UInt8]?.some([])) { bytes, index in
      let pair = String(decoding: digits[index..<index + 2], as: UTF8.self)
      guard let byte = UInt8(pair, radix: 16) else { return bytes = nil }
      bytes?.append(byte)
    }
  }
}
