internal import LipSync

/// A receiver of webhooks as the sandbox keeps it.
///
/// There is no event for lip sync, so none is sent unless they are simulated: the endpoints are there for clients that manage them.
struct WebhookEndpoint: Sendable, Equatable {
  /// The events of the service, none of them for lip sync.
  static let events: [String] =
    [
      "generated_video", "generated_product_video", "generated_avatar_video", "generated_template_video",
      "generated_translate_video", "generated_photo_avatar", "generated_product_avatar", "generated_script",
      "generated_image", "generated_motion", "create_avatar",
    ].flatMap { [$0 + "_success", $0 + "_failed"] }
  /// Those of lip sync, which exist where they are simulated.
  static let simulated = ["generated_lip_sync_video_success", "generated_lip_sync_video_failed"]
  static let limit = 20

  let id: String
  var url: String
  let secret: String
  var isEnabled: Bool
  var events: [String]
  let createdAt: Int64

  var json: JSON {
    .object([
      ("endpoint_id", .string(id)), ("url", .string(url)), ("secret", .string(secret)),
      ("status", .string(isEnabled ? "enabled" : "disabled")), ("events", .array(events.map(JSON.string))),
      ("username", "sandbox"), ("created_at", .int(createdAt)),
    ])
  }

  init(id: String, url: String, secret: String, isEnabled: Bool, events: [String], createdAt: Int64) {
    self.id = id
    self.url = url
    self.secret = secret
    self.isEnabled = isEnabled
    self.events = events
    self.createdAt = createdAt
  }

  /// Reads what `json` wrote; nil for anything else.
  init?(_ json: JSON) {
    guard let id = json["endpoint_id"]?.stringValue, let url = json["url"]?.stringValue,
      let secret = json["secret"]?.stringValue, let status = json["status"]?.stringValue,
      case .array(let events)? = json["events"], let createdAt = json["created_at"]?.intValue
    else { return nil }
    self.init(
      id: id, url: url, secret: secret, isEnabled: status == "enabled",
      events: events.compactMap(\.stringValue),
      createdAt: createdAt)
  }
}
