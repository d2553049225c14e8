/// The task of a create whose answer was not seen is looked for by its inputs, at once, ever more rarely, and when the time is over.
extension PaymentMachine {
  typealias Search = PaymentState.Search

  /// Begins with the first look; the create was sent `age` ago.
  mutating func search(
    for lost: LostCreate, _ why: ServiceError, sent: Search.Sent? = nil, age: Duration = .zero,
    first effects: [PaymentEffect] = []
  ) -> PaymentStep {
    let pauses = LookupSchedule.pauses(age: age, within: order.configuration.lookupTime)
    let search = Search(lost: lost, why: why, sent: sent, left: Array(pauses.dropFirst()))
    return go(.searching(search), .ask(.look(lost, after: pauses.first ?? .zero)), first: effects)
  }

  /// After one look for it.
  mutating func looked(_ search: Search, _ task: LipSyncTask?, isForeign: Bool, _ now: Moment) -> PaymentStep
  {
    var search = search
    switch search.lost.judge(task, isForeign: isForeign, known: known) {
    case .task(let task):
      guard let sent = search.sent else { return adopt(task, for: search.lost.payment, now) }
      return taskCreated(sent.attempt, task, now)
    case .nothing: search.trouble = nil
    case .another(let id):
      search.trouble = "the service tells of task \(id) of the same inputs, which is another job's"
    }
    return searchOn(search, now)
  }

  /// After a look that failed: what does not pass by itself is not waited for.
  mutating func lookFailed(_ search: Search, _ error: ServiceError, _ now: Moment) -> PaymentStep {
    var search = search
    search.trouble = error.message
    if !error.isTransient { search.left = [] }
    return searchOn(search, now)
  }

  private mutating func searchOn(_ search: Search, _ now: Moment) -> PaymentStep {
    var search = search
    if !search.left.isEmpty {
      let pause = search.left.removeFirst()
      return go(.searching(search), .ask(.look(search.lost, after: pause)))
    }
    if let trouble = search.trouble { return inDoubt(search, trouble, now) }
    return go(.weighingAbsence(search), .ask(.charged(search.lost.payment)))
  }

  /// It could not be found out whether there is a task.
  mutating func inDoubt(_ search: Search, _ trouble: String, _ now: Moment) -> PaymentStep {
    inDoubt(search, search.lost.uncertain(search.why, trouble), now)
  }

  private mutating func inDoubt(_ search: Search, _ error: ServiceError, _ now: Moment) -> PaymentStep {
    guard let sent = search.sent else { return earlierInDoubt(search.lost.payment, error, now) }
    return giveUp(sent.attempt, error, now)
  }

  /// No look has shown it. Of an earlier create that counts when it is old enough; of the one just sent, only if the service's own
  /// word says the same.
  mutating func absent(_ search: Search, isCharged: Bool, _ now: Moment) -> PaymentStep {
    if isCharged {
      return inDoubt(
        search, "the service shows no task of it, but the credits are fewer than before", now)
    }
    let configuration = order.configuration
    let age: Duration
    if let sent = search.sent {
      let outcome = sent.refusal.outcome
      if outcome == .limited || outcome.absenceCounts(configuration) {
        return nothingMade(sent.attempt, sent.refusal, now)
      }
      age = configuration.lookupTime
    } else {
      age = .seconds(now.date - search.lost.payment.intendedAt)
      if age >= configuration.absenceTime { return writeOff(search.lost.payment) }
    }
    let early = search.lost.absent(search.why, after: age, counts: configuration.absenceTime)
    return inDoubt(search, early, now)
  }
}
