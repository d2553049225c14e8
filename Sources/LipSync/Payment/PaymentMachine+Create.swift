/// A new payment: its intent, the create, and what its answer leaves behind.
extension PaymentMachine {
  typealias Attempt = PaymentState.Attempt
  typealias Refusal = PaymentState.Refusal

  /// Begins with the create of a payment that nothing is known of, for links that the service can fetch.
  mutating func begin(_ links: SentLinks, _ now: Moment) -> PaymentStep {
    waitForRoom(attempt(links, now))
  }

  private func attempt(_ links: SentLinks, _ now: Moment) -> Attempt {
    var line = order.payment(now.newID, links, .intended, at: now.date)
    (line.estimate, line.quotaBefore) = (order.estimate, order.quota)
    return Attempt(lost: LostCreate(payment: line, links: links), line: line)
  }

  mutating func plan(_ links: SentLinks, _ now: Moment) -> PaymentStep {
    go(.reserving(attempt(links, now)), .reserve(order.estimate))
  }

  mutating func waitForRoom(_ attempt: Attempt, first effects: [PaymentEffect] = []) -> PaymentStep {
    go(.waitingForRoom(attempt), .waitForRoom(attempt.lost.links), first: effects)
  }

  /// Only now: until the service's limit leaves room for the create nothing is paid, and there is nothing to look for.
  mutating func writeIntent(_ attempt: Attempt, _ now: Moment) -> PaymentStep {
    // Whoever gives up while waiting for a place has paid nothing.
    if now.isCancelled { return go(.over, .fail(.cancelled)) }
    var attempt = attempt
    (attempt.line.state, attempt.line.error, attempt.line.intendedAt) = (.intended, nil, now.date)
    return go(.writingIntent(attempt), .writeIntent(attempt.line))
  }

  /// For how long the turn is held: the time of the create, and a margin for the way to the journal and back.
  var holdTime: Duration { order.configuration.createTimeout + Defaults.createMargin }

  /// Sends it, with its answer given up before anybody else may look for its task. The turn is held last of all, so that no
  /// wait lies between it and the create.
  mutating func send(_ attempt: Attempt, heldFor held: Duration?, _ now: Moment) -> PaymentStep {
    // Half of the margin is kept for what ends a request that is given up.
    let reserve = Defaults.createMargin / 2
    let time = held.map { $0 - reserve } ?? order.configuration.createTimeout
    guard time >= reserve || held == nil else {
      let late = JournalError(
        .busy, subject: "of this job", message: "answered too late for a create to be sent.")
      return giveUp(attempt, attempt.lost.unsent(late), now)
    }
    let timeout = min(order.configuration.createTimeout, time)
    return go(
      .sending(attempt), .sendCreate(attempt.lost.links, timeout: timeout, attempt: attempt.number))
  }

  /// The task is there, by the create's answer or by a look.
  mutating func taskCreated(_ attempt: Attempt, _ task: LipSyncTask, _ now: Moment) -> PaymentStep {
    var line = attempt.line
    line.error = nil
    line.adopt(task, at: now.date)
    return go(
      .over, .finish(.paid(task)),
      first: [
        .reach(.createAnswered), .write(line), .reach(.taskNoted), .tell(.submitted(task, reused: false)),
      ])
  }

  // MARK: a create that gave no task

  /// What the answer leaves behind decides whether the task is looked for, and what is sent again.
  mutating func refused(_ attempt: Attempt, _ refusal: Refusal, _ now: Moment) -> PaymentStep {
    switch refusal.outcome {
    case .refused: return giveUp(attempt, refusal.failure, now)
    case .nothingCreated: return nothingMade(attempt, refusal, now)
    case .interrupted: return giveUp(attempt, attempt.lost.interrupted(refusal.failure), now)
    case .limited: return go(.doubtingLimit(attempt, refusal), .ask(.charged(attempt.lost.payment)))
    case .failed, .lost, .unfinished:
      if now.isCancelled { return giveUp(attempt, attempt.lost.interrupted(refusal.failure), now) }
      return searchCreated(
        attempt, refusal, first: [.tell(.lookingFor(attempt.lost.payment)), .reach(.looking)])
    }
  }

  /// Looks for the task of the create just sent.
  mutating func searchCreated(
    _ attempt: Attempt, _ refusal: Refusal, first effects: [PaymentEffect] = []
  ) -> PaymentStep {
    search(
      for: attempt.lost, refusal.failure, sent: .init(attempt: attempt, refusal: refusal), first: effects)
  }

  /// The create made no task, as far as can be known: the journal learns it, and it is sent again after a while.
  mutating func nothingMade(_ attempt: Attempt, _ refusal: Refusal, _ now: Moment) -> PaymentStep {
    var attempt = attempt
    attempt.line = attempt.line.refused(refusal.failure)
    let effects = [PaymentEffect.write(attempt.line)]
    guard let pause = refusal.retryAfter else {
      var step = giveUp(attempt, refusal.failure, now)
      step.effects.insert(contentsOf: effects, at: 0)
      return step
    }
    return go(.pausing(attempt, refusal), .pause(pause), first: effects)
  }

  mutating func again(_ attempt: Attempt, _ refusal: Refusal) -> PaymentStep {
    guard refusal.outcome == .limited else { return tryAgain(attempt) }
    return go(.lookingOnceMore(attempt), .ask(.look(attempt.lost, after: .zero)))
  }

  mutating func lookedOnceMore(
    _ attempt: Attempt, _ task: LipSyncTask?, isForeign: Bool, _ now: Moment
  ) -> PaymentStep {
    if case .task(let task) = attempt.lost.judge(task, isForeign: isForeign, known: known) {
      return taskCreated(attempt, task, now)
    }
    return tryAgain(attempt)
  }

  mutating func tryAgain(_ attempt: Attempt) -> PaymentStep {
    var attempt = attempt
    attempt.number += 1
    return waitForRoom(attempt)
  }

  /// Ends in an error; if it is certain that nothing was made, the journal learns that, too.
  mutating func giveUp(_ attempt: Attempt, _ error: ServiceError, _ now: Moment) -> PaymentStep {
    let effects =
      CreateOutcome(error).mayHaveCreated ? [] : [PaymentEffect.write(attempt.line.refused(error))]
    let told = order.isRemembered ? error.resumable(now.date) : error
    return go(.over, .fail(.service(told)), first: effects)
  }
}

extension JournalEntry {
  /// The same, and the service said no.
  fileprivate func refused(_ error: ServiceError) -> JournalEntry {
    var entry = self
    (entry.state, entry.error) = (.refused, error.message)
    return entry
  }
}
