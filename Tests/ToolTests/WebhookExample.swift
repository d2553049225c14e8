import LipSync

/// What arrives at the receiving end of a webhook, as any web framework has it.
struct Delivery {
  var headers: [String: String]
  /// The raw body: the signatures cover exactly these bytes, not JSON that was parsed and written again.
  var body: [UInt8]
}

/// Accepts deliveries of `lipflight wait --notify`: verifies them, recognises repetitions, answers at once.
actor Receiver {
  private let secret: Redacted
  private let handle: @Sendable (JSON) -> Void
  private var seen: Set<String> = []

  init(secret: Redacted, handle: @escaping @Sendable (JSON) -> Void) {
    self.secret = secret
    self.handle = handle
  }

  /// The HTTP status to answer with.
  func receive(_ delivery: Delivery) -> Int {
    // Both headers are required: the time is signed too, so an intercepted request is useless after five minutes.
    guard let signature = delivery.headers["x-webhook-timestamp-signature"],
      let moment = delivery.headers["x-webhook-timestamp"].flatMap({ Int64($0) }),
      WebhookSignature.verify(signature, of: delivery.body, at: UnixTime(moment), secret: secret)
    else { return 401 }
    guard let event = JSON(parsing: delivery.body), let id = event["event_id"]?.stringValue else {
      return 400
    }
    // A delivery whose answer was lost is repeated: it is acknowledged, and not handled twice.
    if seen.insert(id).inserted { handle(event) }
    return 204
  }
}
