internal import LipSyncMedia
public import LipSyncTransfer

/// Posts signed events to a receiver until it accepts them.
public struct WebhookSender: Sendable {
  private let client: HTTPClient
  private let url: String
  private let secrets: [Redacted]
  private let pace: Pace

  /// A sender to a receiver: `https`, or `http` to an address that the client's policy takes as private.
  ///
  /// - Throws: `ServiceError` with code `configuration` for any other URL.
  public init(to url: String, secret: Redacted, client: HTTPClient) throws(ServiceError) {
    try self.init(to: url, secrets: [secret], client: client)
  }

  /// A sender with several secrets: the first one signs as the service does, all of them as Standard Webhooks has it, so that
  /// the receiver can change from one to the next.
  ///
  /// - Throws: `ServiceError` with code `configuration` for a URL that cannot be used, or where there is no secret.
  public init(to url: String, secrets: [Redacted], client: HTTPClient) throws(ServiceError) {
    try self.init(to: url, secrets: secrets, client: client, pace: .real)
  }

  init(to url: String, secrets: [Redacted], client: HTTPClient, pace: Pace) throws(ServiceError) {
    guard !secrets.isEmpty else {
      throw ServiceError(
        .configuration, operation: .notify, subject: shortened(url),
        message: "there is no secret to sign with.",
        remedy: "Give the secret that the receiver knows.")
    }
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
    self.secrets = secrets
    self.pace = pace
  }

  /// Posts an event; only a 2xx counts as accepted, and redirects are not followed.
  ///
  /// The same body is sent each time, with the moment of each sending in its headers. Pauses between attempts grow from a second
  /// to two hours; a longer one that the receiver asks for (`Retry-After`) is kept, and HTTP 410 ends it.
  /// - Parameters:
  ///   - event: what is told.
  ///   - patience: how long after the first attempt the last one may be.
  /// - Returns: how many attempts it took.
  /// - Throws: `ServiceError` if the last attempt was not accepted either.
  @discardableResult
  public func send(_ event: WebhookEvent, for patience: Duration = Defaults.webhookPatience)
    async throws(ServiceError)
    -> Int
  {
    let call = ServiceCall(operation: .notify, subject: shortened(url), path: [])
    let end = pace.now() + patience
    var attempt = 1
    while true {
      switch await post(event.message) {
      case .taken: return attempt
      case .interrupted: throw ServiceError.cancelled(during: call)
      case .untaken(let trouble, let status, let retryAfter):
        guard
          let pause = WebhookSchedule.pause(
            after: attempt, status: status, retryAfter: retryAfter, left: end - pace.now())
        else { throw untaken(event, call, attempts: attempt, trouble, status) }
        do { try await pace.sleep(pause) } catch { throw ServiceError.cancelled(during: call) }
        attempt += 1
      }
    }
  }

  /// Posts a message once, signed now.
  public func post(_ message: WebhookMessage) async -> WebhookAnswer {
    do throws(TransferError) {
      let answer = try await client.send(request(message))
      if (200..<300).contains(answer.status) { return .taken }
      return .untaken(
        "HTTP \(answer.status)", status: answer.status, retryAfter: ServiceReply.retryAfter(answer, nil))
    } catch {
      return error.code == .cancelled ? .interrupted : .untaken(error.message)
    }
  }

  private func untaken(
    _ event: WebhookEvent, _ call: ServiceCall, attempts: Int, _ trouble: String, _ status: Int?
  ) -> ServiceError {
    let isGone = status == 410
    return ServiceError(
      .unreachable, operation: call.operation, subject: call.subject,
      message: isGone
        ? "the receiver is gone (HTTP 410) and wants no more: the event \(event.id) was not accepted."
        : "the event \(event.id) was not accepted in \(attempts) \(attempts == 1 ? "attempt" : "attempts") (last: \(trouble)).",
      remedy: isGone
        ? "Give the address of a receiver that is there."
        : "Check the receiver, then send it again: the event keeps its id.",
      status: status)
  }

  private func request(_ event: WebhookMessage) -> Request {
    let now = UnixTime.now
    return Request(
      .post, url: url,
      headers: [
        ("Content-Type", "application/json"), ("User-Agent", "JoggAI-Webhook/2.0 (lipflight)"),
        ("X-Webhook-Event", event.name), ("X-Webhook-Id", event.id),
        ("X-Webhook-Signature", WebhookSignature.sign(event.body, secret: secrets[0])),
        ("X-Webhook-Timestamp", String(now.seconds)),
        ("X-Webhook-Timestamp-Signature", WebhookSignature.sign(event.body, at: now, secret: secrets[0])),
        ("webhook-id", event.id), ("webhook-timestamp", String(now.seconds)),
        ("webhook-signature", StandardWebhook.sign(event.body, id: event.id, at: now, secrets: secrets)),
      ], body: .bytes(event.body), redirectLimit: 0, totalTimeout: Defaults.webhookTimeout)
  }
}
