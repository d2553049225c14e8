/// What a receiver makes of a request: a pure function of its headers, its body and the secrets.
public enum WebhookReceipt: Sendable, Equatable {
  /// Signed by who knows a secret.
  case genuine(WebhookMessage)
  /// Not to be believed: why.
  case refused(String)
  /// Signed, and no event: why.
  case malformed(String)

  /// Reads a request that follows the service's convention or that of Standard Webhooks.
  ///
  /// The strongest signature that is there decides: `webhook-signature`, else `X-Webhook-Timestamp-Signature`, else
  /// `X-Webhook-Signature`, which does not die: a repetition of it is recognised by its event's id. An id counts only where
  /// it is signed.
  ///
  /// - Parameters:
  ///   - header: the value of a header, by a name in lower case.
  ///   - body: the raw body.
  ///   - secrets: any of them may have signed it.
  ///   - tolerance: how far a moment that is signed may be from now.
  public static func read(
    _ body: [UInt8], secrets: [Redacted], tolerance: Duration = Defaults.webhookTolerance,
    now: UnixTime = .now, header: (String) -> String?
  ) -> WebhookReceipt {
    var signedID: String?
    let isGenuine: Bool
    if let signature = header("webhook-signature") {
      guard let id = header("webhook-id"), let moment = moment(header("webhook-timestamp")) else {
        return .refused("webhook-signature stands without webhook-id or webhook-timestamp")
      }
      signedID = id
      isGenuine = StandardWebhook.verify(
        signature, of: body, id: id, at: moment, secrets: secrets, tolerance: tolerance, now: now)
    } else if let signature = header("x-webhook-timestamp-signature") {
      guard let moment = moment(header("x-webhook-timestamp")) else {
        return .refused("X-Webhook-Timestamp-Signature stands without X-Webhook-Timestamp")
      }
      isGenuine = secrets.contains {
        WebhookSignature.verify(
          signature, of: body, at: moment, secret: $0, tolerance: tolerance, now: now)
      }
    } else if let signature = header("x-webhook-signature") {
      isGenuine = secrets.contains { WebhookSignature.verify(signature, of: body, secret: $0) }
    } else {
      return .refused("no signature")
    }
    guard isGenuine else {
      return .refused("the signature is not of these bytes, this secret and about this time")
    }
    guard let event = JSON(parsing: body), case .object = event else {
      return .malformed("the body is no JSON object")
    }
    let name =
      event["event"]?.stringValue ?? event["type"]?.stringValue ?? header("x-webhook-event") ?? "event"
    let id = signedID ?? event["event_id"]?.stringValue ?? event["id"]?.stringValue
    return .genuine(
      WebhookMessage(
        id: id ?? "sha256-" + Digest.sha256(String(decoding: body, as: UTF8.self)), name: name, body: body))
  }

  private static func moment(_ text: String?) -> UnixTime? { text.flatMap { Int64($0) }.map { UnixTime($0) } }
}
