/// What is posted to a receiver: bytes with a name and an id, signed as they are.
public struct WebhookMessage: Sendable, Equatable {
  /// The same for the same event, by which a receiver recognises a repetition.
  public let id: String
  /// What happened, in the event's own word.
  public let name: String
  /// The raw body: JSON.
  public let body: [UInt8]

  /// A message as it was written down.
  public init(id: String, name: String, body: [UInt8]) { (self.id, self.name, self.body) = (id, name, body) }
}

extension WebhookEvent {
  /// As it is posted.
  public var message: WebhookMessage { WebhookMessage(id: id, name: kind.rawValue, body: body) }
}

/// What became of one attempt to hand a message over.
public enum WebhookAnswer: Sendable, Equatable {
  /// The receiver has it.
  case taken
  /// It has not; why, its HTTP status if there was an answer, and for how long it asks to wait.
  case untaken(String, status: Int? = nil, retryAfter: Duration? = nil)
  /// The attempt was broken off by whoever made it, and says nothing.
  case interrupted
}
