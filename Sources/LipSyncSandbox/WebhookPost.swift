internal import LipSync
internal import LipSyncTransfer
internal import Logging

/// Simulated webhooks of lip-sync tasks, signed and repeated as the vendor does for its other videos: the service itself has none.
struct WebhookPost: Sendable {
  /// Attempts, and the pause between two of them.
  static let attempts = 3
  static let pause = Duration.seconds(5)

  let client: HTTPClient
  let logger: Logger
  /// How it waits between attempts.
  var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

  /// Tells the receivers that asked for it of a task's end.
  func tell(_ task: TaskRecord, data: JSON, to endpoints: [WebhookEndpoint]) async {
    let event = "generated_lip_sync_video_" + (task.status == .success ? "success" : "failed")
    let body = Self.body(task, event, data)
    await withTaskGroup { group in
      for endpoint in endpoints where endpoint.isEnabled && endpoint.events.contains(event) {
        group.addTask { await post(body, event, to: endpoint) }
      }
    }
  }

  /// The body: the vendor's, with the task's members in place of another video's.
  static func body(_ task: TaskRecord, _ event: String, _ data: JSON) -> [UInt8] {
    let id = "evt_" + Digest.sha256(task.id + event).prefix(24)
    return Array(
      JSON.object([
        ("event_id", .string(String(id))), ("event", .string(event)),
        ("timestamp", .int(UnixTime.now.seconds)),
        ("data", data),
      ]).text.utf8)
  }

  private func post(_ body: [UInt8], _ event: String, to endpoint: WebhookEndpoint) async {
    let request = Request(
      .post, url: endpoint.url,
      headers: [
        ("Content-Type", "application/json"), ("X-Webhook-Event", event),
        ("X-Webhook-Signature", WebhookSignature.sign(body, secret: Redacted(endpoint.secret))),
        ("User-Agent", "JoggAI-Webhook/2.0"),
      ], body: .bytes(body), totalTimeout: .seconds(5))
    for attempt in 1...Self.attempts {
      if let answer = try? await client.send(request), (200...299).contains(answer.status) { return }
      guard attempt < Self.attempts, (try? await sleep(Self.pause)) != nil else { break }
    }
    logger.warning("the webhook \(endpoint.id) was not taken in \(Self.attempts) attempts")
  }
}
