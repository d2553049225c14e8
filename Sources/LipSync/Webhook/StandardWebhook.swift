internal import LipSyncTransfer
internal import Platform

/// Signatures as Standard Webhooks has them (github.com/standard-webhooks, version 1): `v1,` and the base64 of an HMAC-SHA256
/// over `ID.TIMESTAMP.BODY`. Id and moment are signed too, so a caught request is of no use later, and not under another id.
public enum StandardWebhook {
  /// What stands before a secret that is base64: the key is what that stands for. Any other secret is the key itself.
  private static let mark = "whsec_"

  /// The value of `webhook-signature`: one signature for each secret, so that a receiver may change over to a new one.
  ///
  /// - Parameters:
  ///   - body: the raw body.
  ///   - id: the value of `webhook-id`.
  ///   - timestamp: the value of `webhook-timestamp`, the moment of this sending.
  ///   - secrets: the secrets, one or more.
  public static func sign(_ body: [UInt8], id: String, at timestamp: UnixTime, secrets: [Redacted]) -> String
  {
    secrets.map { "v1," + Data(code(body, id, timestamp, $0)).base64EncodedString() }.joined(separator: " ")
  }

  /// Whether one of the signatures is right by one of the secrets, and the moment within `tolerance` of `now`, either way.
  /// Signatures of other versions are passed over.
  public static func verify(
    _ signatures: String, of body: [UInt8], id: String, at timestamp: UnixTime, secrets: [Redacted],
    tolerance: Duration = Defaults.webhookTolerance, now: UnixTime = .now
  ) -> Bool {
    guard Duration.seconds((now - timestamp).magnitude) <= tolerance else { return false }
    let given = signatures.split(separator: " ").filter { $0.hasPrefix("v1,") }.compactMap {
      Base64.decode($0.dropFirst(3))
    }
    return secrets.contains { secret in
      let right = code(body, id, timestamp, secret)
      return given.contains { Digest.areEqual($0, right) }
    }
  }

  private static func code(_ body: [UInt8], _ id: String, _ timestamp: UnixTime, _ secret: Redacted)
    -> [UInt8]
  {
    let signed = Array("\(id).\(timestamp.seconds).".utf8) + body
    return secret.reveal { secret in
      let coded = secret.hasPrefix(mark) ? Base64.decode(secret.dropFirst(mark.count)) : nil
      return Digest.hmacSHA256(signed, key: coded ?? Array(secret.utf8))
    }
  }
}
