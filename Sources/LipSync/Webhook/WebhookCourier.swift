/// Posts what an outbox holds, and writes down what became of each attempt.
public struct WebhookCourier: Sendable {
  /// Hands a message over.
  public typealias Post = @Sendable (WebhookDelivery) async -> WebhookAnswer

  private let outbox: any WebhookOutbox
  private let receiver: String?
  private let lease: Duration
  private let post: Post

  /// - Parameters:
  ///   - outbox: what is posted.
  ///   - receiver: the digest of the only receiver that is meant; nil for all whose URL is kept.
  ///   - lease: how long nobody else posts what this one has taken: longer than `post` takes.
  ///   - post: hands one message over.
  public init(
    _ outbox: any WebhookOutbox, for receiver: String? = nil, lease: Duration = .seconds(60),
    post: @escaping Post
  ) {
    (self.outbox, self.receiver, self.lease, self.post) = (outbox, receiver, lease, post)
  }

  /// Posts all that is due, several at once.
  /// - Returns: what was posted, as it stands now.
  @discardableResult
  public func round() async throws(JournalError) -> [WebhookDelivery] {
    var all: [WebhookDelivery] = []
    while !Task.isCancelled {
      let due = try await outbox.takeDue(
        for: receiver, limit: Defaults.webhooksAtOnce, lease: lease)
      guard !due.isEmpty else { break }
      let answers = await withTaskGroup(of: (WebhookDelivery, WebhookAnswer).self) { [post] group in
        for delivery in due { group.addTask { (delivery, await post(delivery)) } }
        return await group.reduce(into: []) { $0.append($1) }
      }
      for (delivery, answer) in answers {
        // What was broken off is due again at once, for whoever comes next.
        let (next, pause) = delivery.outcome(of: answer) ?? (delivery, .zero)
        try await outbox.note(next, dueAfter: pause)
        all.append(next)
      }
    }
    return all
  }

  /// Posts until nothing waits any more, or the time is over.
  ///
  /// - Parameters:
  ///   - patience: how long what is not taken is posted again here; nil until the task is cancelled, also while nothing waits.
  ///   - bell: rung when something was put there.
  ///   - told: called with what was posted, as it stands then; true if that is all that was wanted.
  public func run(
    for patience: Duration?, bell: AsyncStream<Void>? = nil,
    told: @Sendable ([WebhookDelivery]) -> Bool = { _ in false }
  ) async throws(JournalError) {
    let end = patience.map { ContinuousClock.now + $0 }
    let alarms = Alarms(bell)
    defer { alarms.stop() }
    while !Task.isCancelled {
      let posted = try await round()
      if !posted.isEmpty, told(posted) { return }
      let waiting = try await outbox.waiting(for: receiver)
      if end != nil, waiting.count == 0 { return }
      let pause = max(
        .milliseconds(20), min(waiting.next ?? Defaults.outboxInterval, Defaults.outboxInterval))
      // What is not due in time is left for others.
      if let end, .now + max(pause, waiting.next ?? .zero) > end { return }
      await alarms.wait(pause)
    }
  }

  /// Waits for a bell or a moment, whichever comes first.
  private struct Alarms {
    private let bells: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation
    private let listener: Task<Void, Never>?

    init(_ other: AsyncStream<Void>?) {
      let (bells, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
      (self.bells, self.bell) = (bells, bell)
      listener = other.map { other in Task { for await _ in other { bell.yield() } } }
    }

    func stop() { listener?.cancel() }

    func wait(_ pause: Duration) async {
      let alarm = Task { [bell] in
        try await Task.sleep(for: pause)
        bell.yield()
      }
      var bells = bells.makeAsyncIterator()
      _ = await bells.next()
      alarm.cancel()
    }
  }
}
