internal import LipSyncTransfer

/// Signatures of webhook bodies as the service makes them: lower-case hex of an HMAC-SHA256 over the raw body.
public enum WebhookSignature {
  /// The signature of a body: 64 hexadecimal digits.
  public static func sign(_ body: [UInt8], secret: Redacted) -> String {
    hex(code(of: body, secret))
  }

  /// Whether a signature is that of a body, compared in constant time. Case does not matter, and `sha256=` before it does no
  /// harm; the body must be exactly the bytes received.
  public static func verify(_ signature: String, of body: [UInt8], secret: Redacted) -> Bool {
    let prefix = signature.lowercased().hasPrefix("sha256=") ? 7 : 0
    guard let given = bytes(ofHex: signature.dropFirst(prefix)) else { return false }
    return Digest.areEqual(given, code(of: body, secret))
  }

  /// The signature over `TIMESTAMP.BODY`, which binds a body to the moment of its sending: the service's own signature
  /// leaves an intercepted request valid forever.
  public static func sign(_ body: [UInt8], at timestamp: UnixTime, secret: Redacted) -> String {
    sign(Array("\(timestamp.seconds).".utf8) + body, secret: secret)
  }

  /// Whether a timestamped signature is right and its moment within `tolerance` of `now`, either way.
  public static func verify(
    _ signature: String, of body: [UInt8], at timestamp: UnixTime, secret: Redacted,
    tolerance: Duration = Defaults.webhookTolerance, now: UnixTime = .now
  ) -> Bool {
    let isRight = verify(signature, of: Array("\(timestamp.seconds).".utf8) + body, secret: secret)
    return isRight && Duration.seconds((now - timestamp).magnitude) <= tolerance
  }

  private static func code(of body: [UInt8], _ secret: Redacted) -> [UInt8] {
    secret.reveal { Digest.hmacSHA256(body, key: Array($0.utf8)) }
  }
}
