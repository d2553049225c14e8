/// A message on its way to a receiver, as an outbox keeps it.
public struct WebhookDelivery: Sendable, Equatable {
  /// How far it is.
  public enum State: String, Sendable, CaseIterable {
    /// It is posted when it is due.
    case waiting
    /// The receiver has it.
    case taken
    /// The receiver says that it wants no more (HTTP 410).
    case gone
    /// Nobody took it in all the time that it was posted.
    case expired

    /// Whether nothing more is done.
    public var isOver: Bool { self != .waiting }
  }

  /// What is posted.
  public let message: WebhookMessage
  /// Where to: as it is if nothing in it is secret, and always as a hash.
  public let receiver: JournalEntry.SentURL
  /// For how long after it was put there it is posted.
  public let patience: Duration
  /// How far it is.
  public var state = State.waiting
  /// How often it was posted.
  public var attempts = 0
  /// Why it was not taken the last time.
  public var error: String?
  /// How long it has been there, by the store's clock.
  public var age = Duration.zero
  /// By which the store knows whose attempt this is.
  package var token: Int64 = 0

  /// A message to a receiver, not yet posted.
  public init(
    _ message: WebhookMessage, to receiver: JournalEntry.SentURL,
    patience: Duration = Defaults.webhookRetention
  ) {
    (self.message, self.receiver, self.patience) = (message, receiver, patience)
  }

  /// The same message to the same receiver is one delivery.
  public var id: String { message.id + "-" + receiver.digest.prefix(16) }

  /// What an attempt leaves behind, and the pause before the next one: a pure function.
  ///
  /// - Returns: nil where nothing was learned.
  func outcome(of answer: WebhookAnswer) -> (delivery: WebhookDelivery, pause: Duration?)? {
    var next = self
    switch answer {
    case .interrupted: return nil
    case .taken: (next.state, next.error) = (.taken, nil)
    case .untaken(let trouble, let status, let wish):
      next.error = trouble
      let pause = WebhookSchedule.pause(
        after: attempts, status: status, retryAfter: wish, left: patience - age)
      if let pause { return (next, pause) }
      next.state = status == 410 ? .gone : .expired
    }
    return (next, nil)
  }
}

/// Messages that are on their way, kept so that a process that dies loses none.
///
/// A message is put there before it is posted, and stays until it was taken, its receiver is gone, or its time is over. Whoever
/// posts takes what is due under a lease, so no message is posted by two at once; all times are the store's.
public protocol WebhookOutbox: Sendable {
  /// Puts a message there; durable when it returns. One that is there already stays as it is.
  ///
  /// - Parameter again: post one that is there, and over, once more: the same bytes.
  /// - Returns: whether it was not there.
  @discardableResult
  func put(_ delivery: WebhookDelivery, again: Bool) async throws(JournalError) -> Bool

  /// Takes messages that are due, each of which counts as posted once more.
  ///
  /// - Parameters:
  ///   - receiver: the digest of the only receiver that is meant; nil for all whose URL is kept.
  ///   - limit: messages at most.
  ///   - lease: how long nobody else is given them.
  func takeDue(for receiver: String?, limit: Int, lease: Duration) async throws(JournalError)
    -> [WebhookDelivery]

  /// Writes down what became of a message that was taken.
  ///
  /// - Parameter pause: how long until it is due again; nil if it is over.
  func note(_ delivery: WebhookDelivery, dueAfter pause: Duration?) async throws(JournalError)

  /// How many messages wait, and how long until the next of them is due, which is zero or less for one that is; a receiver as in
  /// `takeDue`.
  func waiting(for receiver: String?) async throws(JournalError) -> (count: Int, next: Duration?)

  /// Messages, the newest first.
  func deliveries(limit: Int) async throws(JournalError) -> [WebhookDelivery]
}
