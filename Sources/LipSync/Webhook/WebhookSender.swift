internal import LipSyncMedia
public import LipSyncTransfer

/// Posts signed events to a receiver until it accepts them.
public struct WebhookSender: Sendable {
  private let client: HTTPClient
  private let url: String
  private let secret: Redacted
  private let pace: Pace

  /// A sender to a receiver: `https`, or `http` to an address that the client's policy takes as private.
  ///
  /// - Throws: `ServiceError` with code `configuration` for any other URL.
  public init(to url: String, secret: Redacted, client: HTTPClient) throws(ServiceError) {
    try self.init(to: url, secret: secret, client: client, pace: .real)
  }

  init(to url: String, secret: Redacted, client: HTTPClient, pace: Pace) throws(ServiceError) {
    let address = try? WebAddress(url)
    let isPrivate = address.map { AddressPolicy.publicOnly.objection(toHost: $0.host) != nil } ?? false
    guard let address, address.scheme == "https" || isPrivate else {
      throw ServiceError(
        .configuration, operation: .notify, subject: shortened(url),
        message: "webhooks go to an https URL; plain http is accepted for private addresses only.",
        remedy: "Give a URL such as https://example.com/webhook.")
    }
    self.client = client
    self.url = url
    self.secret = secret
    self.pace = pace
  }

  /// Posts an event; only a 2xx counts as accepted, and redirects are not followed.
  ///
  /// The same body is sent each time, with the moment of each sending in its headers.
  /// - Returns: how many attempts it took.
  /// - Throws: `ServiceError` if the last attempt was not accepted either.
  @discardableResult
  public func send(_ event: WebhookEvent) async throws(ServiceError) -> Int {
    let call = ServiceCall(operation: .notify, subject: shortened(url), path: [])
    var trouble = ""
    for (attempt, pause) in ([.zero] + Defaults.webhookPauses).enumerated() {
      if pause > .zero {
        do { try await pace.sleep(pause) } catch { throw ServiceError.cancelled(during: call) }
      }
      do {
        let answer = try await client.send(request(event))
        if (200..<300).contains(answer.status) { return attempt + 1 }
        trouble = "HTTP \(answer.status)"
      } catch {
        if error.code == .cancelled { throw ServiceError.cancelled(during: call) }
        trouble = error.message
      }
    }
    throw ServiceError(
      .unreachable, operation: call.operation, subject: call.subject,
      message:
        "the event \(event.id) was not accepted in \(Defaults.webhookPauses.count + 1) attempts (last: \(trouble)).",
      remedy: "Check the receiver, then send it again: the event keeps its id.")
  }

  private func request(_ event: WebhookEvent) -> Request {
    let now = UnixTime.now
    return Request(
      .post, url: url,
      headers: [
        ("Content-Type", "application/json"), ("User-Agent", "JoggAI-Webhook/2.0 (lipflight)"),
        ("X-Webhook-Event", event.kind.rawValue), ("X-Webhook-Id", event.id),
        ("X-Webhook-Signature", WebhookSignature.sign(event.body, secret: secret)),
        ("X-Webhook-Timestamp", String(now.seconds)),
        ("X-Webhook-Timestamp-Signature", WebhookSignature.sign(event.body, at: now, secret: secret)),
      ], body: .bytes(event.body), redirectLimit: 0, totalTimeout: Defaults.webhookTimeout)
  }
}
