/// The task that a job has already: in the journal, at the service, or behind a create whose answer was not seen.
extension PaymentMachine {
  /// Begins with the newest payment that stands; `entries` come newest first.
  mutating func takeUp(_ entries: [JournalEntry], _ now: Moment) -> PaymentStep {
    known = Set(entries.compactMap(\.taskID))
    guard let standing = entries.first(where: { $0.state != .refused && $0.state != .gone }) else {
      return taskDespiteRefusal(entries.first, now)
    }
    guard standing.taskID != nil else { return searchEarlier(standing, now) }
    let age = Duration.seconds(now.date - standing.paidAt)
    let looks = LookupSchedule.pauses(age: age, within: order.configuration.lookupTime)
    return confirm(standing, looks) ?? askByInputs()
  }

  // MARK: a create that was refused

  /// Where the service refused the last create a moment ago, a fall of the credits says that it took it all the same.
  private mutating func taskDespiteRefusal(_ last: JournalEntry?, _ now: Moment) -> PaymentStep {
    guard let last, last.state == .refused, !order.retryFailed,
      .seconds(now.date - last.intendedAt) < order.configuration.absenceTime
    else { return askByInputs() }
    return go(.doubtingRefusal(last), .ask(.charged(last)))
  }

  // MARK: a task that the journal knows

  /// Asks for the task of a payment as the service tells of it now; nil after the last look.
  private mutating func confirm(_ entry: JournalEntry, _ looks: [Duration]) -> PaymentStep? {
    guard let id = entry.taskID, let pause = looks.first else { return nil }
    return go(.confirming(entry, looks: Array(looks.dropFirst())), .ask(.status(of: id, after: pause)))
  }

  /// Only the envelope's own word says that there is no such task. A bare HTTP 404 says too little, unless a new payment is
  /// asked for.
  mutating func unconfirmed(_ entry: JournalEntry, _ looks: [Duration], _ error: ServiceError) -> PaymentStep
  {
    guard error.code == .notFound, error.serviceCode != nil || order.retryFailed else {
      return go(.over, .fail(.service(error)))
    }
    if let step = confirm(entry, looks) { return step }
    vanished = entry
    return askByInputs()
  }

  /// Takes up a task of a payment: the journal learns how it stands.
  mutating func adopt(_ task: LipSyncTask, for entry: JournalEntry, _ now: Moment) -> PaymentStep {
    var entry = entry
    entry.adopt(task, at: now.date)
    return settle(task, entry, now, first: [.write(entry)])
  }

  // MARK: a create whose answer was not seen

  /// Looks for the task of an earlier create whose answer was not seen.
  mutating func searchEarlier(_ entry: JournalEntry, _ now: Moment) -> PaymentStep {
    let why = ServiceError.answerNotSeen(entry)
    guard let links = order.links(of: entry) else {
      var step = earlierInDoubt(entry, why.unfindable, now)
      step.effects.insert(.tell(.lookingFor(entry)), at: 0)
      return step
    }
    return search(
      for: LostCreate(payment: entry, links: links), why, age: .seconds(now.date - entry.intendedAt),
      first: [.tell(.lookingFor(entry))])
  }

  /// It could not be found out whether there is a task: a new payment is only made if it is asked for.
  mutating func earlierInDoubt(_ entry: JournalEntry, _ error: ServiceError, _ now: Moment) -> PaymentStep {
    if now.isCancelled { return go(.over, .fail(.cancelled)) }
    guard order.retryFailed else { return go(.over, .fail(.service(error.askingToRetry(now.date)))) }
    return writeOff(entry)
  }

  /// There is no task of it; others of the same inputs are asked for.
  mutating func writeOff(_ entry: JournalEntry) -> PaymentStep {
    askByInputs(first: [.write(entry.writtenOff)])
  }

  // MARK: tasks that the journal does not know

  mutating func askByInputs(first effects: [PaymentEffect] = []) -> PaymentStep {
    go(.askingByInputs, .ask(.taskByInputs), first: effects)
  }

  mutating func taskByInputs(_ task: LipSyncTask, _ links: SentLinks) -> PaymentStep {
    known.insert(task.id)
    return go(.readingPayer(task, links), .ask(.payer(of: task.id)))
  }

  /// A task of these inputs that the service knows of and this job's payments do not: of another machine, of before, or of a
  /// create that the service refused and carried out all the same.
  mutating func taskKnownToService(
    _ task: LipSyncTask, _ links: SentLinks, _ payer: JournalEntry?, _ now: Moment
  ) -> PaymentStep {
    if let payer {
      // The same links led to something else when that task was paid for.
      guard payer.job == order.job.key else { return go(.readingOtherKeys, .ask(.allPayments)) }
      return settle(task, payer, now)
    }
    let time = task.createdAt.map { UnixTime($0) } ?? now.date
    var entry = order.payment(now.newID, links, .created, at: time)
    entry.createdAt = time
    entry.adopt(task, at: now.date)
    return settle(task, order.isRemembered ? entry : nil, now, first: [.write(entry)])
  }

  /// The task of the same contents and type that was paid for with another key: of the same account, if the service shows it to
  /// this key.
  mutating func askOtherKeys(_ others: [JournalEntry]) -> PaymentStep {
    guard let other = others.first else { return noTask() }
    return go(.askingOtherKeys(others), .ask(.taskOfOtherKey(other)))
  }

  mutating func otherKey(_ others: [JournalEntry], _ task: LipSyncTask?, _ now: Moment) -> PaymentStep {
    guard let task, let other = others.first else { return askOtherKeys(Array(others.dropFirst())) }
    return adopt(task, for: order.payment(now.newID, like: other), now)
  }

  // MARK: what was found

  /// A task is there: it is reported, unless it failed and may be paid for again.
  private mutating func settle(
    _ task: LipSyncTask, _ entry: JournalEntry?, _ now: Moment, first effects: [PaymentEffect] = []
  ) -> PaymentStep {
    var effects = effects
    // Replaced by this one, a task that vanished is nobody's loss.
    if let vanished { effects.append(.write(vanished.writtenOff)) }
    known.insert(task.id)
    let mayRetry = order.retryFailed || FailureCause(task.errorMessage).isTransient
    guard task.status == .failed, mayRetry else {
      if let entry { effects.append(.tell(.paidBefore(entry))) }
      return go(.over, .finish(.reused(task)), first: effects + [.tell(.submitted(task, reused: true))])
    }
    guard order.mayPay else { return go(.over, .finish(.unpaid), first: effects) }
    return giveVideo(first: effects + [.tell(.payingAgain(after: task))])
  }

  /// No task is there. One that vanished was paid for, so another is paid for only if that is asked for, or if the money is
  /// there again: a service on this machine that was started anew.
  private mutating func noTask() -> PaymentStep {
    guard order.mayPay else { return go(.over, .finish(.unpaid)) }
    guard let vanished else { return giveVideo() }
    if order.retryFailed { return giveVideo(first: [.write(vanished.writtenOff)]) }
    guard order.configuration.isHere else { return go(.over, .fail(.service(.vanished(vanished)))) }
    return go(.weighingLoss(vanished), .ask(.quota))
  }

  mutating func weighed(_ entry: JournalEntry, _ left: Credits?) -> PaymentStep {
    guard let left, let before = entry.quotaBefore, left >= before else {
      return go(.over, .fail(.service(.vanished(entry))))
    }
    return giveVideo(first: [.write(entry.writtenOff)])
  }

  private mutating func giveVideo(first effects: [PaymentEffect] = []) -> PaymentStep {
    go(.givingVideo, .giveLink(.video), first: effects)
  }
}

extension JournalEntry {
  /// The same, looked for and not there.
  fileprivate var writtenOff: JournalEntry {
    var entry = self
    entry.state = .gone
    return entry
  }
}
